// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/kernels/normals.h"
#include "core/quantizers/quantizer.h"
#include "core/training/probe.h"

#include <limits>
#include <numeric>

using namespace orthant;

TEST_CASE("a histogram counts every value once, outliers in the outer bins", "[training]") {
    const std::vector<float> values{-9, -1, -0.6F, -0.1F, 0.1F, 0.99F, 1, 9};
    const Histogram h = histogramOf(values, 1.0, 4);
    CHECK(h.counts == std::vector<std::uint32_t>{3, 1, 1, 3});
    CHECK(h.binWidth() == 0.5);
}

TEST_CASE("the angle of Gaussian weights to their signs is arccos sqrt(2/pi), 37.07 degrees", "[training]") {
    // Source: law of large numbers, E|w| / sqrt(E w^2); the tolerance is five standard deviations at d = 200,000.
    Tensor w({200, 1000});
    fillNormal(Rng(1), 0.3F, w.values());
    const Packed packed = makeQuantizer(Component("ste_sign"))->pack(w.matrix());
    const LayerReading reading = readWeights(w, packed, 101, std::numeric_limits<double>::infinity());
    CHECK(reading.angleDegrees == Approx(37.0714).margin(0.24));
    CHECK(std::accumulate(reading.latent.counts.begin(), reading.latent.counts.end(), 0U) == 200000);
    CHECK(reading.latent.high == 2.0);
}

TEST_CASE("weights with a scale for each row are read as a histogram", "[training]") {
    Tensor w({40, 30});
    fillNormal(Rng(1), 0.3F, w.values());
    const LayerReading reading =
        readWeights(w, makeQuantizer(Component("xnor_scale"))->pack(w.matrix()), 21, 1.0);
    CHECK(reading.levels.empty());
    CHECK(std::accumulate(reading.quantized.counts.begin(), reading.quantized.counts.end(), 0U) == 1200);
}
