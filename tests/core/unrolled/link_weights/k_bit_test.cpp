// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/link_weights/link_helpers.h"

#include <cmath>
#include <numbers>

using namespace orthant;

namespace {

/// Squared error on N(0, 1) of 2^bits equal levels with this step, by the rectangle rule.
double gaussianError(int bits, double step) {
    double sum = 0;
    constexpr double width = 1e-3;
    for (double x = width / 2; x < 9; x += width) {
        const double level = step * (std::min(std::floor(x / step), std::exp2(bits - 1) - 1) + 0.5);
        sum += 2 * (x - level) * (x - level) * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi) * width;
    }
    return sum;
}

} // namespace

TEST_CASE("k_bit uses the equal steps that are best for Gaussian weights", "[unrolled]") {
    for (const int bits : {2, 3, 4, 5, 6, 7, 8}) {
        const test::LinkBench b(Component("k_bit", {{"bits", std::int64_t{bits}}, {"scope", std::string("network")}}),
                                denseMask(300, 300), 1, 6, 1.0F);
        double error = 0, energy = 0;
        for (std::size_t i = 0; i < b.weights[0].size(); ++i) {
            const auto w = static_cast<double>(b.latent[0].value[i]), q = static_cast<double>(b.weights[0][i]);
            error += (w - q) * (w - q);
            energy += w * w;
        }
        const double step = 2 * static_cast<double>(b.scheme->scales()[0]) / std::sqrt(energy / 90000);
        INFO(bits << " bits, step " << step);
        const double best = gaussianError(bits, step);
        CHECK(best < gaussianError(bits, step * 1.02));
        CHECK(best < gaussianError(bits, step * 0.98));
        CHECK(error / energy == Approx(best).epsilon(0.05));
    }
}

TEST_CASE("k_bit levels are odd multiples of half a step, clamped at the ends", "[unrolled]") {
    test::LinkBench b(Component("k_bit", {{"bits", std::int64_t{3}}}), denseMask(4, 16), 1);
    const float values[] = {0, -1e-3F, 3, -3};
    std::copy(std::begin(values), std::end(values), b.latent[0].value.data());
    b.forward();
    const float half = b.scheme->scales()[0];
    const float expected[] = {half, -half, 7 * half, -7 * half};
    for (std::size_t i = 0; i < 4; ++i) CHECK(b.weights[0][i] == Approx(expected[i]).epsilon(1e-6));
}
