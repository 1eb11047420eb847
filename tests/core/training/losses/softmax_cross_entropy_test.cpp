// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/losses/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("cross-entropy of equal scores is the log of the number of classes", "[losses]") {
    const std::vector<std::uint16_t> labels{3};
    CHECK(makeLoss(Component("softmax_cross_entropy"))(Tensor({1, 10}, 7.0F), labels, nullptr) == Approx(std::log(10.0)));
}

TEST_CASE("cross-entropy has the right gradient and does not overflow", "[losses]") {
    test::checkGradient("softmax_cross_entropy");
    Tensor scores({1, 2});
    scores[0] = 1e30F;
    scores[1] = -1e30F;
    const std::vector<std::uint16_t> labels{0};
    CHECK(makeLoss(Component("softmax_cross_entropy"))(scores, labels, nullptr) == 0);
}
