// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/transformed_sign.h"
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

namespace orthant::test {

inline Tensor through(const Transform& transform, const Tensor& x) {
    Tensor y(x.shape());
    transform.forward(x.matrix(), y.matrix());
    return y;
}

inline double dotOf(const Tensor& a, const Tensor& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

/// The backward map of a transform is the derivative of its forward map, in place too.
inline void checkDerivative(Transform& transform, const Tensor& x, double step, double tolerance) {
    const Tensor g = normals(x.rows(), x.cols(), 77);
    Tensor dx(x.shape()), inPlace = g;
    transform.backward(x.matrix(), g.matrix(), dx.matrix());
    transform.backward(x.matrix(), inPlace.matrix(), inPlace.matrix());
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double slope = slopeAlong(x, k, step, [&](const Tensor& moved) { return dotOf(through(transform, moved), g); });
        CHECK(static_cast<double>(dx[k]) == Approx(slope).margin(tolerance));
        CHECK(inPlace[k] == dx[k]);
    }
}

} // namespace orthant::test
