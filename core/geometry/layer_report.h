// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/layer_measures.h"
#include "core/geometry/study.h"
#include "core/geometry/swap_experiment.h"

#include <vector>

namespace orthant {

/// What has been measured so far as tables, figures and readings.
/// @param swap  null: not asked for
StudyResult layerReport(const std::vector<LayerMeasures>& layers, const SwapResult* swap);

} // namespace orthant
