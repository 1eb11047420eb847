// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"

#include <vector>

namespace orthant {

// The studies `dot_products` and `permutation_control`: one experiment, with its inputs as they are or permuted.

std::vector<ParamSpec> productParams();
std::vector<StudyPreset> productPresets();
StudyResult runProducts(const Params& params, const StudyContext& context, bool permute);

} // namespace orthant
