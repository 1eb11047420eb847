// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/input_bits.h"
#include "core/layers/levels.h"
#include "core/layers/shortcut.h"
#include "core/quantizers/packed.h"
#include "core/tensor/window.h"

#include <algorithm>
#include <cstdint>
#include <span>
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

/// A product at each position of an image: the weights are patches in the order row, column, channel. Its result is an
/// image with the channels last.
struct ConvOp {
    DenseOp product;
    Window window;
    float padding = 0; ///< the value outside the image: +1 or -1 where signs enter, a level where levels do
    std::size_t groups = 1; ///< the outputs and the channels fall into so many parts, and each output sees its own part only
};

/// The largest value under a window, for each channel; of signs, too.
struct MaxPoolOp {
    Window window;
};

/// The mean under a window, for each channel: the sum in the order of rows, times 1 / area.
struct AveragePoolOp {
    Window window;
};

/// Batch normalization in evaluation, in this order of roundings: ((y - mean) * inverseDeviation) * gamma + beta.
struct NormalizeOp {
    std::vector<float> mean, inverseDeviation, gamma, beta; ///< one for each channel; value i is of channel i mod channels
};

/// bit = direction > 0 ? y >= threshold : y <= threshold, one pair for each channel (i mod channels). Folded from everything that stood
/// between a product and a sign. For a product of signs, y is the integer dot product and the thresholds are whole numbers.
struct ThresholdOp {
    std::vector<float> threshold;
    std::vector<std::int8_t> direction; ///< +1 or -1
    bool integer = false;
};

/// The sign of float values: for a binarization that follows nothing foldable.
struct SignOp {};

/// The level of each float value.
struct LevelsOp {
    Levels levels;
};

/// An element-wise function on float values.
struct PointwiseOp {
    std::string id; ///< "relu", "hardtanh"
};

/// x where it is positive, else slope x; one slope for each channel.
struct PreluOp {
    std::vector<float> slope;
};

/// Signs in place of input values.
struct EncodeOp {
    InputBits code;
};

/// Keeps the values as they are; the next AddSavedOp that is not taken by another SaveOp between adds them. Pairs nest.
struct SaveOp {};
struct AddSavedOp {
    ShortcutMap map;
};

/// Ends one member of an ensemble: its scores times the weight go to the sum, and what follows starts from the sample again.
struct VoteOp {
    float weight = 1;
};

using ProgramOp = std::variant<DenseOp, NormalizeOp, ThresholdOp, SignOp, PointwiseOp, ConvOp, MaxPoolOp, AveragePoolOp,
                               PreluOp, EncodeOp, SaveOp, AddSavedOp, LevelsOp, VoteOp>;

/// What flows from one operation to the next.
enum class Flow { Floats, Signs, Levels };

inline Flow flowAfter(const ProgramOp& op, Flow in) {
    if (std::holds_alternative<SaveOp>(op)) return in;
    if (std::holds_alternative<MaxPoolOp>(op)) return in == Flow::Signs ? in : Flow::Floats;
    if (std::holds_alternative<LevelsOp>(op)) return Flow::Levels;
    const bool signs = std::holds_alternative<ThresholdOp>(op) || std::holds_alternative<SignOp>(op) ||
                       std::holds_alternative<EncodeOp>(op);
    return signs ? Flow::Signs : Flow::Floats;
}

/// Whether the threshold that these sums lead to compares them before scale and bias. A pool may stand between:
/// lower() folds only where the largest sum is that of the largest result.
/// @param after  the operations after a product
inline bool foldedLater(std::span<const ProgramOp> after) {
    const auto op = std::ranges::find_if(after, [](const ProgramOp& o) { return !std::holds_alternative<MaxPoolOp>(o); });
    return op != after.end() && std::holds_alternative<ThresholdOp>(*op);
}

/// The product of an operation that has weights; null for the others.
inline const DenseOp* productOf(const ProgramOp& op) {
    if (const auto* conv = std::get_if<ConvOp>(&op)) return &conv->product;
    return std::get_if<DenseOp>(&op);
}

/// Parts of the outputs of a product that have inputs of their own.
inline std::size_t groupsOf(const ProgramOp& op) {
    const auto* conv = std::get_if<ConvOp>(&op);
    return conv ? conv->groups : 1;
}

/// The window of an operation on images; null for the others.
inline const Window* windowOf(const ProgramOp& op) {
    if (const auto* conv = std::get_if<ConvOp>(&op)) return &conv->window;
    if (const auto* largest = std::get_if<MaxPoolOp>(&op)) return &largest->window;
    const auto* mean = std::get_if<AveragePoolOp>(&op);
    return mean ? &mean->window : nullptr;
}

} // namespace orthant
