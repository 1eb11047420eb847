// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/pooling.h"

#include "core/base/parallel.h"
#include "core/kernels/pool.h"

#include <algorithm>
#include <cassert>
#include <type_traits>
#include <vector>

namespace orthant {

namespace {

constexpr std::size_t lanes = 16; ///< channels at a time, in registers while the places of a window pass by

/// Calls body(position, offsets of the first channel of each place under the window) for each position.
template <class Body>
void forEachPosition(const Window& window, const Body& body) {
    assert(!window.same);
    std::vector<std::size_t> offsets(window.kernelHeight * window.kernelWidth);
    for (std::size_t oy = 0; oy < window.outHeight(); ++oy)
        for (std::size_t ox = 0; ox < window.outWidth(); ++ox) {
            for (std::size_t cell = 0; cell < offsets.size(); ++cell) {
                const std::size_t y = oy * window.stride + cell / window.kernelWidth;
                const std::size_t x = ox * window.stride + cell % window.kernelWidth;
                offsets[cell] = (y * window.width + x) * window.channels;
            }
            body(oy * window.outWidth() + ox, std::span<const std::size_t>(offsets));
        }
}

/// Calls body(first channel, constant of their number) for runs of `lanes` channels, then for single ones.
template <class Body>
void forChannels(std::size_t channels, const Body& body) {
    std::size_t c = 0;
    for (; c + lanes <= channels; c += lanes) body(c, std::integral_constant<std::size_t, lanes>());
    for (; c < channels; ++c) body(c, std::integral_constant<std::size_t, 1>());
}

template <std::size_t N>
void sum(const float* __restrict image, std::span<const std::size_t> offsets, float share, float* __restrict out) {
    float total[N];
    std::copy_n(image + offsets[0], N, total);
    for (std::size_t cell = 1; cell < offsets.size(); ++cell)
        for (std::size_t j = 0; j < N; ++j) total[j] += image[offsets[cell] + j];
    for (std::size_t j = 0; j < N; ++j) out[j] = total[j] * share;
}

float inverseArea(const Window& window) {
    return 1.0F / static_cast<float>(window.kernelHeight * window.kernelWidth);
}

/// Every value of the image lies under exactly one window.
bool tiles(const Window& window) {
    return window.kernelHeight == window.stride && window.kernelWidth == window.stride &&
           window.height % window.stride == 0 && window.width % window.stride == 0;
}

} // namespace

void maxPool(ConstMatrixView images, const Window& window, MatrixView out, std::span<std::int32_t> winners) {
    parallelBlocks(images.rows, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            forEachPosition(window, [&](std::size_t position, std::span<const std::size_t> offsets) {
                const std::size_t at = position * window.channels;
                kernels::poolLargest(images.row(i), offsets.data(), offsets.size(), window.channels, out.row(i) + at,
                                     winners.empty() ? nullptr : winners.data() + i * out.cols + at);
            });
    });
}

void maxPoolGradient(ConstMatrixView dOut, std::span<const std::int32_t> winners, const Window& window,
                     MatrixView dImages) {
    const bool once = tiles(window);
    parallelBlocks(dOut.rows, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (!once) std::fill_n(dImages.row(i), window.inputs(), 0.0F);
            forEachPosition(window, [&](std::size_t position, std::span<const std::size_t> offsets) {
                const float* up = dOut.row(i) + position * window.channels;
                const std::int32_t* winner = winners.data() + i * dOut.cols + position * window.channels;
                if (once)
                    return kernels::poolSpread(up, winner, offsets.data(), offsets.size(), window.channels, dImages.row(i));
                for (std::size_t c = 0; c < window.channels; ++c)
                    dImages.row(i)[offsets[static_cast<std::size_t>(winner[c])] + c] += up[c];
            });
        }
    });
}

void averagePool(ConstMatrixView images, const Window& window, MatrixView out) {
    const float share = inverseArea(window);
    parallelBlocks(images.rows, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            forEachPosition(window, [&](std::size_t position, std::span<const std::size_t> offsets) {
                forChannels(window.channels, [&](std::size_t c, auto count) {
                    sum<count()>(images.row(i) + c, offsets, share, out.row(i) + position * window.channels + c);
                });
            });
    });
}

void averagePoolGradient(ConstMatrixView dOut, const Window& window, MatrixView dImages) {
    const float share = inverseArea(window);
    parallelBlocks(dOut.rows, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            std::fill_n(dImages.row(i), window.inputs(), 0.0F);
            forEachPosition(window, [&](std::size_t position, std::span<const std::size_t> offsets) {
                const float* __restrict up = dOut.row(i) + position * window.channels;
                for (const std::size_t offset : offsets) {
                    float* __restrict into = dImages.row(i) + offset;
                    for (std::size_t c = 0; c < window.channels; ++c) into[c] += share * up[c];
                }
            });
        }
    });
}

} // namespace orthant
