// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/energy.h"
#include "core/unrolled/problem.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace orthant {

/// NMSE in dB after 0 .. depth layers or iterations on the first samples of a part, some hundreds at a time: memory does not
/// grow with their number. x_0 = 0.
/// @param run  run(y, visit) calls visit(k, estimate) for k = 1 .. depth
template <class Run>
std::vector<double> errorCurve(const Problem& problem, Part part, std::size_t samples, std::size_t depth, const Run& run) {
    constexpr std::size_t atOnce = 256;
    std::vector<double> errors(depth + 1, 0.0);
    Tensor x, y;
    for (std::size_t first = 0; first < samples; first += atOnce) {
        const std::size_t rows = std::min(atOnce, samples - first) * problem.channels;
        x.reshape({rows, problem.op.unknowns()});
        y.reshape({rows, problem.op.measurements()});
        problem.draw(part, first, x.matrix(), y.matrix());
        errors[0] += squaredSum(x.matrix());
        run(y.matrix(), [&](std::size_t k, ConstMatrixView estimate) { errors[k] += squaredDistance(estimate, x.matrix()); });
    }
    const double energy = errors[0];
    for (double& error : errors) error = 10 * std::log10(error / energy);
    return errors;
}

} // namespace orthant
