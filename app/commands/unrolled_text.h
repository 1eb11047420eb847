// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_results.h"

#include <string>

namespace orthant {

/// The table of an unrolled plan: one row for each network and varied value, in the order of the plan, classical solvers below,
/// and what is not finished under it.
std::string unrolledText(const UnrolledRecord& record);

} // namespace orthant
