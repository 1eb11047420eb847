// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/glyph_image.h"

#include "tests/catch.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

using namespace orthant;

namespace {

using Image = std::array<std::uint8_t, glyphSide * glyphSide>;

Image drawn(std::size_t digit, std::uint64_t seed, double difficulty) {
    Image image;
    drawGlyph(digit, Rng(seed), difficulty, image);
    return image;
}

double inkShare(const Image& image) {
    return std::accumulate(image.begin(), image.end(), 0.0) / (255.0 * static_cast<double>(image.size()));
}

} // namespace

TEST_CASE("The same generator draws the same glyph, another one another") {
    CHECK(drawn(3, 1, 0.5) == drawn(3, 1, 0.5));
    CHECK_FALSE(drawn(3, 1, 0.5) == drawn(3, 2, 0.5));
}

TEST_CASE("Glyphs have paper and ink at every difficulty, and stay inside the image") {
    for (const double difficulty : {0.0, 0.5, 1.0})
        for (std::size_t digit = 0; digit < 10; ++digit)
            for (std::uint64_t seed = 0; seed < 30; ++seed) {
                const Image image = drawn(digit, seed, difficulty);
                const double share = inkShare(image);
                CHECK((share > 0.02 && share < 0.5));
                CHECK(*std::max_element(image.begin(), image.end()) > 100);
            }
}

TEST_CASE("Without difficulty the images of one way to write differ by blur alone") {
    // Thirty drawings of a 1 fall into its four ways; two of the same way have nearly the same ink.
    int close = 0;
    const Image first = drawn(1, 0, 0);
    for (std::uint64_t seed = 1; seed < 30; ++seed) {
        const Image other = drawn(1, seed, 0);
        double difference = 0;
        for (std::size_t i = 0; i < first.size(); ++i)
            difference += std::abs(first[i] - other[i]) / 255.0;
        close += difference / static_cast<double>(first.size()) < 0.02;
    }
    CHECK(close >= 2);
    CHECK(close <= 20);
}
