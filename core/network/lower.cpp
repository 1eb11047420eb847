// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/network/executor.h"
#include "core/network/network.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace orthant {

namespace {

/// Where a monotone predicate over a discrete line changes.
struct Fold {
    float threshold = 0;
    std::int8_t direction = 1;
};

/// Bisection over [low, high] of whole numbers for the threshold of a predicate that changes at most once.
/// @param value      the float of a position
/// @param predicate  of a position
template <class Value, class Predicate>
Fold bisect(std::int64_t low, std::int64_t high, const Value& value, const Predicate& predicate) {
    const bool atLow = predicate(low), atHigh = predicate(high);
    if (atLow && atHigh) return {-std::numeric_limits<float>::infinity(), 1};
    if (!atLow && !atHigh) return {std::numeric_limits<float>::infinity(), 1};
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (predicate(middle) == atLow ? low : high) = middle;
    }
    return atHigh ? Fold{value(high), 1} : Fold{value(low), -1};
}

/// Floats in their order as whole numbers: -0.0 and 0.0 share 0.
float floatAt(std::int64_t position) {
    const auto magnitude = std::bit_cast<float>(static_cast<std::uint32_t>(std::abs(position)));
    return position < 0 ? -magnitude : magnitude;
}

/// One threshold for each output of a product from the ops between it and the sign. The composition is non-decreasing or
/// non-increasing in the sum: each float operation in it is monotone, and so is its rounding.
ThresholdOp fold(const DenseOp& dense, std::span<const ProgramOp> between, bool binaryInput) {
    constexpr float largest = 1e30F; // float sums are assumed to stay below this: the composition must not overflow
    const Packed& weights = dense.weights;
    PackedProduct product;
    product.prepare(weights, binaryInput);
    ThresholdOp op;
    op.integer = product.exactIntegers();
    const auto depth = static_cast<std::int64_t>(weights.cols);
    for (std::size_t r = 0; r < weights.rows; ++r) {
        const auto plus = [&](float sum) {
            return throughChannel(between, r, product.finished(r, sum, dense.bias)) >= 0;
        };
        Fold result;
        if (op.integer) {
            const auto value = [](std::int64_t sum) { return static_cast<float>(sum); };
            result = bisect(-depth, depth, value, [&](std::int64_t sum) { return plus(value(sum)); });
        } else {
            const std::int64_t limit = std::bit_cast<std::uint32_t>(largest);
            result = bisect(-limit, limit, floatAt, [&](std::int64_t position) { return plus(floatAt(position)); });
        }
        op.threshold.push_back(result.threshold);
        op.direction.push_back(result.direction);
    }
    return op;
}

bool isPool(const ProgramOp& op) { return std::holds_alternative<MaxPoolOp>(op); }
bool isChannelwise(const ProgramOp& op) {
    return std::holds_alternative<NormalizeOp>(op) || std::holds_alternative<PointwiseOp>(op);
}

/// What stands between a product and a sign: pools, then operations on single values, then pools. The first pools choose
/// among sums. The last ones choose among values of which only the signs are used, so they may choose among the signs.
struct Between {
    std::span<const ProgramOp> firstPools, channelwise, lastPools;
    std::size_t end = 0; ///< where the sign would be
};

Between between(std::span<const ProgramOp> ops, std::size_t begin) {
    std::size_t at = begin;
    const auto take = [&](bool (*wanted)(const ProgramOp&)) {
        const std::size_t first = at;
        while (at < ops.size() && wanted(ops[at])) ++at;
        return ops.subspan(first, at - first);
    };
    Between result;
    result.firstPools = take(isPool);
    result.channelwise = take(isChannelwise);
    result.lastPools = take(isPool);
    result.end = at;
    return result;
}

/// Whether the largest sum before the scale is that of the largest result, so that a pool may choose among sums.
bool growsWithSums(const Packed& weights) {
    if (!weights.binary()) return true; // finished sums
    return std::ranges::none_of(weights.scales[0], [](float scale) { return scale < 0; });
}

} // namespace

Program lower(const Network& network, const std::string& name, std::vector<std::string> classNames) {
    std::vector<ProgramOp> plain;
    for (std::size_t i = 0; i < network.layerCount(); ++i) network.layer(i).lower(plain, network.layerName(i));

    Program program{name, network.inputShape(), std::move(classNames), {}};
    bool binary = false; // what enters the next product
    for (std::size_t k = 0; k < plain.size(); ++k) {
        const DenseOp* product = productOf(plain[k]);
        if (product && product->weights.cols > (std::size_t{1} << 24))
            throw Error("more than 2^24 inputs: integer sums are not exact in float thresholds", product->name);
        const Between steps = between(plain, k + 1);
        const bool folds = product && steps.end < plain.size() && std::holds_alternative<SignOp>(plain[steps.end]) &&
                           (steps.firstPools.empty() || growsWithSums(product->weights));
        program.ops.push_back(plain[k]);
        if (!folds) {
            binary = givesSigns(plain[k], binary);
            continue;
        }
        program.ops.insert(program.ops.end(), steps.firstPools.begin(), steps.firstPools.end());
        program.ops.emplace_back(fold(*product, steps.channelwise, binary));
        program.ops.insert(program.ops.end(), steps.lastPools.begin(), steps.lastPools.end());
        k = steps.end;
        binary = true;
    }
    return program;
}

} // namespace orthant
