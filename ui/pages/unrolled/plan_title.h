// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_plan.h"

namespace orthant::ui {

/// "Own matrix, own signals", "Block Gaussian, sparse recovery".
std::string problemTitle(const Component& problem);

/// Gives a plan that is no longer the one that it began as a name, title and summary of its own; the same plan keeps them.
/// @param given  checked, as parseUnrolledPlan() makes it
void nameAfterChanges(UnrolledPlan& plan, const UnrolledPlan& given);

} // namespace orthant::ui
