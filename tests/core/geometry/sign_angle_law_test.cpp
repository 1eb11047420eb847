// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/base/rng.h"
#include "core/geometry/sign_angle_law.h"
#include "core/kernels/normals.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace orthant;
using theory::SignAngleLaw;

TEST_CASE("the law of the angle follows sampled vectors, bin by bin, on both sides of the change of method", "[geometry]") {
    for (const std::size_t d : {4U, 7U, 32U, 33U, 60U}) {
        INFO("d = " << d);
        constexpr std::size_t vectors = 60000;
        std::vector<float> x(d);
        std::vector<double> angles;
        for (std::size_t i = 0; i < vectors; ++i) {
            fillNormal(Rng(5, i), 1.0F, x);
            double sum = 0, squares = 0;
            for (const float v : x) {
                sum += std::abs(static_cast<double>(v));
                squares += static_cast<double>(v) * static_cast<double>(v);
            }
            angles.push_back(std::acos(std::min(1.0, sum / std::sqrt(squares * static_cast<double>(d)))) * 180 / std::numbers::pi);
        }
        const SignAngleLaw law = SignAngleLaw::of(d);
        // Kolmogorov-Smirnov: the largest gap stays below 1.95 / sqrt(n) with a chance of 0.999.
        std::ranges::sort(angles);
        double below = 0, worst = 0;
        std::size_t at = 0;
        for (double angle = 0; angle < 60; angle += 0.01) {
            below += law.density(angle + 0.005) * 0.01;
            while (at < angles.size() && angles[at] <= angle + 0.01) ++at;
            worst = std::max(worst, std::abs(below - static_cast<double>(at) / vectors));
        }
        CHECK(worst < 1.95 / std::sqrt(static_cast<double>(vectors)));
    }
}

TEST_CASE("recursion and expansion meet where one takes over from the other", "[geometry]") {
    // Their difference from d = 32 to 33 is that of neighbouring dimensions.
    const auto step = [](std::size_t d) { return SignAngleLaw::of(d + 1).mean() - SignAngleLaw::of(d).mean(); };
    const auto narrowing = [](std::size_t d) { return SignAngleLaw::of(d).deviation() - SignAngleLaw::of(d + 1).deviation(); };
    CHECK(step(32) == Approx((step(31) + step(33)) / 2).margin(5e-4));
    CHECK(narrowing(32) == Approx((narrowing(31) + narrowing(33)) / 2).margin(1e-3));
    CHECK(step(400) == Approx((step(399) + step(401)) / 2).margin(1e-5));
}
