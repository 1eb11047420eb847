// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/geometry/product_lab.h"

#include <cstdint>
#include <vector>

namespace orthant {

std::vector<ParamSpec> productSetupParams();

/// @errors  Error at the parameter: a dimension that is too large for the chosen covariance, data that cannot be read
ProductSetup productSetup(const Params& params, std::uint64_t seed);

} // namespace orthant
