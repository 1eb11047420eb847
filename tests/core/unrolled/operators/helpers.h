// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/operator.h"
#include "core/unrolled/structure.h"

#include <cmath>
#include <string>

namespace orthant::test {

inline LinearOperator operatorOf(const std::string& id, Params params = {}, std::uint64_t seed = 1) {
    return makeOperator(Component(id, std::move(params)), {{}, seed, {}}, "/operator");
}

inline double at(const LinearOperator& op, std::size_t i, std::size_t j) {
    return static_cast<double>(op.matrix[i * op.unknowns() + j]);
}

inline double columnNorm(const LinearOperator& op, std::size_t j) {
    double squares = 0;
    for (std::size_t i = 0; i < op.measurements(); ++i)
        squares += at(op, i, j) * at(op, i, j);
    return std::sqrt(squares);
}

/// The largest distance of A A^T from the identity.
inline double rowDefect(const LinearOperator& op) {
    double worst = 0;
    for (std::size_t a = 0; a < op.measurements(); ++a)
        for (std::size_t b = 0; b <= a; ++b) {
            double dot = 0;
            for (std::size_t j = 0; j < op.unknowns(); ++j)
                dot += at(op, a, j) * at(op, b, j);
            worst = std::max(worst, std::abs(dot - (a == b ? 1.0 : 0.0)));
        }
    return worst;
}

} // namespace orthant::test
