// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/convolution.h"

#include "core/base/parallel.h"
#include "core/bits/bit_images.h"
#include "core/tensor/patches.h"

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

/// Scales and offset of other planes.
void copyForm(const Packed& from, std::size_t rows, std::size_t cols, Packed& into) {
    into.rows = rows;
    into.cols = cols;
    into.scales = from.scales;
    into.offsets = from.offsets;
    into.planes.resize(from.planes.size());
}

/// One plane of signs over images of floats, which are read under the window with their padding around them.
void convolveInPlace(const SignTables& signs, const Window& window, float padding, ConstMatrixView images, MatrixView out) {
    const std::size_t width = paddedWidth(window) * window.channels, across = window.outWidth();
    std::vector<std::size_t> places;
    for (std::size_t y = 0; y < window.kernelHeight; ++y)
        for (std::size_t k = 0; k < window.runLength(); ++k) places.push_back(y * width + k);
    parallelBlocks(images.rows, 1, [&](std::size_t begin, std::size_t end) {
        std::vector<float> padded(paddedHeight(window) * width, padding);
        for (std::size_t i = begin; i < end; ++i) {
            for (std::size_t y = 0; y < window.height; ++y)
                std::copy_n(images.row(i) + y * window.width * window.channels, window.width * window.channels,
                            padded.data() + (window.padTop() + y) * width + window.padLeft() * window.channels);
            for (std::size_t y = 0; y < window.outHeight(); ++y)
                signProduct(padded.data() + y * window.stride * width, window.stride * window.channels, places, signs,
                            {out.row((i * window.outHeight() + y) * across), across, out.cols, out.stride});
        }
    });
}

void convolveGroup(const PackedProduct& product, std::size_t group, const Window& window, float padding,
                   const Activation& in, Patches& memory, MatrixView out) {
    memory.inPlace = in.binary && product.exactIntegers() && SignWindows::fit(window);
    if (memory.inPlace) {
        memory.windows.take(in.bits, window, padding > 0);
        return product.accumulate(memory.windows.rows(), out, group);
    }
    if (const SignTables* signs = product.signs(group); signs && !in.binary)
        return convolveInPlace(*signs, window, paddingValue(in, padding),
                               {in.values.data(), in.batch, window.inputs(), window.inputs()}, out);
    Activation& patches = memory.gathered;
    patches.binary = in.binary;
    patches.batch = out.rows;
    if (in.binary) {
        gatherPatches(in.bits, window, padding > 0, patches.bits);
        return product.accumulate(patches, out, group);
    }
    if (product.inputs() == Flow::Levels && !product.dense()) {
        const std::uint8_t around = nearestCode(in.levels, padding);
        copyForm(in.levels, out.rows, window.patch(), patches.levels);
        for (std::size_t p = 0; p < in.levels.planes.size(); ++p)
            gatherPatches(in.levels.planes[p], window, (around >> p & 1U) != 0, patches.levels.planes[p]);
        return product.accumulate(patches, out, group);
    }
    constexpr std::size_t limit = std::size_t{1} << 22; // values of patches at a time: 16 MB
    const std::size_t samples = std::clamp<std::size_t>(limit / (window.positions() * window.patch()), 1, in.batch);
    for (std::size_t begin = 0; begin < in.batch; begin += samples) {
        const std::size_t count = std::min(samples, in.batch - begin), rows = count * window.positions();
        patches.values.reshape({rows, window.patch()});
        gatherPatches({in.values.data() + begin * window.inputs(), count, window.inputs(), window.inputs()}, window,
                      paddingValue(in, padding), patches.values.matrix());
        patches.batch = rows;
        product.accumulate(patches, {out.row(begin * window.positions()), rows, out.cols, out.stride}, group);
    }
}

} // namespace

float paddingValue(const Activation& in, float padding) {
    return in.flow() == Flow::Levels ? codeValue(in.levels, nearestCode(in.levels, padding)) : padding;
}

const Activation& channelsOfGroup(const Activation& in, const Window& window, std::size_t group, std::size_t groups,
                                  Activation& scratch) {
    if (groups == 1) return in;
    const Window own = windowOfGroup(window, groups);
    const std::size_t first = group * own.channels;
    scratch.binary = in.binary;
    scratch.batch = in.batch;
    scratch.shape = {own.height, own.width, own.channels};
    scratch.levels.planes.clear();
    if (in.binary) {
        takeChannels(in.bits, window.channels, first, own.channels, scratch.bits);
        return scratch;
    }
    scratch.values.reshape({in.batch, own.inputs()});
    takeChannels({in.values.data(), in.batch, window.inputs(), window.inputs()}, window.channels, first, own.channels,
                 scratch.values.matrix());
    if (in.flow() == Flow::Levels) copyForm(in.levels, in.batch, own.inputs(), scratch.levels);
    for (std::size_t p = 0; p < in.levels.planes.size(); ++p)
        takeChannels(in.levels.planes[p], window.channels, first, own.channels, scratch.levels.planes[p]);
    return scratch;
}

void convolve(const PackedProduct& product, const Window& window, float padding, const Activation& in,
              std::vector<Patches>& patches, MatrixView out) {
    assert(out.rows == in.batch * window.positions());
    const std::size_t groups = product.groups(), outputs = out.cols / groups;
    patches.resize(groups);
    Activation channels;
    for (std::size_t g = 0; g < groups; ++g)
        convolveGroup(product, g, windowOfGroup(window, groups), padding, channelsOfGroup(in, window, g, groups, channels),
                      patches[g], {out.data + g * outputs, out.rows, outputs, out.stride});
}

} // namespace orthant
