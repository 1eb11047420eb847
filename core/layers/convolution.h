// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/product.h"
#include "core/tensor/window.h"

#include <vector>

namespace orthant {

/// The window over the channels of one group: all groups have as many.
inline Window windowOfGroup(Window window, std::size_t groups) {
    window.channels /= groups;
    return window;
}

/// The channels of one group, for each pixel of the images; of signs and levels, too. One group: the images themselves.
const Activation& channelsOfGroup(const Activation& in, const Window& window, std::size_t group, std::size_t groups,
                                  Activation& scratch);

/// What stands outside images: the padding of a convolution, or the level that is nearest to it where levels enter.
float paddingValue(const Activation& in, float padding);

/// What a convolution multiplies its weights by, kept for its memory.
struct Patches {
    Activation gathered;
    SignWindows windows;
    bool inPlace = false; ///< signs are read from `windows`

    SignRows signs() const { return inPlace ? windows.rows() : SignRows(gathered.bits); }
};

/// The sums of a convolution: one row of outputs for each position, so an image with its channels last. A product over
/// the patches, whose rows are bits when signs or levels enter. Signs whose channels fill words, and floats under one plane of
/// signs, are read where they lie. Other patches of floats are made for some samples at a time, since they take as many times
/// the memory of the image as the window has places. Training and the packed program both call it.
/// @param product  prepared with the groups of the convolution
/// @param padding  the value outside the image: +1 or -1 for signs
/// @param patches  for each group; where signs enter, theirs afterwards
/// @shape  out: in.batch * window.positions() x outputs
void convolve(const PackedProduct& product, const Window& window, float padding, const Activation& in,
              std::vector<Patches>& patches, MatrixView out);

} // namespace orthant
