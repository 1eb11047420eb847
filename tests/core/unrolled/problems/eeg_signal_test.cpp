// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/unrolled/problems/eeg_signal.h"

#include <complex>
#include <numbers>

using namespace orthant;

namespace {

/// Many rows of one kind.
template <class Make>
Tensor rowsOf(std::size_t count, const Make& make) {
    Tensor rows({count, 512});
    for (std::size_t r = 0; r < count; ++r)
        make(Rng(3, r), rows.row(r));
    return rows;
}

/// Mean power of the rows at a frequency, by a Fourier sum of its own under a Hann window.
double powerAt(const Tensor& rows, double hertz) {
    std::vector<std::complex<double>> wave;
    for (std::size_t i = 0; i < rows.cols(); ++i) {
        const double t = static_cast<double>(i), turns = t / static_cast<double>(rows.cols());
        wave.push_back(
            std::polar(0.5 - 0.5 * std::cos(2 * std::numbers::pi * turns), -2 * std::numbers::pi * hertz * t / 256));
    }
    double total = 0;
    for (std::size_t r = 0; r < rows.rows(); ++r) {
        std::complex<double> sum = 0;
        for (std::size_t i = 0; i < rows.cols(); ++i)
            sum += wave[i] * static_cast<double>(rows.row(r)[i]);
        total += std::norm(sum);
    }
    return total / static_cast<double>(rows.rows());
}

} // namespace

TEST_CASE("the background has unit power, and a spectrum that falls as told", "[unrolled]") {
    const EegGenerator generator({512, 256, 1, 0});
    const Tensor rows = rowsOf(600, [&](const Rng& rng, std::span<float> out) { generator.background(rng, out); });
    CHECK(powerOf(rows.values()) == Approx(1).epsilon(0.05));
    CHECK(powerAt(rows, 10) / powerAt(rows, 40) == Approx(4).epsilon(0.25)); // 1/f
    CHECK(powerAt(rows, 100) < 0.02 * powerAt(rows, 40));
    const EegGenerator lively({512, 256, 1, 2});
    const Tensor waves = rowsOf(600, [&](const Rng& rng, std::span<float> out) { lively.background(rng, out); });
    CHECK(powerAt(waves, 10) > 3 * powerAt(rows, 10));
    CHECK(powerAt(waves, 25) < 1.3 * powerAt(rows, 25));
}

TEST_CASE("muscle noise lies between 20 and 60 Hz, blinks below 8", "[unrolled]") {
    const EegGenerator generator({512, 256, 1, 1});
    const Tensor muscle = rowsOf(300, [&](const Rng& rng, std::span<float> out) { generator.muscle(rng, out); });
    const Tensor blinks = rowsOf(300, [&](const Rng& rng, std::span<float> out) { generator.blinks(rng, out); });
    const double inside = powerAt(muscle, 40);
    CHECK(powerAt(muscle, 8) < 0.02 * inside);
    CHECK(powerAt(muscle, 75) < 0.02 * inside);
    CHECK(powerAt(muscle, 25) > 0.3 * inside);
    CHECK(powerAt(blinks, 15) < 0.01 * powerAt(blinks, 1));
    float highest = 0, lowest = 0;
    for (const float value : blinks.values()) {
        highest = std::max(highest, value);
        lowest = std::min(lowest, value);
    }
    CHECK(highest > 0.6F); // up fast,
    CHECK(lowest < -0.1F); // back below
}
