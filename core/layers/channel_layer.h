// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/layers/layer.h"
#include "core/tensor/window.h"

#include <algorithm>

namespace orthant {

/// Channels of a sample: the values of a vector, or those of a pixel of an image.
inline std::size_t channelCount(const Shape& sample) { return sample.size() == 1 ? sample[0] : channelsOf(sample); }

/// Rows of channels of a batch in parallel: body(first row, end row).
template <class Body>
void forEachChannelRow(const Tensor& x, std::size_t channels, const Body& body) {
    parallelBlocks(x.size() / channels, std::max<std::size_t>(1, 32768 / channels), body);
}

/// The forward pass of a layer that changes each value by itself. @param map  callable (value, channel)
template <class Map>
void mapChannels(const Activation& in, const Tensor& x, std::size_t channels, const Map& map, Activation& out) {
    out.values.reshape(x.shape());
    out.binary = false;
    out.batch = in.batch;
    out.shape = in.shape;
    forEachChannelRow(x, channels, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t c = 0; c < channels; ++c) out.values[i * channels + c] = map(x[i * channels + c], c);
    });
}

/// Sums over rows of channels, in blocks of fixed size that are added in their order.
/// @param term  of the value with this number
template <class Term>
void sumChannels(const Tensor& x, Tensor& sums, const Term& term) {
    const std::size_t channels = sums.size(), rows = x.size() / channels, grain = 1024;
    Tensor partial({(rows + grain - 1) / grain, channels});
    parallelBlocks(rows, grain, [&](std::size_t begin, std::size_t end) {
        float* into = partial.row(begin / grain).data();
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t c = 0; c < channels; ++c) into[c] += term(i * channels + c);
    });
    sums.fill(0);
    for (std::size_t block = 0; block < partial.rows(); ++block)
        for (std::size_t c = 0; c < channels; ++c) sums[c] += partial.row(block)[c];
}

} // namespace orthant
