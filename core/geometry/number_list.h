// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/number_text.h"
#include "core/geometry/theory_levels.h"

#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// "t1, t2; l0, l1, l2": ascending thresholds, then one level more. At most 64 levels.
/// @errors  Error at `where`
theory::ScalarQuantizer parseLevels(std::string_view text, const std::string& where);
/// The same text back, with the shortest digits that read as the same numbers.
std::string levelText(const theory::ScalarQuantizer& quantizer);

} // namespace orthant
