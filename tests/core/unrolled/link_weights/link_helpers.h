// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/normals.h"
#include "core/unrolled/link_weights.h"
#include "tests/catch.h"

#include <algorithm>
#include <vector>

namespace orthant::test {

/// Latent matrices with their scheme, forward done.
struct LinkBench {
    Mask mask;
    std::vector<Parameter> latent;
    std::unique_ptr<LinkWeights> scheme;
    std::vector<Tensor> weights;

    LinkBench(const Component& component, const Mask& links, std::size_t count, std::uint64_t seed = 4, float size = 0.3F)
        : mask(links), latent(count), scheme(makeLinkWeights(component, "/weights")),
          weights(count, Tensor({links.rows(), links.cols()})) {
        for (std::size_t k = 0; k < count; ++k) {
            latent[k].value.resize({mask.rows(), mask.cols()});
            latent[k].gradient.resize({mask.rows(), mask.cols()});
            fillNormal(Rng(seed, k), size * static_cast<float>(k + 1), latent[k].value.values());
            for (std::size_t r = 0; r < mask.rows(); ++r)
                for (std::size_t c = 0; c < mask.cols(); ++c)
                    if (!mask.get(r, c)) latent[k].value.row(r)[c] = 0;
        }
        scheme->start(latent, mask);
        forward();
    }
    void forward() { scheme->forward(latent, weights, 0, latent.size()); }
    /// Gradients at the weights are `up`; backward() is done. @return what they were
    std::vector<Tensor> backward(std::uint64_t seed = 8) {
        std::vector<Tensor> up;
        for (std::size_t k = 0; k < latent.size(); ++k) {
            fillNormal(Rng(seed, k), 1, latent[k].gradient.values());
            up.push_back(latent[k].gradient);
        }
        scheme->backward(latent, 0, latent.size());
        return up;
    }
    double mean(std::size_t k, std::size_t r) const {
        double sum = 0, count = 0;
        for (std::size_t c = 0; c < mask.cols(); ++c)
            if (mask.get(r, c)) {
                sum += static_cast<double>(std::abs(latent[k].value.row(r)[c]));
                ++count;
            }
        return count > 0 ? sum / count : 0;
    }
};

/// Blocks of 2 x 3 on the diagonal, and one link more.
inline Mask smallMask() {
    Mask mask(6, 9);
    for (std::size_t r = 0; r < 6; ++r)
        for (std::size_t c = 0; c < 9; ++c)
            if (r / 2 == c / 3) mask.set(r, c, true);
    mask.set(0, 8, true);
    return mask;
}

} // namespace orthant::test
