// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/recipe.h"

#include <string>

namespace orthant::ui {

/// Where curves of one's own come from.
struct PairOrigin {
    std::string title = "Drawn pair";
    std::string quantizer; ///< id of the pair that was repaired; empty: they are drawn by hand
};

/// The curves that a repair of this pair gives.
PairOrigin repairOf(const Component& pair, const PairOrigin& before);

/// A pair as a method of a race: the recipe it is from with this pair on the weights, so that nothing else differs; without one,
/// the pair alone. A pair that is shipped as it is gives the shipped method.
/// @param origin  of curves of one's own; the id of a method that is not shipped stays empty
Method pairMethod(const Component& pair, const PairOrigin& origin);

} // namespace orthant::ui
