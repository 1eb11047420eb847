// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/shortcut.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/tensor/pooling.h"

#include <algorithm>

namespace orthant {

namespace {

/// A vector as an image of one pixel, {h, w} as one of one channel.
Window imageOf(const Shape& shape) {
    if (shape.size() == 1) return {1, 1, shape[0]};
    return {shape[0], shape[1], channelsOf(shape)};
}

/// Calls body(sample, first value of a pixel at the begin, the same at the end).
template <class Body>
void forEachPixel(std::size_t samples, const ShortcutMap& map, const Body& body) {
    parallelBlocks(samples, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t p = 0; p < map.pool.positions(); ++p) body(i, p * map.pool.channels, p * map.channels);
    });
}

} // namespace

ShortcutMap shortcutMap(const Shape& begin, const Shape& end, const std::string& where) {
    const auto refuse = [&] {
        return Error("a residual block from " + toText(begin) + " to " + toText(end) +
                         " has no shortcut: its size may only be divided by a whole number, and channels may only be added",
                     where);
    };
    if (begin.empty() || end.empty() || (begin.size() == 1) != (end.size() == 1)) throw refuse();
    ShortcutMap map{imageOf(begin), imageOf(end).channels};
    const Window last = imageOf(end);
    if (map.pool.height % last.height != 0 || map.channels < map.pool.channels) throw refuse();
    map.pool.kernelHeight = map.pool.kernelWidth = map.pool.stride = map.pool.height / last.height;
    if (map.pool.width != last.width * map.pool.stride) throw refuse();
    return map;
}

void addShortcut(ConstMatrixView saved, const ShortcutMap& map, MatrixView values) {
    Tensor pooled;
    if (map.pool.stride > 1) {
        pooled.reshape({saved.rows, map.pool.positions() * map.pool.channels});
        averagePool(saved, map.pool, pooled.matrix());
        saved = pooled.matrix();
    }
    forEachPixel(saved.rows, map, [&](std::size_t i, std::size_t from, std::size_t into) {
        const float* x = saved.row(i) + from;
        float* y = values.row(i) + into;
        for (std::size_t c = 0; c < map.pool.channels; ++c) y[c] += x[c];
    });
}

void shortcutGradient(ConstMatrixView dValues, const ShortcutMap& map, MatrixView dSaved) {
    Tensor pooled;
    MatrixView into = dSaved;
    if (map.pool.stride > 1) {
        pooled.reshape({dSaved.rows, map.pool.positions() * map.pool.channels});
        into = pooled.matrix();
    }
    forEachPixel(dSaved.rows, map, [&](std::size_t i, std::size_t at, std::size_t from) {
        std::copy_n(dValues.row(i) + from, map.pool.channels, into.row(i) + at);
    });
    if (map.pool.stride > 1) averagePoolGradient(pooled.matrix(), map.pool, dSaved);
}

} // namespace orthant
