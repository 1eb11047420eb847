// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/bounds.h"

#include "core/base/rng.h"
#include "core/kernels/normals.h"
#include "core/unrolled/matrices.h"
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace orthant;

namespace {

LinearOperator tall(std::size_t m, std::size_t n, std::uint64_t seed) {
    return test::operatorOf(
        "gaussian", {{"measurements", static_cast<std::int64_t>(m)}, {"unknowns", static_cast<std::int64_t>(n)}}, seed);
}

/// lambda sign(A^T), as the notes check with.
Tensor signWeights(const LinearOperator& op, double lambda) {
    Tensor w({op.unknowns(), op.measurements()});
    for (std::size_t i = 0; i < w.rows(); ++i)
        for (std::size_t j = 0; j < w.cols(); ++j)
            w.row(i)[j] = static_cast<float>(test::at(op, j, i) > 0 ? lambda : test::at(op, j, i) < 0 ? -lambda : 0.0);
    return w;
}

Packed packedFloats(const Tensor& w) {
    Packed packed;
    packed.rows = w.rows();
    packed.cols = w.cols();
    packed.values.assign(w.values().begin(), w.values().end());
    return packed;
}

PackedSolver solverOf(const LinearOperator& op, const std::vector<Tensor>& weights, std::vector<float> thresholds,
                      const char* algorithm = "lista_cp") {
    PackedSolver solver;
    solver.algorithm = algorithm;
    solver.matrix = op.matrix;
    solver.mask = operatorMask(op);
    for (const Tensor& w : weights)
        solver.weights.push_back(packedFloats(w));
    solver.steps.assign(thresholds.size(), 1.0F);
    solver.thresholds = std::move(thresholds);
    return solver;
}

std::vector<float> sparseSignal(const Rng& rng, std::size_t n, std::size_t nonzeros) {
    std::vector<float> x(n, 0.0F);
    std::vector<std::uint32_t> order(n);
    shuffle(rng, order);
    for (std::size_t i = 0; i < nonzeros; ++i)
        x[order[i]] = static_cast<float>(rng.normal(1000 + i));
    return x;
}

std::vector<float> measured(const LinearOperator& op, std::span<const float> x, std::span<const float> noise = {}) {
    std::vector<float> y(op.measurements());
    for (std::size_t i = 0; i < y.size(); ++i) {
        double sum = noise.empty() ? 0.0 : static_cast<double>(noise[i]);
        for (std::size_t j = 0; j < x.size(); ++j)
            sum += test::at(op, i, j) * static_cast<double>(x[j]);
        y[i] = static_cast<float>(sum);
    }
    return y;
}

double norm(std::span<const float> a, std::span<const float> b = {}, int power = 2) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(std::abs(static_cast<double>(a[i]) - (b.empty() ? 0.0 : static_cast<double>(b[i]))), power);
    return power == 2 ? std::sqrt(sum) : sum;
}

/// Estimates of one row of measurements after 0, 1, ... layers.
std::vector<std::vector<float>> estimates(const PackedSolver& solver, std::span<const float> y) {
    std::vector<std::vector<float>> all{std::vector<float>(solver.matrix.cols(), 0.0F)};
    solver.run({y.data(), 1, y.size(), y.size()}, solver.layers(),
               [&](std::size_t, ConstMatrixView x) { all.emplace_back(x.row(0), x.row(0) + x.cols); });
    return all;
}

/// One random check of T2, both readings of T4 and T3. Bounds and measurement differ by roundings of float.
void checkOnce(std::uint64_t seed) {
    const Rng rng(seed, 77);
    const std::size_t n = 4 + rng.below(0, 12), m = n + rng.below(1, 5 * n), layers = 1 + rng.below(2, 5);
    const LinearOperator op = tall(m, n, seed);
    const double lambda = predictedScale(op.matrix.matrix()) * (0.3 + 0.9 * rng.uniform(3));
    std::vector<Tensor> weights, others;
    std::vector<float> thresholds, noise(m);
    for (std::size_t k = 0; k < layers; ++k) {
        weights.push_back(signWeights(op, lambda));
        others.push_back(weights.back());
        const std::size_t flipped = rng.below(10 + k, n * m);
        weights.back()[flipped] = -weights.back()[flipped]; // nets as training makes them: not sign(A^T) everywhere
        for (std::size_t i = 0; i < others.back().size(); ++i)
            others.back()[i] += static_cast<float>(0.2 * lambda * rng.normal(100 + k * n * m + i));
        thresholds.push_back(static_cast<float>(0.2 * rng.uniform(20 + k)));
    }
    const std::size_t nonzeros = 1 + rng.below(4, 3);
    const std::vector<float> x = sparseSignal(rng.split(5), n, nonzeros);
    fillNormal(rng.split(6), rng.below(7, 2) == 0 ? 0.0F : 0.05F, noise);
    const std::vector<float> y = measured(op, x, noise), clean = measured(op, x);
    const auto holds = [](double value, double limit) { return value <= limit * (1 + 1e-5) + 1e-5; };

    const PackedSolver first = solverOf(op, weights, thresholds), second = solverOf(op, others, thresholds);
    const auto one = estimates(first, y), two = estimates(second, y), still = estimates(first, clean);
    const Bound contraction = contractionBound(first, norm(x), norm(noise), nonzeros);
    std::vector<double> residuals;
    for (std::size_t k = 0; k < layers; ++k)
        residuals.push_back(norm(y, measured(op, one[k])));
    const Bound sensitivity = sensitivityBound(first, second, residuals),
                stability = stabilityBound(first, norm(y, clean));
    for (std::size_t k = 0; k <= layers; ++k) {
        REQUIRE(holds(norm(one[k], x), contraction.values[k]));
        REQUIRE(holds(norm(one[k], two[k]), sensitivity.values[k]));
        REQUIRE(holds(norm(one[k], still[k]), stability.values[k]));
    }

    // T3 with the thresholds that it prescribes; where c >= 1 the recursion still holds, it only does not shrink.
    const RecoveryBound recovery = recoveryBound(recoveryBlocks(first, x, noise), layers);
    PackedSolver prescribed = first;
    for (std::size_t k = 0; k < layers; ++k)
        prescribed.thresholds[k] = static_cast<float>(recovery.thresholds[k] * (1 + 1e-5));
    const auto recovered = estimates(prescribed, y);
    for (std::size_t k = 0; k <= layers; ++k) {
        REQUIRE(holds(norm(recovered[k], x, 1), recovery.bound.values[k] * (1 + 1e-4)));
        for (std::size_t j = 0; j < n; ++j)
            if (x[j] == 0) REQUIRE(recovered[k][j] == 0);
    }
}

} // namespace

TEST_CASE("T2 to T4 hold in random checks, and T3 has no false positives", "[unrolled]") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        INFO("seed " << seed);
        checkOnce(seed);
    }
}

TEST_CASE("T2 to T4 are never violated in 10,000 random checks", "[unrolled][slow]") {
    for (std::uint64_t seed = 1001; seed <= 11000; ++seed) {
        INFO("seed " << seed);
        checkOnce(seed);
    }
}

TEST_CASE("T1: the price of one scale is the spread of the rows' magnitudes", "[unrolled]") {
    Tensor w({40, 30});
    fillNormal(Rng(3), 1.0F, w.values());
    for (std::size_t i = 0; i < 40; ++i)
        for (float& value : w.row(i))
            value *= static_cast<float>(1 + i % 3);
    const Mask mask = operatorMask(test::operatorOf(
        "block_gaussian",
        {{"measurements", std::int64_t{30}}, {"unknowns", std::int64_t{40}}, {"blocks", std::int64_t{2}}}));
    const ScaleError error = scaleError(w, mask);
    CHECK(error.global - error.channel == Approx(error.between).epsilon(1e-9));
    CHECK(error.between > 0);
    Tensor plain({400, 300});
    fillNormal(Rng(4), 0.3F, plain.values());
    // 1 - 2/pi for Gaussian weights: 0.363, -4.40 dB.
    CHECK(scaleError(plain, denseMask(400, 300)).relative == Approx(1 - 2 / std::numbers::pi).margin(0.004));
    Tensor flat({400, 300});
    fillUniform(Rng(5), 1.0F, flat.values());
    CHECK(scaleError(flat, denseMask(400, 300)).relative == Approx(0.25).margin(0.004));
    // By hand: magnitudes 1, 1 and 3, 5; one scale 2.5 leaves 2.25 + 2.25 + 0.25 + 6.25, two leave 2.
    Tensor small({2, 2});
    std::ranges::copy(std::vector<float>{1, -1, 3, -5}, small.data());
    const ScaleError hand = scaleError(small, denseMask(2, 2));
    CHECK(hand.global == Approx(11));
    CHECK(hand.channel == Approx(2));
    CHECK(hand.between == Approx(9));
}

TEST_CASE("T2: one-bit weights contract for tall matrices as the notes measured, and never for m < n", "[unrolled]") {
    // Measured with another program, n = 64: 0.91 at m = 256, 0.58 at m = 1024, with the best scale; at m = 128 one or more.
    const auto best = [](std::size_t m) {
        const LinearOperator op = tall(m, 64, 3);
        double least = 1e9;
        for (double share = 0.4; share <= 1.05; share += 0.1) {
            const Tensor w = signWeights(op, share * predictedScale(op.matrix.matrix()));
            least = std::min(least, contractionBound(solverOf(op, {w}, {0}), 1, 0, 1).values[1]);
        }
        return least;
    };
    CHECK(best(1024) == Approx(0.58).margin(0.04));
    CHECK(best(256) == Approx(0.91).margin(0.05));
    CHECK(best(128) > 0.98);
    const LinearOperator op = tall(32, 64, 1);
    const Bound wide = contractionBound(solverOf(op, {signWeights(op, 0.1)}, {0, 0}), 1, 0, 1);
    CHECK_FALSE(wide.applies);
    CHECK(wide.reason.find("not applicable: rho") == 0);
    CHECK(wide.values.size() == 3);
    const LinearOperator good = tall(1024, 64, 1);
    const Bound narrow = contractionBound(
        solverOf(good, {signWeights(good, 0.75 * predictedScale(good.matrix.matrix()))}, {0}), 1, 0, 1);
    CHECK(narrow.applies);
    CHECK(narrow.reason.find("rho = 0.") == 0);
    CHECK(narrow.source == "derived here");
}

TEST_CASE("T3: constants of one-bit weights are those of the notes", "[unrolled]") {
    // Measured with another program, n = 64, W = lambda sign(A^T) with the predicted scale.
    const struct {
        std::size_t m, s;
        double delta, mu, c;
    } rows[] = {{256, 1, 0.04, 0.29, 0.33},
                {256, 2, 0.05, 0.31, 0.96},
                {1024, 2, 0.02, 0.16, 0.50},
                {4096, 4, 0.01, 0.07, 0.52}};
    for (const auto& row : rows) {
        INFO(row.m << " " << row.s);
        const LinearOperator op = tall(row.m, 64, 2);
        const Tensor w = signWeights(op, predictedScale(op.matrix.matrix()));
        const RecoveryConstants constants = recoveryConstants(w.matrix(), op.matrix.matrix(), row.s);
        CHECK(constants.delta < 3 * row.delta + 0.03);
        CHECK(constants.mu == Approx(row.mu).epsilon(0.2)); // the largest of 4,032 products: it depends on the draw
        CHECK(constants.c == Approx(row.c).epsilon(0.25));
    }
}

TEST_CASE("T3: one block follows c E + 2 s nu, and the demo is outside its range", "[unrolled]") {
    const RecoveryBlock block{{0.05, 0.1, 0.35}, 2, 3.0, 0.01};
    const RecoveryBound recovery = recoveryBound({&block, 1}, 4);
    double expected = 3;
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(recovery.bound.values[k] == Approx(expected));
        CHECK(recovery.thresholds[k] == Approx(0.1 * expected + 0.01));
        expected = 0.35 * expected + 2 * 2 * 0.01;
    }
    CHECK(recovery.bound.applies);

    const LinearOperator demo = test::operatorOf("block_gaussian");
    const PackedSolver solver = solverOf(demo, {signWeights(demo, 0.36)}, {0, 0});
    const std::vector<float> x = sparseSignal(Rng(8), 64, 6);
    const std::vector<RecoveryBlock> blocks = recoveryBlocks(solver, x, {});
    REQUIRE(blocks.size() == 4);
    std::size_t nonzeros = 0;
    for (const RecoveryBlock& one : blocks)
        nonzeros += one.nonzeros;
    CHECK(nonzeros == 6);
    const RecoveryBound none = recoveryBound(blocks, 2);
    CHECK_FALSE(none.bound.applies);
    CHECK(none.bound.reason.find("not applicable: c") == 0);
}

TEST_CASE("T2 and T4 say which networks they do not speak of", "[unrolled]") {
    const LinearOperator op = tall(40, 10, 1);
    PackedSolver solver = solverOf(op, {signWeights(op, 0.1)}, {0.1F, 0.1F});
    PackedSolver other = solver;
    other.thresholds[1] = 0.2F;
    const double residuals[] = {1, 1};
    CHECK(sensitivityBound(solver, other, residuals).reason ==
          "not applicable: the two networks have different thresholds");
    other = solver;
    other.passShare = {0.1F, 0.1F};
    CHECK(mentions(contractionBound(other, 1, 0, 1).reason, {"not applicable", "support selection"}));
    other = solver;
    other.algorithm = "lista";
    CHECK(mentions(stabilityBound(other, 1).reason, {"not applicable", "x + W (y - A x)"}));
    CHECK(stabilityBound(solver, 1).applies);
    CHECK(sensitivityBound(solver, solver, residuals).values == std::vector<double>{0, 0, 0});
}

TEST_CASE("T5: the gaps of the notes", "[unrolled]") {
    // The default demo without the bits of thresholds, delta = 0.05, N = 20,000.
    const auto gap = [](double bits) { return generalizationBound(bits, 0.05, 20000); };
    CHECK(gap(7680 + 32).values[0] == Approx(0.37).margin(0.005));
    CHECK(gap(30720 + 32).values[0] == Approx(0.73).margin(0.005));
    CHECK(gap(30720 * std::log2(3.0) + 320).values[0] == Approx(0.92).margin(0.005));
    CHECK(gap(32 * 30720).values[0] == Approx(4.1).margin(0.05));
    CHECK(gap(7712).applies);
    CHECK_FALSE(gap(32 * 30720).applies);
}

TEST_CASE("the predicted scale of Gaussian blocks is sqrt(pi / (2 m_b))", "[unrolled]") {
    // The formula gives 0.362, 0.181 and 0.512 for blocks of 12, 48 and 6 rows. Columns of unit norm are points of a sphere, whose mean |a_i| is Gamma(m/2) / (sqrt(pi) Gamma((m+1)/2)), a little more.
    const auto check = [](std::int64_t blocks, double noted) {
        const double m = 48.0 / static_cast<double>(blocks);
        const double exact = std::sqrt(std::numbers::pi) * std::exp(std::lgamma((m + 1) / 2) - std::lgamma(m / 2)) / m;
        const double scale = predictedScale(test::operatorOf("block_gaussian", {{"blocks", blocks}}).matrix.matrix());
        CHECK(scale == Approx(exact).epsilon(0.03));
        CHECK(scale == Approx(noted).epsilon(0.07));
    };
    check(4, 0.362);
    check(1, 0.181);
    check(8, 0.512);
}
