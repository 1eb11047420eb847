// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/float_order.h"
#include "core/network/executor.h"
#include "core/network/fold.h"
#include "core/network/network.h"

#include <limits>

namespace orthant {

namespace {

/// Where a monotone predicate over a discrete line changes.
struct Comparison {
    float threshold = 0;
    std::int8_t direction = 1;
};

/// Bisection over [low, high] of whole numbers for the threshold of a predicate that changes at most once.
/// @param value      the float of a position
/// @param predicate  of a position
template <class Value, class Predicate>
Comparison bisect(std::int64_t low, std::int64_t high, const Value& value, const Predicate& predicate) {
    const bool atLow = predicate(low), atHigh = predicate(high);
    if (atLow && atHigh) return {-std::numeric_limits<float>::infinity(), 1};
    if (!atLow && !atHigh) return {std::numeric_limits<float>::infinity(), 1};
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (predicate(middle) == atLow ? low : high) = middle;
    }
    return atHigh ? Comparison{value(high), 1} : Comparison{value(low), -1};
}

/// One threshold for each output of a product from the ops between it and the sign. The composition is non-decreasing or
/// non-increasing in the sum: each float operation in it is monotone, and so is its rounding.
ThresholdOp threshold(const DenseOp& dense, std::span<const ProgramOp> between, Flow inputs) {
    constexpr float largest = 1e30F; // float sums are assumed to stay below this: the composition must not overflow
    const Packed& weights = dense.weights;
    PackedProduct product;
    product.prepare(weights, inputs);
    ThresholdOp op;
    op.integer = product.exactIntegers();
    const auto depth = static_cast<std::int64_t>(weights.cols);
    for (std::size_t r = 0; r < weights.rows; ++r) {
        const auto plus = [&](float sum) {
            return throughChannel(between, r, product.finished(r, sum, dense.bias)) >= 0;
        };
        Comparison result;
        if (op.integer) {
            const auto value = [](std::int64_t sum) { return static_cast<float>(sum); };
            result = bisect(-depth, depth, value, [&](std::int64_t sum) { return plus(value(sum)); });
        } else {
            const std::int64_t limit = positionOf(largest);
            result = bisect(-limit, limit, floatAt, [&](std::int64_t position) { return plus(floatAt(position)); });
        }
        op.threshold.push_back(result.threshold);
        op.direction.push_back(result.direction);
    }
    return op;
}

} // namespace

Program lower(const Network& network, const std::string& name, std::vector<std::string> classNames) {
    std::vector<ProgramOp> plain;
    for (std::size_t i = 0; i < network.layerCount(); ++i) network.layer(i).lower(plain, network.layerName(i));

    Program program{name, network.inputShape(), std::move(classNames), {}};
    Flow flow = Flow::Floats; // what enters the next operation
    const Levels* levels = nullptr;
    for (std::size_t k = 0; k < plain.size(); ++k) {
        const DenseOp* product = productOf(plain[k]);
        if (product && product->weights.cols > (std::size_t{1} << 24))
            throw Error("more than 2^24 inputs: integer sums are not exact in float thresholds", product->name);
        if (const auto* steps = std::get_if<LevelsOp>(&plain[k])) levels = &steps->levels;
        if (auto* conv = std::get_if<ConvOp>(&plain[k]); conv && flow == Flow::Levels)
            conv->padding = codeValue(levels->form(), nearestCode(levels->form(), conv->padding));
        const std::optional<Fold> steps = foldAt(plain, k);
        program.ops.push_back(plain[k]);
        if (!steps) {
            flow = flowAfter(plain[k], flow);
            continue;
        }
        program.ops.insert(program.ops.end(), steps->firstPools.begin(), steps->firstPools.end());
        program.ops.emplace_back(threshold(*product, steps->channelwise, flow));
        program.ops.insert(program.ops.end(), steps->lastPools.begin(), steps->lastPools.end());
        k = steps->end;
        flow = Flow::Signs;
    }
    return program;
}

} // namespace orthant
