// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/plain_net.h"

using namespace orthant;

TEST_CASE("unrolled_gradient has the gradients of its definition and no thresholds", "[unrolled]") {
    const Problem problem = test::blockProblem(8, 24, 1);
    const UnrolledDesign design = test::design("unrolled_gradient", {{"layers", std::int64_t{3}}, {"learnedSteps", true}});
    test::NetBench{problem, design}.check(test::unequalSteps);
    CHECK(UnrolledNet(problem, design).count().thresholds == 3);
}

TEST_CASE("unrolled_gradient comes to the solution of a problem with enough measurements", "[unrolled]") {
    const Problem problem = test::blockProblem(8, 64, 1, 0.5);
    UnrolledNet net(problem, test::design("unrolled_gradient", {{"layers", std::int64_t{60}}}));
    CHECK(netCurve(net, problem, Part::Test, 20).back() < -60);
}
