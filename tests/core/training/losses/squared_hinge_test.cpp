// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/losses/helpers.h"

using namespace orthant;

TEST_CASE("squared hinge asks for a margin of 1 on either side", "[losses]") {
    Tensor scores({1, 3});
    scores[0] = 2;     // right, beyond the margin
    scores[1] = -0.5F; // wrong class, misses by 0.5
    scores[2] = 1;     // wrong class, misses by 2
    const std::vector<std::uint16_t> labels{0};
    CHECK(makeLoss(Component("squared_hinge"))(scores, labels, nullptr) == Approx((0.25 + 4) / 3));
    test::checkGradient("squared_hinge");
}
