// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

Component constant(double alpha, double beta) {
    return Component("adaste", {{"alpha", alpha}, {"beta", beta}, {"betaEnd", beta}});
}

} // namespace

TEST_CASE("adaste pulls values towards their signs and clips them", "[quantizers]") {
    // (x + 0.5 * 1.1 sign) / 1.5, which reaches 1 at x = 0.95.
    const Tensor x = test::row({0.0F, 0.2F, -0.35F, 0.95F, -2.0F});
    const double expected[] = {0.55 / 1.5, 0.5, -0.6, 1, -1};
    const auto quantizer = test::quantizerAt(constant(0.1, 0.5), x, 0.7);
    const Tensor q = test::forward(*quantizer, x), shipped = quantizer->packFinal(x.matrix()).dequantize();
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(static_cast<double>(q[i]) == Approx(expected[i]).epsilon(1e-6));
        CHECK(shipped[i] == (x[i] >= 0 ? 1.0F : -1.0F));
    }
}

TEST_CASE("inside the clip adaste has the slope of its forward map, outside it lets only steps to zero pass",
          "[quantizers]") {
    const Component component = constant(0.1, 0.5);
    const auto quantizer = test::quantizerAt(component, test::row({0}), 0);
    for (const float at : {-0.8F, -0.1F, 0.3F, 0.9F}) {
        const Tensor x = test::row({at}), one = test::row({1});
        const double slope =
            test::slopeAlong(x, 0, 0.01, [&](const Tensor& moved) { return test::forward(*quantizer, moved)[0]; });
        CHECK(static_cast<double>(test::backward(*quantizer, x, one)[0]) == Approx(slope).epsilon(1e-3));
    }
    const Tensor x = test::row({1, 1, -1, -1, 4, -4}), g = test::row({3, -3, 3, -3, 2, -2});
    const Tensor dx = test::backward(*quantizer, x, g);
    // A positive gradient moves a weight down: 1 goes back to zero, -1 goes further out.
    const float expected[] = {1.5F, 0, 0, -1.5F, 0.5F, -0.5F};
    for (std::size_t i = 0; i < x.size(); ++i)
        CHECK(dx[i] == expected[i]);
}

TEST_CASE("adaste hardens over the run unless its pull stays", "[quantizers]") {
    const Tensor x = test::normals(4, 50, 3, 0.5F);
    const auto distance = [&](const Component& component, double progress) {
        const Tensor q = test::forward(*test::quantizerAt(component, x, progress), x);
        double sum = 0;
        for (const float value : q.values())
            sum += 1 - std::abs(static_cast<double>(value));
        return sum / 200;
    };
    CHECK(distance(Component("adaste"), 0) > 0.5);
    CHECK(distance(Component("adaste"), 0.5) < distance(Component("adaste"), 0.25));
    CHECK(distance(Component("adaste"), 1) < 1e-6);
    CHECK(distance(constant(0.01, 0.01), 1) == distance(constant(0.01, 0.01), 0));
}
