// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/plain_net.h"

using namespace orthant;

TEST_CASE("lista has the gradients of its definition in both matrices", "[unrolled]") {
    const auto layers = std::pair("layers", ParamValue(std::int64_t{3}));
    test::NetBench{test::blockProblem(16, 12, 1), test::design("lista", {layers})}.check();
    test::NetBench{test::blockProblem(16, 12, 1, 0.3), test::design("lista", {layers, {"tied", true}, {"supportSelection", true}})}.check();
    test::NetBench{test::blockProblem(32, 24, 2), test::design("lista", {layers})}.check();
}

TEST_CASE("lista starts where lista_cp does", "[unrolled]") {
    const Problem problem = test::blockProblem(32, 24, 2);
    UnrolledNet split(problem, test::design("lista", {})), coupled(problem, test::design("lista_cp", {}));
    const std::vector<double> a = netCurve(split, problem, Part::Test, 50), b = netCurve(coupled, problem, Part::Test, 50);
    for (std::size_t k = 0; k < a.size(); ++k) CHECK(a[k] == Approx(b[k]).margin(1e-3));
}
