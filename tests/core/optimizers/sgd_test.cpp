// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/optimizers/optimizer.h"

#include <limits>

using namespace orthant;

TEST_CASE("sgd keeps a share of the last step", "[optimizers]") {
    for (const bool nesterov : {false, true}) {
        const auto sgd = makeOptimizer(Component("sgd", {{"momentum", 0.5}, {"nesterov", nesterov}}));
        Parameter p;
        p.value.resize({1});
        p.gradient.resize({1}, 2.0F);
        std::vector<Tensor> state(sgd->slots(), Tensor({1}));
        double w = 0, u = 0;
        for (int t = 1; t <= 5; ++t) {
            u = 0.5 * u + 2;
            w -= 0.25 * (nesterov ? 2 + 0.5 * u : u);
            sgd->update(p, state, {t, 0.25, std::numeric_limits<float>::infinity()});
            CHECK(static_cast<double>(p.value[0]) == Approx(w));
        }
    }
}

TEST_CASE("an optimizer that is not there names the nearest one", "[optimizers]") {
    CHECK_THROWS_WITH(makeOptimizer(Component("adm"), "/training/optimizer"), containsText("'adam'"));
}
