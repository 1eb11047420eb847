// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/packed.h"

namespace orthant {

/// out = in W^T for packed W. With planes of signs: for each output, the inputs of its links are added or subtracted one after
/// the other in their order, and each plane's sum is multiplied by its scale one time. Float weights: a product.
/// @shape  in: samples x cols, out: samples x rows
void multiplyPacked(const Packed& weights, ConstMatrixView in, MatrixView out);

} // namespace orthant
