// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/geometry/theory_levels.h"

namespace orthant {

/// What the parameters of the study `levels` stand for; shared with the designer in the window.
theory::Source sourceOf(const Params& params);

/// The quantizer of the chosen scheme, in units of sigma.
/// @errors  Error at /levels for thresholds and levels that do not fit together
theory::ScalarQuantizer scalarQuantizerOf(const Params& params);

} // namespace orthant
