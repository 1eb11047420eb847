// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/product.h"
#include "core/tensor/window.h"

namespace orthant {

/// The sums of a convolution: one row of outputs for each position, so an image with its channels last. A product over
/// the patches, whose rows are bits when signs enter; patches of floats are made for some samples at a time, since they
/// take as many times the memory of the image as the window has places. Training and the packed program both call it.
/// @param padding  the value outside the image: +1 or -1 for signs
/// @param patches  memory that is kept; where signs enter, their patches afterwards
/// @shape  out: in.batch * window.positions() x outputs
void convolve(const PackedProduct& product, const Window& window, float padding, const Activation& in,
              Activation& patches, MatrixView out);

} // namespace orthant
