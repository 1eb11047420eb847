// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/window.h"

#include <cstdint>
#include <span>

namespace orthant {

/// The largest value of each channel under the window.
/// @param winners  when not empty: the place in the window, row after row, of the first of the largest values
/// @shape  images: n x window.inputs(); out and winners: n x positions * channels. The window has no padding
void maxPool(ConstMatrixView images, const Window& window, MatrixView out, std::span<std::int32_t> winners = {});
/// The gradient goes to the winners. @shape  as above; dImages is overwritten
void maxPoolGradient(ConstMatrixView dOut, std::span<const std::int32_t> winners, const Window& window,
                     MatrixView dImages);

/// The mean of each channel under the window: the sum in the order of rows, times 1 / area.
void averagePool(ConstMatrixView images, const Window& window, MatrixView out);
void averagePoolGradient(ConstMatrixView dOut, const Window& window, MatrixView dImages);

} // namespace orthant
