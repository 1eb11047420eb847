// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/plain_net.h"

using namespace orthant;

TEST_CASE("unrolled_admm has the gradients of its definition", "[unrolled]") {
    const auto layers = std::pair("layers", ParamValue(std::int64_t{4}));
    test::NetBench{test::blockProblem(16, 12, 1, 0.2), test::design("unrolled_admm", {layers, {"learnedSteps", true}})}.check(
        test::unequalSteps);
}

TEST_CASE("unrolled_admm starts as ADMM in its three lines", "[unrolled]") {
    const Problem problem = test::blockProblem(8, 6, 1, 0.3);
    UnrolledNet net(problem, test::design("unrolled_admm", {{"layers", std::int64_t{7}}, {"rho", 0.7}}));
    const double threshold = net.thresholds()[0];
    Tensor x({1, 8}), y({1, 6});
    problem.draw(Part::Test, 3, x.matrix(), y.matrix());
    const test::PlainNet::Matrix a = test::PlainNet::matrixOf(problem.op.matrix);
    const test::PlainNet::Vector measured(y.data(), y.data() + 6);
    // Gauss elimination of (A^T A + rho I) x = A^T y + rho (z - u).
    const auto solve = [&](test::PlainNet::Vector right) {
        test::PlainNet::Matrix m(8, test::PlainNet::Vector(8));
        for (std::size_t i = 0; i < 8; ++i)
            for (std::size_t j = 0; j < 8; ++j) {
                m[i][j] = i == j ? 0.7 : 0.0;
                for (std::size_t k = 0; k < 6; ++k) m[i][j] += a[k][i] * a[k][j];
            }
        for (std::size_t i = 0; i < 8; ++i)
            for (std::size_t r = i + 1; r < 8; ++r) {
                const double factor = m[r][i] / m[i][i];
                for (std::size_t c = i; c < 8; ++c) m[r][c] -= factor * m[i][c];
                right[r] -= factor * right[i];
            }
        for (std::size_t i = 8; i-- > 0;) {
            for (std::size_t c = i + 1; c < 8; ++c) right[i] -= m[i][c] * right[c];
            right[i] /= m[i][i];
        }
        return right;
    };
    test::PlainNet::Vector z(8), u(8);
    for (int k = 0; k < 7; ++k) {
        test::PlainNet::Vector right = test::PlainNet::times(a, measured, true);
        for (std::size_t i = 0; i < 8; ++i) right[i] += 0.7 * (z[i] - u[i]);
        const test::PlainNet::Vector now = solve(right);
        for (std::size_t i = 0; i < 8; ++i) {
            const double q = now[i] + u[i];
            z[i] = std::copysign(std::max(0.0, std::abs(q) - threshold), q);
            u[i] = q - z[i];
        }
    }
    const ConstMatrixView estimate = net.forward(y.matrix(), 7);
    for (std::size_t i = 0; i < 8; ++i) CHECK(static_cast<double>(estimate.row(0)[i]) == Approx(z[i]).margin(1e-5));
}
