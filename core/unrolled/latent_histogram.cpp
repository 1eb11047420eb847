// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/latent_histogram.h"

#include <algorithm>
#include <cmath>

namespace orthant {

LatentHistogram latentHistogram(std::span<const Parameter> latent, const Mask& links) {
    constexpr std::size_t bins = 60; // even: 0 is an edge
    float most = 0;
    for (const Parameter& x : latent)
        for (const float v : x.value.values()) most = std::max(most, std::abs(v));
    if (most == 0) most = 1;
    LatentHistogram histogram;
    histogram.counts.assign(bins, 0);
    for (std::size_t i = 0; i <= bins; ++i)
        histogram.edges.push_back(static_cast<double>(most) * (2 * static_cast<double>(i) / static_cast<double>(bins) - 1));
    const float perBin = static_cast<float>(bins) / (2 * most);
    for (const Parameter& x : latent)
        for (std::size_t r = 0; r < links.rows(); ++r)
            for (std::size_t c = 0; c < links.cols(); ++c)
                if (links.get(r, c)) {
                    const float at = std::floor((x.value.row(r)[c] + most) * perBin);
                    ++histogram.counts[std::min(bins - 1, static_cast<std::size_t>(std::max(0.0F, at)))];
                }
    return histogram;
}

} // namespace orthant
