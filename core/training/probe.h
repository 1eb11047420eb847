// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/packed.h"
#include "core/training/run_event.h"

namespace orthant {

/// Histograms, levels and angle of one layer's weights.
/// @param clip  latent weights lie in [-clip, clip]; infinity: the range is taken from the values
LayerReading readWeights(const Tensor& latent, const Packed& used, std::size_t bins, double clip);

/// A histogram over [-limit, limit].
Histogram histogramOf(std::span<const float> values, double limit, std::size_t bins);

} // namespace orthant
