// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/quantizers/transform_check.h"

#include <cmath>

using namespace orthant;

TEST_CASE("standardized rows have mean 0 and the deviation that was asked for", "[quantizers]") {
    Tensor x = test::normals(3, 50, 4, 2.0F);
    for (float& value : x.values()) value += 5;
    const Tensor y = test::through(Standardize(3), x);
    for (std::size_t r = 0; r < 3; ++r) {
        double mean = 0, square = 0;
        for (const float v : y.row(r)) mean += static_cast<double>(v) / 50;
        for (const float v : y.row(r)) square += std::pow(static_cast<double>(v) - mean, 2) / 49;
        CHECK(mean == Approx(0).margin(1e-5));
        CHECK(std::sqrt(square) == Approx(3).epsilon(1e-5));
    }
    const Tensor flat = test::through(Standardize(), Tensor({1, 4}, 7.0F)), one = test::through(Standardize(), Tensor({2, 1}, 7.0F));
    for (const float v : flat.values()) CHECK(v == 0.0F);
    for (const float v : one.values()) CHECK(v == 0.0F);
}

TEST_CASE("the gradient of standardization is its derivative", "[quantizers]") {
    Standardize transform(1.7);
    test::checkDerivative(transform, test::normals(2, 7, 3), 0.01, 1e-3);
}

TEST_CASE("a learned scale starts at the mean magnitude and gets the sum of signed gradients", "[quantizers]") {
    const Tensor x = test::normals(2, 30, 6), g = test::normals(2, 30, 7);
    SignRecipe recipe;
    recipe.transforms.push_back(std::make_unique<Standardize>());
    recipe.sign = makeQuantizer(Component("ste_sign", {{"clip", 0.0}}));
    const auto quantizer = makeTransformedSign(std::move(recipe));
    quantizer->start(x.matrix());
    REQUIRE(quantizer->state().parameters.size() == 1);
    Parameter& scale = *quantizer->state().parameters[0];
    const Tensor before = test::forward(*quantizer, x);
    test::backward(*quantizer, x, g);
    for (std::size_t r = 0; r < 2; ++r) {
        double mean = 0, sum = 0;
        for (std::size_t c = 0; c < 30; ++c) {
            mean += std::abs(static_cast<double>(x.row(r)[c])) / 30;
            sum += static_cast<double>(g.row(r)[c]) * (before.row(r)[c] >= 0 ? 1 : -1);
        }
        CHECK(static_cast<double>(scale.value[r]) == Approx(mean).epsilon(1e-6));
        CHECK(static_cast<double>(scale.gradient[r]) == Approx(sum).epsilon(1e-5));
    }
    scale.value[1] = 9;
    CHECK(std::abs(test::forward(*quantizer, x).row(1)[0]) == 9);
}
