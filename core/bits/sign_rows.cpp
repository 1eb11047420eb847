// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/sign_rows.h"

#include "core/base/parallel.h"
#include "core/tensor/patches.h"

#include <algorithm>
#include <cassert>

namespace orthant {

void SignWindows::take(const BitMatrix& images, const Window& window, bool plus) {
    assert(fit(window) && images.cols() == window.inputs());
    window_ = window;
    images_ = images.rows();
    const std::size_t pixel = window.channels / 32, row = paddedWidth(window) * pixel;
    words_.resize(images_ * paddedHeight(window) * row);
    const std::uint32_t around = plus ? ~std::uint32_t{0} : 0;
    parallelBlocks(images_, 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const auto* from = reinterpret_cast<const kernels::HalfWord*>(images.row(i).data());
            std::uint32_t* into = words_.data() + i * paddedHeight(window) * row;
            std::uint32_t* const last = into + paddedHeight(window) * row;
            into = std::fill_n(into, window.padTop() * row, around);
            for (std::size_t y = 0; y < window.height; ++y, from += window.width * pixel) {
                into = std::fill_n(into, window.padLeft() * pixel, around);
                into = std::copy_n(from, window.width * pixel, into);
                into = std::fill_n(into, (paddedWidth(window) - window.padLeft() - window.width) * pixel, around);
            }
            std::fill(into, last, around);
        }
    });
    places_.clear();
    for (std::size_t y = 0; y < window.kernelHeight; ++y)
        for (std::size_t word = 0; word < window.kernelWidth * pixel; ++word) places_.push_back(y * row + word);
}

SignRows SignWindows::rows() const {
    const std::size_t pixel = window_.channels / 32, row = paddedWidth(window_) * pixel;
    SignRows rows(words_.data(), images_ * window_.positions(), window_.patch(), window_.stride * pixel);
    rows.across_ = window_.outWidth();
    rows.down_ = window_.outHeight();
    rows.lineStride_ = window_.stride * row;
    rows.imageStride_ = paddedHeight(window_) * row;
    rows.places_ = places_.data();
    return rows;
}

} // namespace orthant
