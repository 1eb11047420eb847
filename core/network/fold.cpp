// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fold.h"

#include <algorithm>

namespace orthant {

namespace {

bool isPool(const ProgramOp& op) { return std::holds_alternative<MaxPoolOp>(op); }
bool isMonotone(const ProgramOp& op) {
    if (const auto* prelu = std::get_if<PreluOp>(&op))
        return std::ranges::none_of(prelu->slope, [](float slope) { return slope < 0; });
    return std::holds_alternative<NormalizeOp>(op) || std::holds_alternative<PointwiseOp>(op);
}

/// Whether the largest sum before the scale is that of the largest result, so that a pool may choose among sums.
bool growsWithSums(const Packed& weights) {
    if (!weights.binary()) return true; // finished sums
    return std::ranges::none_of(weights.scales[0], [](float scale) { return scale < 0; });
}

} // namespace

std::optional<Fold> foldAt(std::span<const ProgramOp> ops, std::size_t begin) {
    const DenseOp* product = productOf(ops[begin]);
    if (!product) return std::nullopt;
    std::size_t at = begin + 1;
    const auto take = [&](bool (*wanted)(const ProgramOp&)) {
        const std::size_t first = at;
        while (at < ops.size() && wanted(ops[at])) ++at;
        return ops.subspan(first, at - first);
    };
    Fold fold;
    fold.firstPools = take(isPool);
    fold.channelwiseBegin = at;
    fold.channelwise = take(isMonotone);
    fold.lastPools = take(isPool);
    fold.end = at;
    if (at == ops.size() || !std::holds_alternative<SignOp>(ops[at])) return std::nullopt;
    if (!fold.firstPools.empty() && !growsWithSums(product->weights)) return std::nullopt;
    return fold;
}

} // namespace orthant
