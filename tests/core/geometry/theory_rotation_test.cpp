// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in this file were made by Monte Carlo apart from this code.
#include "core/geometry/theory_rotation.h"

#include "core/base/rng.h"
#include "core/geometry/patch_lab.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;
using namespace orthant::theory;

namespace {

std::vector<double> exponential(std::size_t d, double k) {
    std::vector<double> scales;
    for (std::size_t i = 0; i < d; ++i)
        scales.push_back(std::exp(k * (static_cast<double>(i) - static_cast<double>(d) / 2)));
    return scales;
}

} // namespace

TEST_CASE("equal scales have the exact cosine of all directions alike", "[geometry]") {
    for (const std::size_t d : {2U, 3U, 10U, 100U, 2000U}) {
        const Moments scaled = scaledSignCosine(std::vector<double>(d, 3.5)), exact = signCosine(d);
        CHECK(scaled.mean == Approx(exact.mean).margin(1e-9));
        CHECK(scaled.deviation == Approx(exact.deviation).margin(1e-7));
    }
}

TEST_CASE("uneven scales meet the table of unrotated angles", "[geometry]") {
    struct Row {
        std::size_t d;
        double k, angle, deviation, participation;
        int samples;
    };
    for (const Row& row : {Row{10, 0.02, 34.76, 6.18, 9.87, 20000}, Row{10, 0.1, 36.68, 6.54, 7.64, 20000},
                           Row{10, 0.2, 41.62, 6.90, 4.88, 20000}, Row{100, 0.02, 45.40, 2.56, 48.2, 20000},
                           Row{100, 0.1, 68.21, 2.15, 10.03, 20000}, Row{100, 0.2, 74.27, 1.89, 5.07, 20000},
                           Row{500, 0.02, 68.88, 0.98, 50.0, 600}, Row{500, 0.1, 80.38, 0.88, 10.03, 600},
                           Row{500, 0.2, 83.05, 0.85, 5.07, 600}}) {
        INFO(row.d << ", " << row.k);
        const std::vector<double> scales = exponential(row.d, row.k);
        const Moments angle = scaledSignAngle(scales);
        CHECK(angle.mean ==
              Approx(row.angle).margin(5 * row.deviation / std::sqrt(row.samples) + 0.03)); // second order at d = 10
        CHECK(angle.deviation == Approx(row.deviation).epsilon(0.02 + 4 / std::sqrt(2.0 * row.samples)));
        CHECK(participationRatio(scales) == Approx(row.participation).epsilon(2e-3));
        CHECK(scaledSignLimit(scales) > angle.mean);
    }
    // For many equal shares the limit is met.
    CHECK(scaledSignLimit(std::vector<double>(1000, 1.0)) == Approx(37.071435).margin(1e-6));
    CHECK(scaledSignAngle(exponential(2000, 1e-4)).mean ==
          Approx(scaledSignLimit(exponential(2000, 1e-4))).margin(0.02));
}

TEST_CASE("blended scales keep the sum of squares and end even", "[geometry]") {
    const std::vector<double> scales = exponential(32, 0.3);
    double total = 0;
    for (const double s : scales)
        total += s * s;
    for (const double blend : {0.0, 0.2, 0.7, 1.0})
        for (const auto& blended : {blendedScalesHaar(scales, blend), blendedScalesHadamard(scales, 2, blend)}) {
            double sum = 0;
            for (const double s : blended)
                sum += s * s;
            CHECK(sum == Approx(total));
            if (blend == 0) CHECK(blended[5] == Approx(scales[5]));
            if (blend == 1) CHECK(participationRatio(blended) == Approx(32));
        }
    CHECK(blendedScalesHadamard(std::vector<double>(5, 1.0), 1, 1).size() == 8);
}

TEST_CASE("pooled moments agree with the formulas for variances of 1 and with sampling for others", "[geometry]") {
    const auto c = patchCovariance(3, 3, 5, 0.8), s = zeroMeanCovariance(27);
    const PooledMoments unit = pooledMoments(c, s);
    CHECK(unit.weights() == Approx(pooledCorrelationWeights(c, s)));
    CHECK(unit.both() == Approx(pooledCorrelationBoth(c, s)));
    CHECK(unit.inputs() == Approx(pooledCorrelationWeights(s, c))); // the roles are symmetric

    // x = (a, 2a + b), w = (3e, e + f), by hand and by sampling.
    const PooledMoments m = pooledMoments({1, 2, 2, 5}, {9, 3, 3, 2});
    double real = 0, product[3] = {}, square[3] = {};
    const Rng rng(3);
    const auto sign = [](double v) { return v >= 0 ? 1.0 : -1.0; };
    for (std::uint64_t i = 0; i < 400000; ++i) {
        const double a = rng.normal(4 * i), b = rng.normal(4 * i + 1), e = rng.normal(4 * i + 2),
                     f = rng.normal(4 * i + 3);
        const double x[] = {a, 2 * a + b}, w[] = {3 * e, e + f}, dot = x[0] * w[0] + x[1] * w[1];
        const double q[] = {x[0] * sign(w[0]) + x[1] * sign(w[1]), sign(x[0]) * w[0] + sign(x[1]) * w[1],
                            sign(x[0]) * sign(w[0]) + sign(x[1]) * sign(w[1])};
        real += dot * dot;
        for (int k = 0; k < 3; ++k)
            product[k] += dot * q[k], square[k] += q[k] * q[k];
    }
    CHECK(m.weights() == Approx(product[0] / std::sqrt(real * square[0])).margin(0.006));
    CHECK(m.inputs() == Approx(product[1] / std::sqrt(real * square[1])).margin(0.006));
    CHECK(m.both() == Approx(product[2] / std::sqrt(real * square[2])).margin(0.006));
    CHECK(m.plain == Approx(31)); // 1*9 + 2*3 + 2*3 + 5*2
}
