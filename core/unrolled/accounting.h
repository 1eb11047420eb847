// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/link_weights.h"

#include <string>
#include <vector>

namespace orthant {

/// Bits of one scheme by formula.
struct BitAccount {
    std::string title;
    std::string formula; ///< "N_s + b_s"
    std::vector<BitTerm> terms;
    double links = 0; ///< N

    double bits() const;
    double bitsPerLink() const { return bits() / links; }
    double timesSmaller() const { return 32 * links / bits(); } ///< than float32 on every link
};

/// @param thresholds  32 bits for each threshold and step are counted
BitAccount account(const Component& weights, const LinkCount& count, bool thresholds);

/// Every scheme for networks of this size: float dense and on the mask, PIBiNN, one bit dense, per
/// channel dense and on the mask, ternary dense and on the mask (as entropy and as stored), pruned by bitmap, entropy
/// and index.
/// @param density  of pruned networks
std::vector<BitAccount> accountsOf(const LinkCount& count, bool thresholds, double density);

} // namespace orthant
