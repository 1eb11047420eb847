// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

Component form(const char* name, std::int64_t planes = 2) { return Component("lbq", {{"form", std::string(name)}, {"planes", planes}}); }

} // namespace

TEST_CASE("ls-2 is never worse than a fine grid over its two scales", "[quantizers]") {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const Tensor x = test::normals(1, 12, seed);
        double best = 1e9, size = 0;
        for (const float value : x.values()) size += static_cast<double>(value) * static_cast<double>(value);
        for (int a = 0; a <= 150; ++a)
            for (int b = 0; b <= a; ++b) {
                double error = 0;
                for (const float value : x.values()) {
                    const double m = std::abs(static_cast<double>(value)), high = (a + b) * 0.02, low = (a - b) * 0.02;
                    error += std::fmin((m - high) * (m - high), (m - low) * (m - low));
                }
                best = std::fmin(best, error / size);
            }
        CHECK(test::relativeError(form("ls-2"), x) <= best + 1e-6);
    }
}

TEST_CASE("the forms of lbq have their levels", "[quantizers]") {
    const Tensor x = test::row({4, -3, 1, -1, 3, -0.5F});
    const Tensor two = test::forward(*makeQuantizer(form("ls-2")), x); // magnitudes {4, 3, 3 | 1, 1, .5}
    const double high = 10.0 / 3, low = 2.5 / 3;
    const double values[] = {high, -high, low, -low, high, -low};
    for (std::size_t i = 0; i < 6; ++i) CHECK(static_cast<double>(two[i]) == Approx(values[i]).epsilon(1e-6));
    const Tensor ternary = test::forward(*makeQuantizer(form("ls-t")), x);
    const double zeros[] = {high, -high, 0, 0, high, 0};
    for (std::size_t i = 0; i < 6; ++i) CHECK(static_cast<double>(ternary[i]) == Approx(zeros[i]).epsilon(1e-6));
    const Tensor one = test::forward(*makeQuantizer(form("ls-1")), x), xnor = test::forward(*makeQuantizer(Component("xnor_scale")), x);
    for (std::size_t i = 0; i < 6; ++i) CHECK(one[i] == xnor[i]);
    CHECK(makeQuantizer(form("ls-2"))->pack(x.matrix()).bits() == 12 + 64);
    CHECK(makeQuantizer(form("ls-t"))->pack(x.matrix()).bits() == 12 + 32);
}

TEST_CASE("each greedy plane takes the mean magnitude of what is left, so that errors fall", "[quantizers]") {
    const Tensor x = test::normals(3, 200, 8);
    double before = 1;
    for (std::int64_t planes = 1; planes <= 6; ++planes) {
        const double error = test::relativeError(form("gf-k", planes), x);
        CHECK(error < before);
        before = error;
    }
    CHECK(test::relativeError(form("gf-k", 1), x) == Approx(test::relativeError(Component("xnor_scale"), x)).epsilon(1e-6));
    CHECK(test::relativeError(form("ls-2"), x) <= test::relativeError(form("gf-k", 2), x));
}

TEST_CASE("the gradient of lbq goes through the nested signs", "[quantizers]") {
    // Scales 13/12 +- 15/12 ... here v = (25/12, 15/12); inside the clip of both signs the slope is v1 + v2 (1 - v1).
    const Tensor x = test::row({4, -3, 1, -1, 3, -0.5F});
    const Tensor dx = test::backward(*makeQuantizer(form("ls-2")), x, Tensor(x.shape(), 1.0F));
    const double v1 = 25.0 / 12, v2 = 15.0 / 12;
    const auto slope = [&](double value) {
        const double first = std::abs(value) <= 1 ? 1 : 0, rest = value - (value >= 0 ? v1 : -v1);
        return v1 * first + (std::abs(rest) <= 1 ? v2 * (1 - v1 * first) : 0);
    };
    for (std::size_t i = 0; i < 6; ++i) CHECK(static_cast<double>(dx[i]) == Approx(slope(static_cast<double>(x[i]))).margin(1e-5));
}
