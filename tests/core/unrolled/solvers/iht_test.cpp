// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

#include <numeric>

using namespace orthant;

namespace {

using Vector = std::vector<double>;

Vector times(const Problem& problem, const Vector& x) {
    Vector y(problem.op.measurements(), 0.0);
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j) y[i] += static_cast<double>(problem.op.matrix[i * x.size() + j]) * x[j];
    return y;
}

Vector back(const Problem& problem, const Vector& r) {
    Vector x(problem.op.unknowns(), 0.0);
    for (std::size_t i = 0; i < r.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j) x[j] += static_cast<double>(problem.op.matrix[i * x.size() + j]) * r[i];
    return x;
}

double energy(const Vector& v) { return std::inner_product(v.begin(), v.end(), v.begin(), 0.0); }

/// v without all but the k largest entries.
Vector hard(const Vector& v, std::size_t k) {
    std::vector<std::size_t> order(v.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return std::abs(v[a]) > std::abs(v[b]); });
    Vector kept(v.size(), 0.0);
    for (std::size_t i = 0; i < k; ++i) kept[order[i]] = v[order[i]];
    return kept;
}

Vector on(const Vector& v, const Vector& support) {
    Vector result(v.size(), 0.0);
    for (std::size_t j = 0; j < v.size(); ++j)
        if (support[j] != 0) result[j] = v[j];
    return result;
}

/// Normalized IHT as Blumensath and Davies state it, with products by A in double.
std::vector<Vector> plainIht(const Problem& problem, const Vector& y, std::size_t k, std::size_t iterations) {
    std::vector<Vector> all{Vector(problem.op.unknowns(), 0.0)};
    Vector support = hard(back(problem, y), k);
    for (std::size_t iteration = 0; iteration < iterations; ++iteration) {
        const Vector& x = all.back();
        Vector r = times(problem, x);
        for (std::size_t i = 0; i < r.size(); ++i) r[i] = y[i] - r[i];
        const Vector g = back(problem, r);
        double mu = energy(on(g, support)) / energy(times(problem, on(g, support)));
        while (true) {
            Vector moved = x;
            for (std::size_t j = 0; j < x.size(); ++j) moved[j] += mu * g[j];
            const Vector next = hard(moved, k);
            bool same = true;
            Vector away = next;
            for (std::size_t j = 0; j < x.size(); ++j) {
                same = same && (next[j] != 0) == (support[j] != 0);
                away[j] -= x[j];
            }
            if (same || mu <= 0.9 * energy(away) / energy(times(problem, away))) {
                support = next;
                all.push_back(next);
                break;
            }
            mu /= 1.8;
        }
    }
    return all;
}

} // namespace

TEST_CASE("IHT takes the steps of its definition", "[unrolled]") {
    const Problem problem = test::smallProblem(0.08);
    const test::Drawn rows = test::drawn(problem, 10);
    const auto steps = test::estimates(Component("iht", {{"sparsity", std::int64_t{6}}}), problem, rows.y, 12);
    for (std::size_t r = 0; r < 10; ++r) {
        const auto expected = plainIht(problem, {rows.y.row(r).begin(), rows.y.row(r).end()}, 6, 12);
        for (std::size_t k = 0; k <= 12; ++k) {
            CHECK(64 - std::ranges::count(steps[k].row(r), 0.0F) <= 6);
            for (std::size_t j = 0; j < 64; ++j) REQUIRE(static_cast<double>(steps[k].row(r)[j]) == Approx(expected[k][j]).margin(1e-3));
        }
    }
}

TEST_CASE("IHT finds sparse signals exactly", "[unrolled]") {
    const Problem problem = test::smallProblem(0.05);
    const test::Drawn rows = test::drawn(problem, 20);
    const auto steps = test::estimates(Component("iht", {{"sparsity", std::int64_t{6}}}), problem, rows.y, 200);
    std::size_t found = 0;
    for (std::size_t r = 0; r < 20; ++r) found += test::largestDifference(steps[200].row(r), rows.x.row(r)) < 1e-3;
    CHECK(found >= 14); // those with at most six nonzeros, and not all of them
}
