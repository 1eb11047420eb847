// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("rbnn ships bits and one scale for each row, nearer to rotated rows than plain signs are", "[quantizers]") {
    const Tensor x = test::normals(30, 64, 8);
    const auto quantizer = test::quantizerAt(Component("rbnn"), x); // moves the rotations: the start of an epoch
    const Packed packed = quantizer->packFinal(x.matrix());
    CHECK(packed.bits() == 30 * 64 + 30 * 32);
    CHECK(packed.binary());
    const Packed plain = makeQuantizer(Component("ir_net"))->packFinal(x.matrix());
    const auto different = static_cast<double>(countDifferences(packed.planes[0], plain.planes[0]));
    CHECK(different / (30 * 64) > 0.3); // turned away from the axes
    const QuantizerState state = quantizer->state();
    CHECK(state.parameters.size() == 2);
    CHECK(state.buffers.size() == 2);
}

TEST_CASE("the slope of rbnn starts at sqrt(2) and narrows", "[quantizers]") {
    // With angle 0 nothing is rotated. The row has deviation 2 / sqrt(3), so that y = +-sqrt(3) / 2.
    const Tensor x = test::row({1, -1, 1, -1}), g = test::row({1, 0, 0, 0});
    for (const double progress : {0.0, 0.5, 1.0}) {
        const auto quantizer = test::quantizerAt(Component("rbnn"), x, progress);
        quantizer->state().parameters[1]->value[0] = 0;
        const double t = 1e-2 * std::pow(1000, progress), k = std::fmax(1 / t, 1), y = std::sqrt(3.0) / 2;
        const double slope = k * std::fmax(0, std::sqrt(2.0) * t - t * t * y);
        const double s = 2 / std::sqrt(3.0); // deviation, n - 1 form; y = x / s
        const Tensor dx = test::backward(*quantizer, x, g);
        CHECK(static_cast<double>(dx[0]) == Approx(slope / s * (1 - 0.25 - y * y / 3)).margin(1e-5));
        CHECK(static_cast<double>(dx[1]) == Approx(slope / s * (-0.25 + y * y / 3)).margin(1e-5));
    }
}
