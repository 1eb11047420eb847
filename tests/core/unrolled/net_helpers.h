// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/normals.h"
#include "core/tensor/gemm.h"
#include "core/unrolled/unrolled_net.h"

#include <cmath>

namespace orthant::test {

/// Bernoulli-Gaussian signals behind `blocks` Gaussian blocks with unit columns on the diagonal; without noise.
inline Problem blockProblem(std::size_t n, std::size_t m, std::size_t blocks, double density = 0.1, std::size_t channels = 1,
                            std::uint64_t seed = 1) {
    Problem problem;
    problem.title = "blocks";
    problem.channels = channels;
    problem.signalShape = {n};
    problem.density = density;
    Tensor& a = problem.op.matrix;
    a.resize({m, n});
    Tensor noise({m, n});
    fillNormal(Rng(seed, 1), 1, noise.values());
    for (std::size_t j = 0; j < n; ++j) {
        double norm = 0;
        for (std::size_t i = 0; i < m; ++i) {
            if (i * blocks / m != j * blocks / n) continue;
            a.row(i)[j] = noise.row(i)[j];
            norm += static_cast<double>(noise.row(i)[j]) * static_cast<double>(noise.row(i)[j]);
        }
        for (std::size_t i = 0; i < m; ++i) a.row(i)[j] /= static_cast<float>(std::sqrt(norm));
    }
    problem.draw = [a, seed, density, channels](Part part, std::uint64_t first, MatrixView x, MatrixView y) {
        for (std::size_t r = 0; r < x.rows; ++r) {
            const std::uint64_t sample = first + r / channels;
            const Rng rng = Rng(seed, 2).split(static_cast<std::uint64_t>(part)).split(sample);
            for (std::size_t j = 0; j < x.cols; ++j) // channels of a sample share their support
                x.row(r)[j] = rng.uniform(2 * j) < density
                                  ? static_cast<float>(rng.split(r % channels).normal(2 * j + 1))
                                  : 0.0F;
        }
        floatProduct(x, Transpose::No, a.matrix(), Transpose::Yes, y);
    };
    return problem;
}

inline UnrolledDesign design(std::string algorithm, Params parameters, Component weights = Component("float32"),
                             std::string mask = "operator") {
    UnrolledDesign result;
    result.title = algorithm;
    result.algorithm = Component(std::move(algorithm), std::move(parameters));
    result.weights = std::move(weights);
    result.mask = std::move(mask);
    return result;
}

} // namespace orthant::test
