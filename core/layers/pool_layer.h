// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/layer.h"
#include "core/tensor/window.h"

namespace orthant {

/// The parameters `size`, `sizeHeight` and `stride` of layers that pool.
inline std::vector<ParamSpec> poolParams() {
    return {
        integerParam("size", "Window", 2, "Width of the window, and its height where that is 0.").range(1, 64).in("pixels"),
        integerParam("sizeHeight", "Window height", 0, "Height of the window: 1 for a time series in one row; 0: as wide.")
            .range(0, 64).in("pixels"),
        integerParam("stride", "Stride", 0, "Distance of neighbouring windows; 0: the width of the window.")
            .range(0, 64).in("pixels"),
    };
}

inline Window poolWindow(const Params& params, const LayerSite& site) {
    const std::size_t width = params.size("size"), height = params.size("sizeHeight"), stride = params.size("stride");
    return windowOver(site.input, height == 0 ? width : height, width, stride == 0 ? width : stride, false, site.where);
}

/// A batch as one row for each sample.
inline ConstMatrixView imagesOf(const Tensor& values, const Window& window) {
    return {values.data(), values.size() / window.inputs(), window.inputs(), window.inputs()};
}

} // namespace orthant
