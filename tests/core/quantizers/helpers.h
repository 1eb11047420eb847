// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/normals.h"
#include "core/quantizers/quantizer.h"

#include <functional>
#include <memory>
#include <vector>

namespace orthant::test {

/// Normal values with a few that are easy to get wrong: +0, -0, +-1, tiny and large ones.
inline Tensor awkwardValues(std::size_t rows, std::size_t cols, std::uint64_t seed = 7) {
    Tensor x({rows, cols});
    fillNormal(Rng(seed), 0.8F, x.values());
    const float special[] = {0.0F, -0.0F, 1.0F, -1.0F, 1e-30F, -1e-30F, 50.0F, -50.0F};
    for (std::size_t i = 0; i < std::size(special) && i < x.size(); ++i) x[i * 3 % x.size()] = special[i];
    return x;
}

inline Tensor forward(const Quantizer& quantizer, const Tensor& x) {
    Tensor q(x.shape());
    quantizer.forward(x.matrix(), q.matrix());
    return q;
}

inline Tensor backward(Quantizer& quantizer, const Tensor& x, const Tensor& dq) {
    Tensor dx(x.shape());
    quantizer.backward(x.matrix(), dq.matrix(), dx.matrix());
    return dx;
}

/// A quantizer started for x and moved to a point of its schedule.
inline std::unique_ptr<Quantizer> quantizerAt(const Component& component, const Tensor& x, double progress = 0) {
    auto quantizer = makeQuantizer(component);
    quantizer->start(x.matrix());
    quantizer->beginStep({0, 1000 * progress, 1000, 1, 0}, x.matrix());
    return quantizer;
}

/// One row of values.
inline Tensor row(const std::vector<float>& values) {
    Tensor x({1, values.size()});
    for (std::size_t i = 0; i < values.size(); ++i) x[i] = values[i];
    return x;
}

inline Tensor normals(std::size_t rows, std::size_t cols, std::uint64_t seed, float scale = 1.0F) {
    Tensor x({rows, cols});
    fillNormal(Rng(seed), scale, x.values());
    return x;
}

/// Squared error of a quantizer's values, relative to the squares of x.
inline double relativeError(const Component& component, const Tensor& x) {
    const Tensor q = quantizerAt(component, x)->pack(x.matrix()).dequantize();
    double error = 0, size = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        error += (static_cast<double>(x[i]) - static_cast<double>(q[i])) * (static_cast<double>(x[i]) - static_cast<double>(q[i]));
        size += static_cast<double>(x[i]) * static_cast<double>(x[i]);
    }
    return error / size;
}

/// Central difference of a function of x along its value k.
inline double slopeAlong(Tensor x, std::size_t k, double step, const std::function<double(const Tensor&)>& function) {
    const float here = x[k];
    x[k] = here + static_cast<float>(step);
    const double above = static_cast<double>(x[k]), high = function(x);
    x[k] = here - static_cast<float>(step);
    const double below = static_cast<double>(x[k]), low = function(x);
    return (high - low) / (above - below);
}

/// Forward and backward map of a coordinatewise quantizer at one value, in float, as training evaluates them.
struct Pair {
    double forward, backward;
};
inline Pair pairAt(const Component& component, double progress, double at) {
    const Tensor x = row({static_cast<float>(at)});
    const auto quantizer = quantizerAt(component, x, progress);
    return {static_cast<double>(test::forward(*quantizer, x)[0]),
            static_cast<double>(test::backward(*quantizer, x, row({1.0F}))[0])};
}

} // namespace orthant::test
