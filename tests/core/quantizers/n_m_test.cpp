// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("n_m keeps exactly the N largest of each M", "[quantizers]") {
    for (const auto& [n, m] : {std::pair<std::int64_t, std::int64_t>{2, 4}, {1, 4}, {4, 8}, {3, 3}}) {
        INFO(n << " of " << m);
        const Tensor x = test::normals(6, 96, 17);
        const Packed packed = makeQuantizer(Component("n_m", {{"keep", n}, {"group", m}}))->pack(x.matrix());
        const Tensor q = packed.dequantize();
        for (std::size_t begin = 0; begin < x.size(); begin += static_cast<std::size_t>(m)) {
            std::int64_t kept = 0;
            float least = 1e9F, most = 0;
            for (std::size_t i = begin; i < begin + static_cast<std::size_t>(m); ++i) {
                kept += q[i] != 0;
                if (q[i] != 0) least = std::fmin(least, std::abs(x[i]));
                else most = std::fmax(most, std::abs(x[i]));
            }
            REQUIRE(kept == n);
            REQUIRE(least >= most);
        }
    }
}

TEST_CASE("the survivors of n_m share the mean magnitude of theirs, the gradient passes everywhere", "[quantizers]") {
    const Tensor x = test::row({1, -4, 2, 0, 0.5F, -0.5F, 0.5F, 3, -9, 1});
    const auto quantizer = makeQuantizer(Component("n_m"));
    const Tensor q = test::forward(*quantizer, x), dx = test::backward(*quantizer, x, x);
    const float a = (4 + 2 + 0.5F + 3 + 9) / 5; // of two left over, one stays; of equal ones the first
    const float expected[] = {0, -a, a, 0, a, 0, 0, a, -a, 0};
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(q[i] == Approx(expected[i]));
        CHECK(dx[i] == x[i]);
    }
    CHECK_THROWS_WITH(makeQuantizer(Component("n_m", {{"keep", std::int64_t{5}}})), containsText("up to M (4)"));
}
