// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <span>

using namespace orthant;

namespace {

Dataset glyphs(std::int64_t train, std::int64_t test, double difficulty) {
    return loadDataset(Component("glyphs", {{"train", train}, {"test", test}, {"difficulty", difficulty}}), {});
}

/// Share of test samples whose class has the nearest mean image.
double nearestMeanAccuracy(const Dataset& set) {
    constexpr std::size_t pixels = 784;
    std::vector<double> means(10 * pixels), counts(10);
    for (std::size_t i = 0; i < set.train.size(); ++i) {
        const std::size_t label = set.train.labels[i];
        counts[label] += 1;
        for (std::size_t p = 0; p < pixels; ++p)
            means[label * pixels + p] += set.train.inputs[i * pixels + p];
    }
    std::size_t right = 0;
    for (std::size_t i = 0; i < set.test.size(); ++i) {
        std::vector<double> distances(10);
        for (std::size_t label = 0; label < 10; ++label)
            for (std::size_t p = 0; p < pixels; ++p)
                distances[label] +=
                    std::pow(set.test.inputs[i * pixels + p] - means[label * pixels + p] / counts[label], 2);
        const auto nearest = std::min_element(distances.begin(), distances.end()) - distances.begin();
        right += static_cast<std::size_t>(nearest) == set.test.labels[i];
    }
    return static_cast<double>(right) / static_cast<double>(set.test.size());
}

} // namespace

TEST_CASE("Glyphs are 28 x 28 pixels with values (2p - 255) / 256 for whole p, ink in the middle") {
    const Dataset set = glyphs(300, 50, 0.5);
    CHECK(set.sampleShape == Shape{28, 28});
    CHECK(set.classNames == std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
    std::size_t wrong = 0;
    double border = 0, middle = 0;
    for (std::size_t i = 0; i < set.train.inputs.size(); ++i) {
        const float p = (256 * set.train.inputs[i] + 255) / 2;
        wrong += !(p == std::floor(p) && p >= 0 && p <= 255);
        const std::size_t x = i % 28, y = i / 28 % 28;
        if (x == 0 || y == 0 || x == 27 || y == 27) border += p / 255 / 300 / 108;
        if (x >= 7 && x < 21 && y >= 7 && y < 21) middle += p / 255 / 300 / 196;
    }
    CHECK(wrong == 0);
    CHECK(border < 0.05);
    CHECK(middle > 0.15);
    CHECK(middle < 0.6);
}

TEST_CASE("All digits of the glyphs are equally frequent") {
    const Dataset set = glyphs(10, 4000, 0);
    double chiSquared = 0;
    for (std::uint16_t digit = 0; digit < 10; ++digit)
        chiSquared += std::pow(static_cast<double>(std::ranges::count(set.test.labels, digit)) - 400, 2) / 400;
    CHECK(chiSquared < 33.7); // 9 degrees of freedom, one in 10,000
}

TEST_CASE("Difficulty makes glyphs harder: the nearest mean image tells easy ones and fails on hard ones") {
    const double easy = nearestMeanAccuracy(glyphs(500, 250, 0)), usual = nearestMeanAccuracy(glyphs(500, 250, 0.5)),
                 hard = nearestMeanAccuracy(glyphs(500, 250, 1));
    CHECK(easy > 0.85);
    CHECK(usual < easy - 0.05);
    CHECK(hard < usual - 0.1);
    CHECK(usual > 0.5); // still digits, not noise
}
