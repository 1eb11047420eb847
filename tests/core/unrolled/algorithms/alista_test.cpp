// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"
#include "tests/core/unrolled/plain_net.h"
#include "tests/places.h"

using namespace orthant;

namespace {

/// |W A|_F, and the largest distance of a w_i . a_i from 1.
std::pair<double, double> quality(const Tensor& w, const Tensor& a) {
    double sum = 0, worst = 0;
    for (std::size_t i = 0; i < w.rows(); ++i)
        for (std::size_t j = 0; j < a.cols(); ++j) {
            double dot = 0;
            for (std::size_t k = 0; k < a.rows(); ++k) dot += static_cast<double>(w.row(i)[k]) * static_cast<double>(a.row(k)[j]);
            sum += dot * dot;
            if (i == j) worst = std::max(worst, std::abs(dot - 1));
        }
    return {std::sqrt(sum), worst};
}

} // namespace

TEST_CASE("alista learns thresholds and steps alone, with the gradients of its definition", "[unrolled]") {
    const Problem problem = test::blockProblem(16, 12, 1);
    const UnrolledDesign design = test::design("alista", {{"layers", std::int64_t{3}}});
    test::NetBench{problem, design}.check(test::unequalSteps);
    UnrolledNet net(problem, design);
    net.setQuantized(false);
    CHECK(net.parameters().size() == 6);
}

TEST_CASE("analytic weights are the least coherent ones: no allowed change makes |W A| smaller", "[unrolled]") {
    const Problem problem = test::blockProblem(24, 12, 2);
    const Tensor& a = problem.op.matrix;
    for (const bool dense : {false, true}) {
        const Mask mask = dense ? denseMask(24, 12) : operatorMask(problem.op);
        const Tensor w = analyticWeights(a.matrix(), mask);
        const auto [norm, error] = quality(w, a);
        CHECK(error < 1e-5);
        for (std::uint64_t trial = 0; trial < 20; ++trial) {
            Tensor moved = w;
            const std::size_t i = trial;
            double along = 0;
            for (std::size_t j = 0; j < 12; ++j) {
                if (mask.get(i, j)) moved.row(i)[j] += 0.05F * static_cast<float>(Rng(3).split(trial).normal(j));
                along += static_cast<double>(moved.row(i)[j]) * static_cast<double>(a.row(j)[i]);
            }
            for (float& v : moved.row(i)) v /= static_cast<float>(along); // back to w_i . a_i = 1
            REQUIRE(quality(moved, a).first > norm);
        }
    }
}

TEST_CASE("analytic weights of the reference instance are as good as those of the ALISTA authors", "[unrolled]") {
    const std::filesystem::path folder = testData() / "lista";
    if (!std::filesystem::exists(folder)) {
        WARN("no test data: " << folder);
        return;
    }
    const auto load = [&](const char* name) {
        const Array array = readNpy(folder / name);
        Tensor result(array.shape);
        std::ranges::copy(array.toFloats(), result.data());
        return result;
    };
    const Tensor a = load("A_250x500.npy"), theirs = load("W_analytic_250x500.npy");
    Tensor transposed({500, 250});
    for (std::size_t i = 0; i < 250; ++i)
        for (std::size_t j = 0; j < 500; ++j) transposed.row(j)[i] = theirs.row(i)[j];
    const Tensor ours = analyticWeights(a.matrix(), denseMask(500, 250));
    const auto [norm, error] = quality(ours, a);
    for (std::size_t i = 0; i < 500; ++i) { // theirs has w_i . a_i = 1 to 0.3 % only
        double along = 0;
        for (std::size_t j = 0; j < 250; ++j) along += static_cast<double>(transposed.row(i)[j]) * static_cast<double>(a.row(j)[i]);
        for (float& v : transposed.row(i)) v /= static_cast<float>(along);
    }
    const double theirNorm = quality(transposed, a).first;
    CHECK(error < 1e-5);
    CHECK(norm <= theirNorm * (1 + 1e-6));
    CHECK(norm > theirNorm * 0.999);
}
