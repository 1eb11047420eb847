// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/orthogonal.h"
#include "core/base/rng.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;

namespace {

std::vector<double> normals(std::size_t n, std::uint64_t seed) {
    std::vector<double> a(n * n);
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = Rng(seed).normal(i);
    return a;
}

std::vector<double> product(const std::vector<double>& a, const std::vector<double>& b, std::size_t n) {
    std::vector<double> c(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t j = 0; j < n; ++j) c[i * n + j] += a[i * n + k] * b[k * n + j];
    return c;
}

std::vector<double> transposed(const std::vector<double>& a, std::size_t n) {
    std::vector<double> t(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) t[j * n + i] = a[i * n + j];
    return t;
}

void checkOrthogonal(const std::vector<double>& q, std::size_t n) {
    const std::vector<double> identity = product(q, transposed(q, n), n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) CHECK(identity[i * n + j] == Approx(i == j ? 1 : 0).margin(1e-10));
}

} // namespace

TEST_CASE("procrustes undoes a rotation of a symmetric positive matrix", "[tensor]") {
    for (const std::size_t n : {1U, 2U, 5U, 28U}) {
        const std::vector<double> root = normals(n, n), rotation = procrustes(normals(n, n + 100), n);
        checkOrthogonal(rotation, n);
        const std::vector<double> positive = product(root, transposed(root, n), n);
        // A = P R^T with P positive: the best Q is R.
        const std::vector<double> found = procrustes(product(positive, transposed(rotation, n), n), n);
        for (std::size_t i = 0; i < n * n; ++i) CHECK(found[i] == Approx(rotation[i]).margin(1e-8));
    }
}

TEST_CASE("the trace of A Q is stationary and makes A Q symmetric with no negative diagonal sum", "[tensor]") {
    const std::size_t n = 9;
    const std::vector<double> a = normals(n, 3), best = product(a, procrustes(a, n), n);
    double trace = 0;
    for (std::size_t i = 0; i < n; ++i) {
        trace += best[i * n + i];
        for (std::size_t j = 0; j < n; ++j) CHECK(best[i * n + j] == Approx(best[j * n + i]).margin(1e-9));
    }
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const std::vector<double> other = product(a, procrustes(normals(n, seed + 40), n), n);
        double less = 0;
        for (std::size_t i = 0; i < n; ++i) less += other[i * n + i];
        CHECK(less < trace);
    }
}

TEST_CASE("procrustes is orthogonal for matrices without full rank", "[tensor]") {
    const std::size_t n = 6;
    checkOrthogonal(procrustes(std::vector<double>(n * n, 0.0), n), n);
    std::vector<double> one(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) one[i * n + j] = static_cast<double>(i + 1) * (j % 2 == 0 ? 1 : -1);
    checkOrthogonal(procrustes(one, n), n);
}
