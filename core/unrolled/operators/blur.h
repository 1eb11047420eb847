// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/unrolled/operator.h"

#include <vector>

namespace orthant {

/// Parameters of a blur without the size of the picture: kernel, radius, angle, boundary.
std::vector<ParamSpec> blurParams();

/// Blur of pictures of height x width: n = m = height * width.
LinearOperator blurOperator(const Params& params, std::size_t height, std::size_t width, const std::string& where);

} // namespace orthant
