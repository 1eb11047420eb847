// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"
#include "core/unrolled/solver.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/places.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace orthant::test {

/// All estimates of a solver for these measurements.
inline std::vector<Tensor> estimates(const Component& solver, const Problem& problem, const Tensor& y,
                                     std::size_t iterations) {
    const SolverEntry& entry = findEntry(solverCatalogue(), solver.id, "solver");
    std::vector<Tensor> all;
    entry.run(problem, resolveParams(entry.params, solver.params ? *solver.params : Params{}, ""), y.matrix(),
              iterations, [&](std::size_t k, ConstMatrixView x) {
                  REQUIRE(k == all.size());
                  Tensor copy({x.rows, x.cols});
                  for (std::size_t r = 0; r < x.rows; ++r)
                      std::copy_n(x.row(r), x.cols, copy.row(r).begin());
                  all.push_back(std::move(copy));
              });
    return all;
}

/// A small problem of sparse recovery.
inline Problem smallProblem(double density = 0.1, const std::string& id = "gaussian") {
    return problemOf("sparse_recovery",
                     {{"operator", Component(id, {{"measurements", std::int64_t{40}}, {"unknowns", std::int64_t{64}}})},
                      {"density", density}});
}

inline double largestDifference(std::span<const float> a, std::span<const float> b) {
    double largest = 0;
    for (std::size_t j = 0; j < a.size(); ++j) largest = std::max(largest, std::abs(static_cast<double>(a[j] - b[j])));
    return largest;
}

/// How far x is from the minimum of |y - A x|^2 / 2 + lambda |x|_1: the gradient of the first term must be -lambda
/// sign(x_j) where x_j is not zero, and at most lambda in size elsewhere.
inline double lassoDefect(const Problem& problem, std::span<const float> x, std::span<const float> y, double lambda) {
    std::vector<double> r = product(problem.op, x);
    for (std::size_t i = 0; i < r.size(); ++i)
        r[i] = static_cast<double>(y[i]) - r[i];
    double worst = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
        double gradient = 0;
        for (std::size_t i = 0; i < r.size(); ++i)
            gradient += static_cast<double>(problem.op.matrix[i * x.size() + j]) * r[i];
        const auto value = static_cast<double>(x[j]);
        worst = std::max(worst,
                         value == 0 ? std::abs(gradient) - lambda : std::abs(gradient - std::copysign(lambda, value)));
    }
    return worst;
}

/// The reference instance of the benchmark; its test vectors are every part of it.
inline std::optional<Problem> referenceInstance() {
    const auto folder = testData() / "lista";
    if (!std::filesystem::exists(folder / "A_250x500.npy")) {
        WARN("no reference instance in " << folder.string());
        return std::nullopt;
    }
    Problem problem;
    problem.op = makeOperator(Component("imported", {{"file", std::string("A_250x500.npy")}}), {folder, 1, {}});
    problem.density = 0.1;
    const auto signals = std::make_shared<std::vector<float>>(readNpy(folder / "xtest_500x1000.npy").toFloats());
    problem.draw = [signals, op = problem.op](Part, std::uint64_t first, MatrixView x, MatrixView y) {
        for (std::size_t r = 0; r < x.rows; ++r) {
            for (std::size_t j = 0; j < 500; ++j)
                x.row(r)[j] = (*signals)[j * 1000 + first + r];
            const std::vector<double> measured = product(op, {x.row(r), x.cols});
            std::ranges::transform(measured, y.row(r), [](double value) { return static_cast<float>(value); });
        }
    };
    return problem;
}

} // namespace orthant::test
