// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/least_squares.h"
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

using namespace orthant;

namespace {

/// The smallest squared error of two free levels over all 2^n groupings.
double bestTwoLevels(const Tensor& x) {
    double best = std::numeric_limits<double>::infinity();
    for (unsigned subset = 0; subset < 1U << x.size(); ++subset) {
        double sum[2] = {}, square[2] = {}, count[2] = {}, error = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const unsigned group = subset >> i & 1U;
            sum[group] += static_cast<double>(x[i]);
            square[group] += static_cast<double>(x[i]) * static_cast<double>(x[i]);
            ++count[group];
        }
        for (int g = 0; g < 2; ++g) error += count[g] > 0 ? square[g] - sum[g] * sum[g] / count[g] : 0;
        best = std::min(best, error);
    }
    return best;
}

/// The smallest squared error of levels {-a, 0, a} over all choices of survivors.
double bestTernary(const Tensor& x) {
    double best = std::numeric_limits<double>::infinity();
    for (unsigned subset = 1; subset < 1U << x.size(); ++subset) {
        double sum = 0, square = 0, count = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            square += static_cast<double>(x[i]) * static_cast<double>(x[i]);
            if (!(subset >> i & 1U)) continue;
            sum += std::abs(static_cast<double>(x[i]));
            ++count;
        }
        best = std::min(best, square - sum * sum / count);
    }
    return best;
}

} // namespace

TEST_CASE("two groups are the best of all groupings", "[quantizers]") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Tensor x = test::normals(1, 2 + seed % 11, seed);
        const TwoGroups groups = twoGroups(x.values());
        double error = 0;
        std::size_t upper = 0;
        for (const float value : x.values()) {
            upper += value >= groups.threshold;
            error += std::pow(static_cast<double>(value) - (value >= groups.threshold ? groups.high : groups.low), 2);
        }
        CHECK(upper == groups.upper);
        CHECK(error == Approx(bestTwoLevels(x)).margin(1e-6));
    }
}

TEST_CASE("ternary levels are the best of all choices of survivors", "[quantizers]") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Tensor x = test::normals(1, 1 + seed % 12, seed);
        const TernaryLevels best = ternaryLevels(x.values());
        double error = 0;
        for (const float value : x.values()) {
            const double magnitude = std::abs(static_cast<double>(value));
            error += std::pow(magnitude - (std::abs(value) >= best.threshold ? best.level : 0), 2);
        }
        CHECK(error == Approx(bestTernary(x)).margin(1e-6));
    }
}

TEST_CASE("in rows of many values no split is better", "[quantizers]") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Tensor x = test::normals(1, 100 + 13 * seed, seed);
        for (float& value : x.values()) {
            if (seed % 4 == 1) value = std::fmin(1.0F, std::fmax(-1.0F, value)); // many equal ones at the ends
            if (seed % 4 == 2) value = 1 + 0.01F * value;                        // half the mean is below all
            if (seed % 4 == 3) value = std::exp(5 * value);                      // most of them in one interval
        }
        std::vector<double> sorted(x.values().begin(), x.values().end());
        const auto leastError = [&](bool ternary) { // the values that are not in the upper group have their mean, or 0
            std::sort(sorted.rbegin(), sorted.rend());
            const double n = static_cast<double>(sorted.size()), total = std::accumulate(sorted.begin(), sorted.end(), 0.0);
            double best = std::numeric_limits<double>::infinity(), sum = 0, count = 0;
            const double square = std::inner_product(sorted.begin(), sorted.end(), sorted.begin(), 0.0);
            for (const double value : sorted) {
                sum += value;
                ++count;
                const double rest = ternary || count == n ? 0 : (total - sum) * (total - sum) / (n - count);
                best = std::min(best, square - sum * sum / count - rest);
            }
            return best;
        };
        const TwoGroups groups = twoGroups(x.values());
        const TernaryLevels levels = ternaryLevels(x.values());
        double two = 0, three = 0;
        for (const float value : x.values()) {
            two += std::pow(static_cast<double>(value) - (value >= groups.threshold ? groups.high : groups.low), 2);
            const double magnitude = std::abs(static_cast<double>(value));
            three += std::pow(magnitude - (std::abs(value) >= levels.threshold ? levels.level : 0), 2);
        }
        INFO(seed);
        CHECK(two == Approx(leastError(false)).epsilon(1e-6));
        for (double& value : sorted) value = std::abs(value);
        CHECK(three == Approx(leastError(true)).epsilon(1e-6));
    }
}

TEST_CASE("equal values, one value and none are groups too", "[quantizers]") {
    const TwoGroups equal = twoGroups(std::vector<float>{3, 3, 3});
    CHECK(equal.low == 3);
    CHECK(equal.high == 3);
    CHECK(equal.upper == 3);
    CHECK(twoGroups(std::vector<float>{-2}).high == -2);
    CHECK(twoGroups({}).upper == 0);
    CHECK(ternaryLevels(std::vector<float>{0, 0}).level == 0);
    const TwoGroups ties = twoGroups(std::vector<float>{1, 1, 0, 0, 1});
    CHECK(ties.threshold == 1);
    const TwoGroups signs = twoGroups(std::vector<float>{-0.0F, 0.0F, -1e-30F, -5, -4, 0.25F});
    CHECK(signs.threshold == -1e-30F); // two of a kind far below the others
    CHECK(signs.upper == 4);
    CHECK(ties.upper == 3);
}
