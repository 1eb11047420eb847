// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

#include "core/base/parallel.h"
#include "core/unrolled/matrices.h"
#include "tests/errors.h"

namespace {

/// Four channels with the support of one row, measured together.
Problem withChannels() {
    Problem problem = test::smallProblem(0.1);
    const Problem single = problem;
    problem.channels = 4;
    problem.draw = [single](Part part, std::uint64_t first, MatrixView x, MatrixView y) {
        for (std::size_t s = 0; s < x.rows / 4; ++s) {
            single.draw(part, first + s, {x.row(4 * s), 1, x.cols, x.stride}, {y.row(4 * s), 1, y.cols, y.stride});
            for (std::size_t c = 1; c < 4; ++c) {
                const float scale = c == 2 ? -0.5F : 1.0F + static_cast<float>(c);
                for (std::size_t j = 0; j < x.cols; ++j)
                    x.row(4 * s + c)[j] = scale * x.row(4 * s)[j] * (j % 2 == 1 ? 1.0F : -1.0F);
                const std::vector<double> seen = test::product(single.op, {x.row(4 * s + c), x.cols});
                std::ranges::transform(seen, y.row(4 * s + c), [](double value) { return static_cast<float>(value); });
            }
        }
    };
    return problem;
}

} // namespace

TEST_CASE("every solver starts at zero, does not become useless, and gives the same for any number of threads",
          "[unrolled]") {
    const Problem problem = test::smallProblem(0.05);
    for (const SolverEntry& entry : solverCatalogue()) {
        INFO(entry.id);
        CHECK_FALSE(entry.summary.empty());
        CHECK_FALSE(entry.source.empty());
        CHECK_FALSE(entry.grade.empty());
        const std::vector<double> curve = solverCurve(Component(entry.id), problem, Part::Test, 60, 20);
        REQUIRE(curve.size() == 21);
        CHECK(curve[0] == Approx(0).margin(1e-9));
        CHECK(curve[20] < -1);
        withThreads(1, [&] { CHECK(solverCurve(Component(entry.id), problem, Part::Test, 60, 20) == curve); });
    }
}

TEST_CASE("many samples are worked on in parts, with the sums of all", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 300, Part::Test);
    const auto steps = test::estimates(Component("fista"), problem, rows.y, 4);
    CHECK(solverCurve(Component("fista"), problem, Part::Test, 300, 4)[4] ==
          Approx(nmseDecibel(steps[4].matrix(), rows.x.matrix())).epsilon(1e-6));
}

TEST_CASE("a sparsifier and an orthonormal change of the unknowns are the same thing", "[unrolled]") {
    // x is sparse after T: solving for x with T equals solving for T x with A T^T.
    Problem transformed = test::smallProblem(0.1);
    const Problem plain = transformed;
    transformed.sparsifier = dctMatrix(64);
    for (std::size_t i = 0; i < 40; ++i)
        for (std::size_t j = 0; j < 64; ++j) {
            double sum = 0;
            for (std::size_t k = 0; k < 64; ++k)
                sum += static_cast<double>(plain.op.matrix[i * 64 + k]) *
                       static_cast<double>(transformed.sparsifier[k * 64 + j]);
            transformed.op.matrix[i * 64 + j] = static_cast<float>(sum);
        }
    const test::Drawn rows = test::drawn(plain, 5);
    for (const SolverEntry& entry : solverCatalogue()) {
        INFO(entry.id);
        const Tensor sparse = test::estimates(Component(entry.id), plain, rows.y, 6).back();
        const Tensor signal = test::estimates(Component(entry.id), transformed, rows.y, 6).back();
        for (std::size_t r = 0; r < 5; ++r)
            for (std::size_t j = 0; j < 64; ++j) {
                double value = 0;
                for (std::size_t i = 0; i < 64; ++i)
                    value +=
                        static_cast<double>(transformed.sparsifier[i * 64 + j]) * static_cast<double>(sparse.row(r)[i]);
                REQUIRE(static_cast<double>(signal.row(r)[j]) == Approx(value).margin(2e-3));
            }
    }
}

TEST_CASE("channels share their support in every solver with a prior", "[unrolled]") {
    const Problem problem = withChannels();
    const test::Drawn rows = test::drawn(problem, 6);
    for (const SolverEntry& entry : solverCatalogue()) {
        if (entry.id == "gradient") continue;
        INFO(entry.id);
        const Tensor x = test::estimates(Component(entry.id), problem, rows.y, 8).back();
        for (std::size_t s = 0; s < 6; ++s)
            for (std::size_t j = 0; j < 64; ++j) {
                int nonzeros = 0;
                for (std::size_t c = 0; c < 4; ++c)
                    nonzeros += x.row(4 * s + c)[j] != 0;
                REQUIRE((nonzeros == 0 || nonzeros == 4));
            }
    }
}

TEST_CASE("tuning finds a value at least as good as its neighbours on the validation samples", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const Component best = tuned(Component("ista"), problem, 10);
    const double lambda = best.params->real("lambda");
    const auto at = [&](double value) {
        return solverCurve(Component("ista", {{"lambda", value}}), problem, Part::Validation, 200, 10).back();
    };
    for (const double factor : {0.5, 0.9, 1.1, 2.0, 10.0})
        CHECK(at(lambda) <= at(std::min(10.0, lambda * factor)) + 0.02);
    const Component sparse = tuned(Component("sea"), problem, 20);
    CHECK(sparse.params->integer("sparsity") >= 4); // about six nonzeros
}

TEST_CASE("at equal iterations OMP takes one atom in each, and a curve with more of them says so", "[unrolled]") {
    const Problem problem = test::smallProblem();
    CHECK(tuned(Component("omp"), problem, 3).params->integer("atoms") == 1);
    CHECK(tuned(Component("omp", {{"atoms", std::int64_t{4}}}), problem, 3).params->integer("atoms") == 4);
    CHECK(solverTitle(Component("omp")) == "OMP");
    CHECK(solverTitle(Component("omp", {{"atoms", std::int64_t{4}}})) == "OMP, 4 atoms in an iteration");
    CHECK(solverTitle(Component("fista")) == "FISTA");
}

TEST_CASE("a solver stops when it is asked to, and an unknown one is named", "[unrolled]") {
    std::stop_source source;
    Progress progress(source.get_token());
    source.request_stop();
    CHECK(mentions(
        errorOf([&] { return solverCurve(Component("ista"), test::smallProblem(), Part::Test, 5, 5, &progress); }),
        {"stopped"}));
    CHECK(mentions(errorOf([&] { return solverCurve(Component("isto"), test::smallProblem(), Part::Test, 5, 5); }),
                   {"'ista'"}));
}
