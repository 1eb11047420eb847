// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace orthant::kernels {

/// into[i * intoStride + j] += from[i * fromStride + j] for each j < length, one i after another: the runs in `into` may
/// overlap.
void addRuns(const float* from, std::size_t fromStride, std::size_t count, std::size_t length, float* into,
             std::size_t intoStride);

} // namespace orthant::kernels
