// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/parameter.h"
#include "core/unrolled/structure.h"

#include <span>
#include <vector>

namespace orthant {

/// Latent weights on the mask, all layers. Bins are symmetric about 0, where signs flip, and reach to the largest magnitude.
struct LatentHistogram {
    std::vector<double> edges, counts;
};
LatentHistogram latentHistogram(std::span<const Parameter> latent, const Mask& links);

} // namespace orthant
