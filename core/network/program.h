// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"
#include "core/layers/program_op.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace orthant {

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

    /// Of an ensemble the weights of one member, so that one of three members has three bits for each.
    std::size_t weightCount() const;
    /// Bits that the weights, scales, masks, thresholds and normalizations take by formula.
    double totalBits() const;
    double bitsPerWeight() const; ///< totalBits() / weightCount()
};

/// Bits of one operation: 32 for each float.
double bitsOf(const ProgramOp& op);
/// A threshold and its direction for each channel.
constexpr double bitsOfThresholds(std::size_t channels) { return (32.0 + 1.0) * static_cast<double>(channels); }

} // namespace orthant
