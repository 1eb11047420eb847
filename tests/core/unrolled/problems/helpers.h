// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/problem.h"

#include <cmath>
#include <string>

namespace orthant::test {

inline Problem problemOf(const std::string& id, Params params = {}, std::uint64_t seed = 1,
                         const std::filesystem::path& folder = {}) {
    return makeProblem(Component(id, std::move(params)), {folder, seed, {}}, "/problem");
}

struct Drawn {
    Tensor x, y;
};

inline Drawn drawn(const Problem& problem, std::size_t samples, Part part = Part::Train, std::uint64_t first = 0) {
    Drawn rows{Tensor({samples * problem.channels, problem.op.unknowns()}),
               Tensor({samples * problem.channels, problem.op.measurements()})};
    problem.draw(part, first, rows.x.matrix(), rows.y.matrix());
    return rows;
}

/// A x of one row, in double.
inline std::vector<double> product(const LinearOperator& op, std::span<const float> x) {
    std::vector<double> y(op.measurements(), 0.0);
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j)
            y[i] += static_cast<double>(op.matrix[i * x.size() + j]) * static_cast<double>(x[j]);
    return y;
}

/// |y - A x|^2 / |A x|^2 over all rows.
inline double noiseShare(const Problem& problem, const Drawn& rows) {
    double noise = 0, signal = 0;
    for (std::size_t r = 0; r < rows.x.rows(); ++r) {
        const std::vector<double> clean = product(problem.op, rows.x.row(r));
        for (std::size_t i = 0; i < clean.size(); ++i) {
            noise += std::pow(static_cast<double>(rows.y.row(r)[i]) - clean[i], 2);
            signal += clean[i] * clean[i];
        }
    }
    return noise / signal;
}

} // namespace orthant::test
