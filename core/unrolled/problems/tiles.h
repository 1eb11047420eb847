// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/problem.h"
#include "core/unrolled/problems/pictures.h"

#include <memory>

namespace orthant {

/// How a sample is cut out of a picture: a square of patches, each a square of pixels. Values go patch after patch, so
/// that what is measured of each patch by itself is block diagonal. The mean of each patch is taken away and travels
/// beside the measurements.
struct Tiling {
    std::size_t patch = 8; ///< side of a patch in pixels
    std::size_t side = 2;  ///< patches along a side of a sample

    std::size_t pixels() const { return patch * side; } ///< side of a sample
    std::size_t values() const { return pixels() * pixels(); }
    std::size_t patches() const { return side * side; }
};

/// A problem of reconstructing pictures: draw, whole, sparsifier (2-D DCT of each patch), kind and shape are set.
/// @param op    on the values of a sample
/// @param noise deviation of the noise, in units of the pixels
Problem pictureProblem(std::shared_ptr<const Pictures> pictures, LinearOperator op, Tiling tiling, double noise,
                       const ProblemContext& context);

/// "noise" in grey levels of 255, as restoration states it. A problem uses it divided by 255.
ParamSpec greyNoiseParam(double value);

} // namespace orthant
