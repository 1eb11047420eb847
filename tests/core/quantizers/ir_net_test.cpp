// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/ede.h"
#include "tests/core/quantizers/transform_check.h"

#include <cmath>

using namespace orthant;

TEST_CASE("ir_net ships the signs of centred rows times a power of two", "[quantizers]") {
    Tensor x = test::normals(4, 64, 3);
    for (std::size_t r = 0; r < 4; ++r)
        for (float& value : x.row(r)) value += static_cast<float>(r);
    const Packed packed = makeQuantizer(Component("ir_net"))->pack(x.matrix());
    for (std::size_t r = 0; r < 4; ++r) {
        double mean = 0, square = 0, magnitude = 0;
        for (const float v : x.row(r)) mean += static_cast<double>(v) / 64;
        for (const float v : x.row(r)) square += std::pow(static_cast<double>(v) - mean, 2) / 63;
        for (const float v : x.row(r)) magnitude += std::abs(static_cast<double>(v) - mean) / std::sqrt(square) / 64;
        CHECK(static_cast<double>(packed.scale(0, r)) == std::pow(2, std::round(std::log2(magnitude))));
        for (std::size_t c = 0; c < 64; ++c) CHECK(packed.planes[0].get(r, c) == (static_cast<double>(x.row(r)[c]) >= mean));
    }
}

TEST_CASE("the gradient of ir_net goes through the slope at the standardized value and through the standardization", "[quantizers]") {
    const Tensor x = test::normals(1, 8, 5), g = test::normals(1, 8, 6);
    const auto quantizer = test::quantizerAt(Component("ir_net"), x, 0.6);
    const Tensor dx = test::backward(*quantizer, x, g), y = test::through(Standardize(), x);
    const double scale = static_cast<double>(quantizer->pack(x.matrix()).scale(0, 0));
    ErrorDecay decay{0.1, 10};
    decay.at(0.6);
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double slope = test::slopeAlong(x, k, 0.01, [&](const Tensor& moved) {
            const Tensor z = test::through(Standardize(), moved);
            double sum = 0; // the sign of y replaced by its line of slope B(y)
            for (std::size_t i = 0; i < x.size(); ++i)
                sum += static_cast<double>(g[i]) * scale * decay.slope(static_cast<double>(y[i])) * static_cast<double>(z[i]);
            return sum;
        });
        CHECK(static_cast<double>(dx[k]) == Approx(slope).margin(2e-3));
    }
}
