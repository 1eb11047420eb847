// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/patches.h"

#include "core/base/parallel.h"
#include "core/kernels/add_runs.h"

#include <algorithm>
#include <cassert>

namespace orthant {

void gatherPatches(ConstMatrixView images, const Window& window, float padding, MatrixView patches) {
    assert(images.cols == window.inputs() && patches.cols == window.patch());
    assert(patches.rows == images.rows * window.positions());
    const std::size_t down = window.outHeight(), across = window.outWidth();
    parallelBlocks(images.rows * down, 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            const float* image = images.row(row / down);
            for (std::size_t ox = 0; ox < across; ++ox) {
                float* out = patches.row(row * across + ox);
                for (std::size_t ky = 0; ky < window.kernelHeight; ++ky) {
                    const Window::Run run = window.run(row % down, ox, ky);
                    out = std::fill_n(out, run.before, padding);
                    out = std::copy_n(image + run.source, run.count, out);
                    out = std::fill_n(out, run.after, padding);
                }
            }
        }
    });
}

void takeChannels(ConstMatrixView images, std::size_t channels, std::size_t first, std::size_t count, MatrixView some) {
    assert(images.rows == some.rows && images.cols / channels == some.cols / count);
    parallelBlocks(images.rows, 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t p = 0; p < images.cols / channels; ++p)
                std::copy_n(images.row(i) + p * channels + first, count, some.row(i) + p * count);
    });
}

void putChannels(ConstMatrixView some, std::size_t channels, std::size_t first, std::size_t count, MatrixView images) {
    assert(images.rows == some.rows && images.cols / channels == some.cols / count);
    parallelBlocks(images.rows, 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t p = 0; p < images.cols / channels; ++p)
                std::copy_n(some.row(i) + p * count, count, images.row(i) + p * channels + first);
    });
}

void scatterPatches(ConstMatrixView patches, const Window& window, std::size_t firstRow, float* image) {
    const std::size_t across = window.outWidth(), end = window.padLeft() + window.width;
    assert(patches.cols == window.patch() && patches.rows % across == 0);
    // Positions whose windows reach over neither side: their runs stand at equal distances.
    const std::size_t first = std::min(across, (window.padLeft() + window.stride - 1) / window.stride);
    const std::size_t last = end < window.kernelWidth ? first : std::max(first, (end - window.kernelWidth) / window.stride + 1);
    for (std::size_t line = 0; line < patches.rows / across; ++line)
        for (std::size_t ky = 0; ky < window.kernelHeight; ++ky) {
            const auto add = [&](std::size_t x, std::size_t count) {
                const Window::Run run = window.run(firstRow + line, x, ky);
                kernels::addRuns(patches.row(line * across + x) + ky * window.runLength() + run.before, patches.stride, count,
                                 run.count, image + run.source, window.stride * window.channels);
            };
            for (std::size_t x = 0; x < first; ++x) add(x, 1);
            if (last > first) add(first, last - first);
            for (std::size_t x = last; x < across; ++x) add(x, 1);
        }
}

} // namespace orthant
