// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/base/rng.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <span>
#include <vector>

namespace orthant {

/// Random changes of training images: each is moved and perhaps mirrored anew whenever it is seen.
struct Augmentation {
    std::size_t crop = 0; ///< moves by up to so many pixels each way: a random crop of the image padded by them
    bool edge = true;     ///< what is moved in: the image's edge goes on; otherwise black pixels
    bool flip = false;    ///< every second image is mirrored, left to right

    bool none() const { return crop == 0 && !flip; }
};

/// Parameters of the section "training".
std::vector<ParamSpec> augmentationParams();
/// @param params  resolved
/// @errors  Error when the samples are no images, or not larger than the crop
Augmentation makeAugmentation(const Params& params, const Shape& sampleShape);

/// Copies one image, changed. What is drawn depends on the generator alone.
/// @param shape  {height, width} or {height, width, channels}; a side of one pixel is not moved along
void augment(const Augmentation& augmentation, const Rng& rng, const Shape& shape, std::span<const float> from,
             std::span<float> into);

} // namespace orthant
