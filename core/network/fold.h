// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/program_op.h"

#include <cstddef>
#include <optional>
#include <span>

namespace orthant {

/// What stands between a product and a sign where one threshold for each channel can take the place of it all: pools, then
/// monotone operations on single values, then pools. The first pools choose among sums. The last ones choose among values
/// of which only the signs are used, so they may choose among the signs.
struct Fold {
    std::span<const ProgramOp> firstPools, channelwise, lastPools;
    std::size_t channelwiseBegin = 0; ///< number of the first of those operations, or of what follows
    std::size_t end = 0;              ///< number of the sign
};

/// The fold that begins at operation `begin`; nothing when it is no product, or does not lead to a sign in this way.
/// @param ops  as layers give them, one after the other
std::optional<Fold> foldAt(std::span<const ProgramOp> ops, std::size_t begin);

} // namespace orthant
