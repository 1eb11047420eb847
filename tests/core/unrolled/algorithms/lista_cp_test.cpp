// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/plain_net.h"

using namespace orthant;

TEST_CASE("lista_cp has the gradients of its definition, with blocks, one matrix for all, steps and support selection", "[unrolled]") {
    const auto layers = std::pair("layers", ParamValue(std::int64_t{3}));
    test::NetBench{test::blockProblem(32, 24, 2), test::design("lista_cp", {layers})}.check();
    test::NetBench{test::blockProblem(16, 12, 1), test::design("lista_cp", {layers, {"tied", true}, {"learnedSteps", true}})}.check(
        test::unequalSteps);
    test::NetBench{test::blockProblem(30, 20, 1, 0.3),
                   test::design("lista_cp", {layers, {"supportSelection", true}, {"selectionStep", 5.0}, {"learnedSteps", true}})}
        .check(test::unequalSteps);
    test::NetBench{test::blockProblem(32, 24, 2), test::design("lista_cp", {layers}, Component("float32"), "dense")}.check();
}

TEST_CASE("lista_cp has the gradients of its definition with channels that share a support, and with a sparsifier", "[unrolled]") {
    const auto layers = std::pair("layers", ParamValue(std::int64_t{3}));
    test::NetBench{test::blockProblem(20, 12, 1, 0.2, 3),
                   test::design("lista_cp", {layers, {"supportSelection", true}, {"selectionStep", 5.0}})}
        .check();
    Problem problem = test::blockProblem(16, 12, 1, 0.2);
    problem.sparsifier.resize({16, 16}); // a rotation of neighbours
    for (std::size_t i = 0; i < 16; i += 2) {
        problem.sparsifier.row(i)[i] = problem.sparsifier.row(i + 1)[i + 1] = 0.8F;
        problem.sparsifier.row(i)[i + 1] = 0.6F;
        problem.sparsifier.row(i + 1)[i] = -0.6F;
    }
    test::NetBench{problem, test::design("lista_cp", {layers})}.check();
}

TEST_CASE("lista_cp starts as ISTA", "[unrolled]") {
    const Problem problem = test::blockProblem(24, 16, 1);
    const double bound = lipschitz(problem);
    UnrolledNet net(problem, test::design("lista_cp", {{"layers", std::int64_t{4}}, {"thresholdStart", 0.3}}));
    CHECK(net.thresholds()[2] == Approx(0.3 / bound));
    test::PlainNet ista = test::PlainNet::of(net.pack());
    for (std::size_t i = 0; i < 24; ++i)
        for (std::size_t j = 0; j < 16; ++j)
            REQUIRE(ista.links[3][i][j] == Approx(static_cast<double>(problem.op.matrix.row(j)[i]) / bound).margin(1e-7));
}
