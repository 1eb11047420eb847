// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/packed.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace orthant {

/// A product with packed or float weights. Its result is the integer dot product of signs, or a float.
struct DenseOp {
    std::string name;       ///< of the layer: "dense_1"
    Packed weights;         ///< out x in
    std::vector<float> bias;///< empty or one for each output; added after the scale
};

/// Batch normalization in evaluation, in this order of roundings: ((y - mean) * inverseDeviation) * gamma + beta.
struct NormalizeOp {
    std::vector<float> mean, inverseDeviation, gamma, beta; ///< one for each channel
};

/// bit = direction > 0 ? y >= threshold : y <= threshold, one pair for each channel. Folded from everything that stood
/// between a product and a sign. For a product of signs, y is the integer dot product and the thresholds are whole numbers.
struct ThresholdOp {
    std::vector<float> threshold;
    std::vector<std::int8_t> direction; ///< +1 or -1
    bool integer = false;
};

/// The sign of float values: for a binarization that follows nothing foldable.
struct SignOp {};

/// An element-wise function on float values.
struct PointwiseOp {
    std::string id; ///< "relu", "hardtanh"
};

using ProgramOp = std::variant<DenseOp, NormalizeOp, ThresholdOp, SignOp, PointwiseOp>;

} // namespace orthant
