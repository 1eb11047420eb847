// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <algorithm>
#include <cmath>

using namespace orthant;

TEST_CASE("the inverse slope of parq falls by the mirrored sigmoid", "[quantizers]") {
    // Inside the clip the value is x / rho; 1, .93, .5, .07, 0 at quarters of the run, as the PARQ notes print them.
    const auto rho = [](double progress) { return 1e-3 / test::pairAt(Component("parq"), progress, 1e-3).forward; };
    CHECK(rho(0) == Approx(1));
    CHECK(rho(0.25) == Approx(0.93).margin(0.005));
    CHECK(rho(0.5) == Approx(0.5).epsilon(1e-5));
    CHECK(rho(0.75) == Approx(0.07).margin(0.005));
    CHECK(test::pairAt(Component("parq"), 1, 1e-30).forward == 1);
    CHECK(test::pairAt(Component("parq"), 1, -1e-30).forward == -1);
    CHECK(test::pairAt(Component("parq"), 0.5, 3).backward == 1);
}

TEST_CASE("parq with row levels clips at the mean magnitude of the row and ships it as the scale", "[quantizers]") {
    Tensor x({2, 4});
    const float values[] = {1, -2, 3, -4, 0.5F, 0.5F, -0.5F, 0};
    std::copy(std::begin(values), std::end(values), x.data());
    const Component rows("parq", {{"levels", std::string("row")}});
    const auto start = test::quantizerAt(rows, x, 0.0);
    const Tensor q = test::forward(*start, x);
    const float clipped[] = {1, -2, 2.5F, -2.5F, 0.375F, 0.375F, -0.375F, 0};
    for (std::size_t i = 0; i < 8; ++i) CHECK(q[i] == Approx(clipped[i]));
    const Tensor end = test::forward(*test::quantizerAt(rows, x, 1.0), x), shipped = start->packFinal(x.matrix()).dequantize();
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK(end[i] == shipped[i]);
        CHECK(shipped[i] == (x[i] >= 0 ? 1 : -1) * (i < 4 ? 2.5F : 0.375F));
    }
    CHECK(start->packFinal(x.matrix()).bits() == 8 + 2 * 32);
}
