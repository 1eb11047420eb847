// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/patches.h"

#include "core/base/parallel.h"

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
    assert(patches.cols == window.patch() && patches.rows % window.outWidth() == 0);
    const std::size_t across = window.outWidth();
    for (std::size_t p = 0; p < patches.rows; ++p)
        for (std::size_t ky = 0; ky < window.kernelHeight; ++ky) {
            const Window::Run run = window.run(firstRow + p / across, p % across, ky);
            const float* __restrict from = patches.row(p) + ky * window.runLength() + run.before;
            float* __restrict into = image + run.source;
            for (std::size_t i = 0; i < run.count; ++i) into[i] += from[i];
        }
}

} // namespace orthant
