// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"
#include "core/tensor/window.h"

namespace orthant {

/// The patches under a window as rows of signs (im2col). With the channels last, each row of a patch is one run of bits,
/// copied 64 at a time.
/// @param plus   what the padding is: +1 or -1
/// @shape  images: n x window.inputs(); patches becomes n * window.positions() x window.patch()
void gatherPatches(const BitMatrix& images, const Window& window, bool plus, BitMatrix& patches);

/// +1 where one of the signs of a channel under the window is: the maximum, an OR of words.
/// @shape  images: n x window.inputs(); out becomes n x positions * channels
void maxPool(const BitMatrix& images, const Window& window, BitMatrix& out);

/// `count` channels from `first` on, for each pixel.
/// @shape  images: n x pixels * channels; out becomes n x pixels * count
void takeChannels(const BitMatrix& images, std::size_t channels, std::size_t first, std::size_t count, BitMatrix& out);

} // namespace orthant
