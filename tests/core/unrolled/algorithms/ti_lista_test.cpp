// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/plain_net.h"

using namespace orthant;

TEST_CASE("ti_lista has one matrix and a step for each layer, with the gradients of its definition", "[unrolled]") {
    const Problem problem = test::blockProblem(16, 12, 1);
    const UnrolledDesign design = test::design("ti_lista", {{"layers", std::int64_t{3}}});
    test::NetBench{problem, design}.check(test::unequalSteps);
    UnrolledNet net(problem, design);
    CHECK(net.latent().size() == 1);
    CHECK(net.count().links == 16 * 12);
    CHECK(net.count().thresholds == 6);
}
