// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"
#include "core/training/run_event.h"

#include <functional>

namespace orthant {

/// The decisions of a classifier over the plane, around these samples.
/// @param scores  of samples of two values each
/// @param inputs  samples that the map has to show
/// @errors  Error when samples do not have two values
BoundaryReading readBoundary(const std::function<Tensor(const Tensor&)>& scores, const Tensor& inputs, std::size_t width,
                             std::size_t height);

} // namespace orthant
