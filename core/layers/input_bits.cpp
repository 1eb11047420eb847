// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/input_bits.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orthant {

namespace {

/// The byte of a pixel; other values go to the nearest one, the upper of two equally near.
unsigned byteOf(float x) {
    return static_cast<unsigned>(std::floor(std::clamp((x * 256.0F + 255.0F) / 2.0F, 0.0F, 255.0F) + 0.5F));
}

} // namespace

void encode(ConstMatrixView x, const InputBits& code, BitMatrix& bits) {
    std::vector<float> levels(code.planes);
    for (std::size_t j = 0; j < code.planes; ++j)
        levels[j] = -1.0F + static_cast<float>(2 * j + 1) / static_cast<float>(code.planes);
    bits.resize(x.rows, x.cols * code.planes);
    parallelBlocks(x.rows, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            std::uint64_t* words = bits.row(i).data();
            for (std::size_t k = 0; k < x.cols; ++k)
                for (std::size_t j = 0; j < code.planes; ++j) {
                    const float value = x.row(i)[k];
                    const bool plus = code.code == InputBits::Code::Thermometer ? value >= levels[j]
                                                                                : (byteOf(value) >> (7 - j) & 1U) != 0;
                    const std::size_t bit = k * code.planes + j;
                    words[bit / 64] |= static_cast<std::uint64_t>(plus) << (bit % 64);
                }
        }
    });
}

} // namespace orthant
