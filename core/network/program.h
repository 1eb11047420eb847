// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/products.h"
#include "core/io/bundle.h"
#include "core/quantizers/packed.h"
#include "core/tensor/tensor.h"

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

/// sign(y - 0): for a binarization that follows nothing foldable.
struct SignOp {};

/// An element-wise function on float values.
struct PointwiseOp {
    std::string id; ///< "relu", "hardtanh"
};

using ProgramOp = std::variant<DenseOp, NormalizeOp, ThresholdOp, SignOp, PointwiseOp>;

/// The network as it is shipped: bits, thresholds and scales, no training state. The only thing that exporters, size
/// reports and speed tests accept.
struct Program {
    std::string name;
    Shape inputShape;
    std::vector<std::string> classNames;
    std::vector<ProgramOp> ops;

    Bundle toBundle() const;
    /// @errors  Error that names the array that is missing or has another shape than expected
    static Program fromBundle(const Bundle& bundle);

    /// Scores of each sample.
    /// @shape  inputs: n x inputShape; result: n x classes
    Tensor run(ConstMatrixView inputs) const;
    /// The class with the largest score (the first of equals).
    std::vector<std::uint16_t> classify(ConstMatrixView inputs) const;

    std::size_t weightCount() const;
    /// Bits that the weights, scales, masks, thresholds and normalizations take by formula.
    double totalBits() const;
    double bitsPerWeight() const; ///< totalBits() / weightCount()
};

} // namespace orthant
