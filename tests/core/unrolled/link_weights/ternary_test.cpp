// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/link_weights/link_helpers.h"

using namespace orthant;

namespace {

test::LinkBench bench(const char* rule, const std::vector<float>& values) {
    test::LinkBench result(Component("ternary", {{"rule", std::string(rule)}, {"ttqFactor", 0.3}}), denseMask(2, 4), 1);
    std::ranges::copy(values, result.latent[0].value.data());
    result.scheme->start(result.latent, result.mask);
    result.forward();
    return result;
}

void check(const Tensor& found, const std::vector<float>& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(found[i] == expected[i]);
}

} // namespace

TEST_CASE("ternary twn: zero up to 0.7 of the mean magnitude, else the mean of those above", "[unrolled]") {
    // mean 1.95, threshold 1.365
    check(bench("twn", {1, -2, 0.1F, -0.5F, 4, 4, -4, 0}).weights[0], {0, -3.5F, 0, 0, 3.5F, 3.5F, -3.5F, 0});
}

TEST_CASE("ternary b158: the mean magnitude times the rounded quotient", "[unrolled]") {
    // mean 2: a half of it rounds up.
    check(bench("b158", {1, -1, 0.9F, -5, 6, 0.1F, -2, 0}).weights[0], {2, -2, 0, -2, 2, 0, -2, 0});
}

TEST_CASE("ternary ttq: two levels, and gradients by the three zones", "[unrolled]") {
    test::LinkBench b = bench("ttq", {1, -2, 0.1F, -0.5F, 4, 4, -4, 0}); // threshold 0.3 * 4 = 1.2
    check(b.weights[0], {0, -3, 0, 0, 4, 4, -3, 0});
    const Tensor up = b.backward()[0];
    const float factors[] = {1, 3, 1, 1, 4, 4, 3, 1};
    for (std::size_t i = 0; i < 8; ++i) CHECK(b.latent[0].gradient[i] == Approx(factors[i] * up[i]));
    CHECK(b.scheme->parameters()[0]->gradient[0] == Approx(up[4] + up[5]));
    CHECK(b.scheme->parameters()[1]->gradient[0] == Approx(-up[1] - up[6]));
}

TEST_CASE("ternary twn loses on Gaussian weights what its theory says", "[unrolled]") {
    // By the integrals for normal weights: relative squared error 0.192, 58 % are not zero.
    const test::LinkBench b(Component("ternary", {{"scope", std::string("network")}}), denseMask(300, 300), 1, 6, 1.0F);
    double error = 0, energy = 0, kept = 0;
    for (std::size_t i = 0; i < b.weights[0].size(); ++i) {
        const auto w = static_cast<double>(b.latent[0].value[i]), q = static_cast<double>(b.weights[0][i]);
        error += (w - q) * (w - q);
        energy += w * w;
        kept += q != 0 ? 1 : 0;
    }
    CHECK(error / energy == Approx(0.192).margin(0.003));
    CHECK(kept / 90000 == Approx(0.58).margin(0.005));
}
