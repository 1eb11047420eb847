// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

using namespace orthant;

using Words = std::array<std::uint32_t, 4>;

// The known answers of Philox 4x32-10 in the Random123 distribution (kat_vectors). The counter is index (low words) and
// stream (high words), the key is the seed.
TEST_CASE("Blocks are those of the Philox 4x32-10 known answers") {
    CHECK(Rng(0, 0).block(0) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(Rng(~std::uint64_t{0}, ~std::uint64_t{0}).block(~std::uint64_t{0}) ==
          Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(Rng(0x299f31d0a4093822, 0x0370734413198a2e).block(0x85a308d3243f6a88) ==
          Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Uniform numbers lie in [0, 1) and have the moments of the uniform distribution") {
    const Rng rng(3);
    const int count = 100000;
    double sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const double u = rng.uniform(i);
        REQUIRE((u >= 0 && u < 1));
        sum += u;
        squares += u * u;
    }
    // Five standard deviations of the sample mean: sqrt(1/12/n) and sqrt(4/45/n).
    CHECK(std::abs(sum / count - 0.5) < 5 * std::sqrt(1.0 / 12 / count));
    CHECK(std::abs(squares / count - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / count));
}

TEST_CASE("Normal numbers have mean 0, variance 1, skewness 0, kurtosis 3 and normal tails") {
    const Rng rng(7, 2);
    const int count = 200000;
    double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
    int beyondTwo = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const double z = rng.normal(i);
        m1 += z;
        m2 += z * z;
        m3 += z * z * z;
        m4 += z * z * z * z;
        beyondTwo += std::abs(z) > 2;
    }
    // Five standard deviations; the variances of z, z^2, z^3, z^4 are 1, 2, 15, 96.
    CHECK(std::abs(m1 / count) < 5 * std::sqrt(1.0 / count));
    CHECK(std::abs(m2 / count - 1) < 5 * std::sqrt(2.0 / count));
    CHECK(std::abs(m3 / count) < 5 * std::sqrt(15.0 / count));
    CHECK(std::abs(m4 / count - 3) < 5 * std::sqrt(96.0 / count));
    const double tail = std::erfc(2 / std::sqrt(2.0));
    CHECK(std::abs(static_cast<double>(beyondTwo) / count - tail) < 5 * std::sqrt(tail * (1 - tail) / count));
}

TEST_CASE("Streams and parts of a generator are independent of each other") {
    const Rng rng(11);
    const int count = 50000;
    double streams = 0, parts = 0, partWithWhole = 0;
    const Rng other(11, 1), left = rng.split(0), right = rng.split(1);
    for (std::uint64_t i = 0; i < count; ++i) {
        streams += rng.normal(i) * other.normal(i);
        parts += left.normal(i) * right.normal(i);
        partWithWhole += rng.normal(i) * left.normal(i);
    }
    const double bound = 5 / std::sqrt(static_cast<double>(count)); // correlations of independent normals
    CHECK(std::abs(streams / count) < bound);
    CHECK(std::abs(parts / count) < bound);
    CHECK(std::abs(partWithWhole / count) < bound);
}

TEST_CASE("Whole numbers below a bound are below it and equally frequent") {
    const Rng rng(5);
    const int count = 70000;
    std::vector<int> frequency(7);
    for (std::uint64_t i = 0; i < count; ++i)
        ++frequency.at(rng.below(i, 7));
    double chiSquared = 0;
    for (const int f : frequency)
        chiSquared += std::pow(f - count / 7.0, 2) / (count / 7.0);
    CHECK(chiSquared < 27.9); // 6 degrees of freedom, one in 10,000
    CHECK(rng.below(0, 1) == 0);
    CHECK(rng.below(1, ~std::uint64_t{0}) < ~std::uint64_t{0});
}

TEST_CASE("Filled values depend on their index alone and respect the scale") {
    std::vector<float> all(1000), part(10);
    fillUniform(Rng(1), 0.25F, all);
    fillUniform(Rng(1), 0.25F, part);
    CHECK(std::equal(part.begin(), part.end(), all.begin()));
    CHECK(*std::max_element(all.begin(), all.end()) <= 0.25F);
    CHECK(*std::min_element(all.begin(), all.end()) >= -0.25F);
    CHECK(*std::max_element(all.begin(), all.end()) > 0.24F);
    CHECK(*std::min_element(all.begin(), all.end()) < -0.24F);
}

TEST_CASE("A shuffled order is a permutation, and every element gets everywhere") {
    std::vector<std::uint32_t> order(1000);
    shuffle(Rng(2), order);
    CHECK(std::set<std::uint32_t>(order.begin(), order.end()).size() == 1000);
    CHECK(*std::max_element(order.begin(), order.end()) == 999);
    CHECK_FALSE(std::is_sorted(order.begin(), order.end()));

    // All 24 orders of 4 elements are equally frequent.
    std::vector<int> frequency(256);
    const int count = 24000;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        std::vector<std::uint32_t> four(4);
        shuffle(Rng(seed), four);
        ++frequency[four[0] * 64 + four[1] * 16 + four[2] * 4 + four[3]];
    }
    double chiSquared = 0;
    int orders = 0;
    for (const int f : frequency) {
        if (f == 0) continue;
        ++orders;
        chiSquared += std::pow(f - count / 24.0, 2) / (count / 24.0);
    }
    CHECK(orders == 24);
    CHECK(chiSquared < 57.0); // 23 degrees of freedom, one in 10,000
}
