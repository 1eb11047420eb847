// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/shrink.h"
#include "tests/catch.h"

#include <limits>
#include <vector>

using namespace orthant;

TEST_CASE("soft thresholding moves towards 0 and lets the largest entries pass", "[unrolled]") {
    Tensor q({1, 6}), z({1, 6});
    const float values[] = {0.5F, -3, 2, -1, 0, 1.5F};
    std::copy(std::begin(values), std::end(values), q.data());
    std::vector<float> from(1);
    Shrinkage{1, 0, 1}.forward(q.matrix(), z.matrix(), from.data());
    const float plain[] = {0, -2, 1, 0, 0, 0.5F};
    for (std::size_t i = 0; i < 6; ++i) CHECK(z[i] == plain[i]);
    Shrinkage{1, 2, 1}.forward(q.matrix(), z.matrix(), from.data());
    const float selected[] = {0, -3, 2, 0, 0, 0.5F};
    for (std::size_t i = 0; i < 6; ++i) CHECK(z[i] == selected[i]);
    Tensor up({1, 6}, 2.0F), down({1, 6});
    std::vector<double> slope(1);
    Shrinkage{1, 2, 1}.backward(q.matrix(), from.data(), up.matrix(), down.matrix(), slope.data());
    CHECK(slope[0] == -2); // of the one shrunk entry, 1.5
    const float gradient[] = {0, 2, 2, 0, 0, 2};
    for (std::size_t i = 0; i < 6; ++i) CHECK(down[i] == gradient[i]);
}

TEST_CASE("only what is above the threshold can pass", "[unrolled]") {
    Tensor q({1, 4}), z({1, 4});
    const float values[] = {0.5F, 0.4F, -2, 0.1F};
    std::copy(std::begin(values), std::end(values), q.data());
    std::vector<float> from(1);
    Shrinkage{1, 3, 1}.forward(q.matrix(), z.matrix(), from.data());
    const float expected[] = {0, 0, -2, 0};
    for (std::size_t i = 0; i < 4; ++i) CHECK(z[i] == expected[i]);
}

TEST_CASE("channels of a sample shrink together by their norm", "[unrolled]") {
    Tensor q({2, 3}), z({2, 3});
    const float values[] = {3, 0.3F, 0, 4, -0.4F, 0};
    std::copy(std::begin(values), std::end(values), q.data());
    std::vector<float> from(1);
    Shrinkage{1, 0, 2}.forward(q.matrix(), z.matrix(), from.data());
    CHECK(z.row(0)[0] == Approx(3 * 0.8)); // the norm 5 becomes 4
    CHECK(z.row(1)[0] == Approx(4 * 0.8));
    for (const std::size_t i : {1, 2}) CHECK((z.row(0)[i] == 0 && z.row(1)[i] == 0));
}
