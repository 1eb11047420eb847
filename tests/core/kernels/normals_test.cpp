// SPDX-License-Identifier: GPL-3.0-or-later
// A seed is fixed, so each check holds or fails for ever; the margins are those of about one failure in ten thousand.
#include "core/kernels/normals.h"

#include "core/base/parallel.h"
#include "core/kernels/target.h"
#include "tests/catch.h"
#include "tests/reference/products.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace orthant;

namespace {

std::vector<float> draw(std::size_t n, std::uint64_t seed = 1, std::uint64_t stream = 0) {
    std::vector<float> x(n);
    parallelBlocks(n, 1 << 16, [&](std::size_t begin, std::size_t end) {
        fillNormal(Rng(seed, stream), 1.0F, std::span(x).subspan(begin, end - begin), begin);
    });
    return x;
}

/// Chance of |x| > t.
double tail(double t) { return std::erfc(t / std::numbers::sqrt2); }

/// Mean of f(x[i]) g(x[i + lag]), in standard errors of independent factors of mean 0 and the given variance.
template <class F>
double lagCorrelation(const std::vector<float>& x, std::size_t lag, double variance, F f) {
    double sum = 0;
    const std::size_t n = x.size() - lag;
    for (std::size_t i = 0; i < n; ++i)
        sum += f(x[i]) * f(x[i + lag]);
    return sum / std::sqrt(static_cast<double>(n)) / variance;
}

double itself(float x) { return x; }
double square(float x) { return static_cast<double>(x) * x - 1; }

} // namespace

TEST_CASE("every target draws the same normal values to the last bit, in any part of the sequence") {
    std::vector<float> whole(1000);
    kernels::forceTarget("plain");
    const Rng rng(0x123456789ABCDEF0, 0xFEDCBA9876543210);
    const std::uint64_t far = (std::uint64_t{1} << 40) + 37; // the number of the block has an upper half
    fillNormal(rng, 0.7F, whole, far);
    kernels::forceTarget("");
    reference::onEveryTarget([&](const std::string& target) {
        for (const std::size_t from : {0, 1, 27, 28, 63, 64, 500})
            for (const std::size_t length : {0, 1, 36, 64, 65, 400}) {
                INFO(target << ", " << length << " values from " << from);
                std::vector<float> part(length);
                fillNormal(rng, 0.7F, part, far + from);
                CHECK(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(from)));
            }
    });
}

TEST_CASE("normal values are the Box-Muller transform of the bits, to seven digits of the radius") {
    const Rng rng(5, 6);
    std::vector<float> x(64 * 2000);
    fillNormal(rng, 1.0F, x);
    double worst = 0;
    for (std::size_t block = 0; block < x.size() / 4; ++block) {
        const auto word = rng.block(block);
        for (std::size_t half = 0; half < 2; ++half) {
            const double u = (word[2 * half] + 0.5) * 0x1p-32, radius = std::sqrt(-2 * std::log(u));
            const float* pair = x.data() + block / 16 * 64 + 32 * half + block % 16;
            // The angle by its own definition: the upper two bits choose the axis, the others the place around it.
            const std::uint32_t angle = word[2 * half + 1], axis = angle >> 30;
            double place = static_cast<double>(angle & 0x3FFFFFFFU) + 0.5;
            if (place >= 0x1p29) place -= 0x1p30;
            place *= std::numbers::pi / 4 / 0x1p29;
            const double along = radius * std::cos(place) * (axis >= 2 ? -1 : 1), across = radius * std::sin(place);
            const bool swapped = axis % 2 == 1;
            worst = std::max({worst, std::abs(pair[0] - (swapped ? across : along)) / radius,
                              std::abs(pair[16] - (swapped ? along : across)) / radius});
        }
    }
    CHECK(worst < 5e-7);
    CHECK(worst > 0); // it is float arithmetic that was compared
}

TEST_CASE("moments of normal values up to the eighth are right within their standard errors") {
    const std::vector<float> x = draw(2'000'000);
    std::array<double, 9> sums{};
    for (const float value : x) {
        double power = 1;
        for (std::size_t k = 1; k <= 8; ++k)
            sums[k] += power *= value;
    }
    const auto moment = [](std::size_t k) { // 1 * 3 * 5 * ... (k - 1)
        double product = k % 2 == 0 ? 1 : 0;
        for (std::size_t i = 3; i < k; i += 2)
            product *= static_cast<double>(i);
        return product;
    };
    const auto n = static_cast<double>(x.size());
    for (std::size_t k = 1; k <= 8; ++k) {
        INFO("moment " << k);
        const double error = std::sqrt((moment(2 * k) - moment(k) * moment(k)) / n);
        CHECK(std::abs(sums[k] / n - moment(k)) < 4 * error);
    }
}

TEST_CASE("tails of normal values from 1 to 5 sigma have their share") {
    const std::vector<float> x = draw(4'000'000, 2);
    for (const double t : {1.0, 2.0, 3.0, 4.0, 5.0}) {
        INFO(t << " sigma");
        const double expected = tail(t) * static_cast<double>(x.size());
        const auto above = static_cast<double>(std::ranges::count_if(x, [t](float v) { return v > t; }));
        const auto below = static_cast<double>(std::ranges::count_if(x, [t](float v) { return v < -t; }));
        CHECK(std::abs(above + below - expected) < 4 * std::sqrt(expected) + 1);
        CHECK(std::abs(above - below) < 4 * std::sqrt(expected) + 1);
    }
}

TEST_CASE("normal values follow the normal distribution: Kolmogorov and Smirnov") {
    std::vector<float> x = draw(400'000, 3);
    std::ranges::sort(x);
    const auto n = static_cast<double>(x.size());
    double distance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double below = 0.5 * std::erfc(-x[i] / std::numbers::sqrt2);
        distance = std::max(
            {distance, std::abs(below - static_cast<double>(i) / n), std::abs(below - static_cast<double>(i + 1) / n)});
    }
    CHECK(distance * std::sqrt(n) < 2.2);
    CHECK(distance * std::sqrt(n) > 0.3); // values that are too even would be wrong, too
}

TEST_CASE("normal values are independent of their neighbours, of their partners in a block and of other streams") {
    const std::vector<float> x = draw(1'000'000, 4), stream = draw(1'000'000, 4, 1), seed = draw(1'000'000, 5);
    // 16, 32 and 48 apart are values of one block; 16 apart, sine and cosine of one radius.
    for (const std::size_t lag : {1, 2, 3, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 128, 1024}) {
        INFO("lag " << lag);
        CHECK(std::abs(lagCorrelation(x, lag, 1, itself)) < 4.5);
        CHECK(std::abs(lagCorrelation(x, lag, 2, square)) < 4.5);
    }
    double streams = 0, seeds = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        streams += static_cast<double>(x[i]) * stream[i];
        seeds += static_cast<double>(x[i]) * seed[i];
    }
    CHECK(std::abs(streams) < 4500);
    CHECK(std::abs(seeds) < 4500);
}

TEST_CASE("far tails of normal values have their share, beyond 6 sigma, too", "[slow]") {
    constexpr std::size_t blocks = 32768, length = 65536; // 2.1e9 values
    std::vector<std::array<std::uint32_t, 3>> counts(blocks);
    std::vector<float> largest(blocks);
    constexpr std::array<float, 3> limits = {4.5F, 5.0F, 6.0F};
    parallelBlocks(blocks, 16, [&](std::size_t begin, std::size_t end) {
        std::vector<float> x(length);
        for (std::size_t b = begin; b < end; ++b) {
            fillNormal(Rng(6), 1.0F, x, b * length);
            for (const float value : x) {
                const float size = std::abs(value);
                if (size <= limits[0]) continue;
                for (std::size_t i = 0; i < 3; ++i)
                    counts[b][i] += size > limits[i];
                largest[b] = std::max(largest[b], size);
            }
        }
    });
    for (std::size_t i = 0; i < 3; ++i) {
        double count = 0;
        for (const auto& block : counts)
            count += block[i];
        const double expected = tail(limits[i]) * blocks * length; // 14593, 1231, 4.2
        INFO(limits[i] << " sigma: " << count << " of " << expected);
        CHECK(std::abs(count - expected) < 4 * std::sqrt(expected));
        CHECK(count > 0);
    }
    CHECK(*std::ranges::max_element(largest) < 6.7638F); // sqrt(66 log 2)
}
