// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/problems/eeg_signal.h"

#include "core/kernels/normals.h"
#include "core/unrolled/matrices.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orthant {

namespace {

constexpr std::uint64_t noiseKey = 1, formKey = 2; ///< uses of a row's random numbers

double between(const Rng& rng, std::uint64_t index, double low, double high) {
    return low + (high - low) * rng.uniform(index);
}

/// Adds size * exp(-(t - centre)^2 / (2 width^2)) * cos(2 pi f (t - centre) + phase), t in seconds.
void addBurst(std::span<float> out, double rate, double centre, double width, double frequency, double phase,
              double size) {
    const auto last = static_cast<double>(out.size());
    const auto from = static_cast<std::size_t>(std::clamp((centre - 4 * width) * rate, 0.0, last));
    const auto to = static_cast<std::size_t>(std::clamp((centre + 4 * width) * rate, 0.0, last));
    // The oscillation turns by the same angle in each sample.
    const double turn = 2 * std::numbers::pi * frequency / rate, cosine = std::cos(turn), sine = std::sin(turn);
    const double start = turn * (static_cast<double>(from) - centre * rate) + phase;
    double x = std::cos(start), y = std::sin(start);
    for (std::size_t i = from; i < to; ++i) {
        const double t = (static_cast<double>(i) / rate - centre) / width;
        out[i] += static_cast<float>(size * std::exp(-t * t / 2) * x);
        const double next = x * cosine - y * sine;
        y = x * sine + y * cosine;
        x = next;
    }
}

} // namespace

double powerOf(std::span<const float> values) {
    double sum = 0;
    for (const float value : values)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

EegGenerator::EegGenerator(const EegForm& form)
    : form_(form), background_(bandOf(form, 0.5, 80, form.slope)), muscle_(bandOf(form, 20, 60, 0)) {}

EegGenerator::Band EegGenerator::bandOf(const EegForm& form, double low, double high, double slope) {
    // Cosine k has k / 2 periods in the epoch: frequency k rate / (2 length).
    const std::size_t length = form.length;
    const double hertz = form.sampleRate / (2 * static_cast<double>(length));
    const auto at = [&](double frequency) {
        return std::min(length - 1, static_cast<std::size_t>(std::max(1.0, std::round(frequency / hertz))));
    };
    const std::size_t first = at(low), count = at(high) - first + 1;
    const auto deviation = [&](std::size_t k) { return std::pow(hertz * static_cast<double>(first + k), -slope / 2); };
    double power = 0;
    for (std::size_t k = 0; k < count; ++k)
        power += deviation(k) * deviation(k);
    const double unit = std::sqrt(static_cast<double>(length) / power);
    const Tensor cosines = dctMatrix(length);
    const std::size_t half = (length + 1) / 2, evens = (first + count + 1) / 2 - (first + 1) / 2;
    Tensor even({half, evens}), odd({half, count - evens});
    for (std::size_t k = 0; k < count; ++k) {
        Tensor& waves = (first + k) % 2 == 0 ? even : odd;
        const std::size_t column = k / 2;
        for (std::size_t i = 0; i < half; ++i)
            waves[i * waves.cols() + column] =
                static_cast<float>(unit * deviation(k) * static_cast<double>(cosines[(first + k) * length + i]));
    }
    return {evens, count - evens, SparseProduct(even.matrix()), SparseProduct(odd.matrix())};
}

void EegGenerator::bandNoise(const Band& band, const Rng& rng, std::span<float> out) {
    std::vector<float> values(band.evens + band.odds), even((out.size() + 1) / 2), odd(even.size());
    fillNormal(rng.split(noiseKey), 1.0F, values);
    band.even.apply(std::span(values).first(band.evens), even);
    band.odd.apply(std::span(values).subspan(band.evens), odd);
    for (std::size_t i = 0; i < even.size(); ++i) {
        out[i] = even[i] + odd[i];
        out[out.size() - 1 - i] = even[i] - odd[i];
    }
}

void EegGenerator::background(const Rng& rng, std::span<float> out) const {
    bandNoise(background_, rng, out);
    if (form_.rhythm <= 0) return;
    const double seconds = static_cast<double>(form_.length) / form_.sampleRate;
    const Rng form = rng.split(formKey);
    const std::uint64_t bursts = 1 + form.below(0, 3);
    for (std::uint64_t b = 0; b < bursts; ++b)
        addBurst(out, form_.sampleRate, between(form, 8 * b + 1, 0, seconds), between(form, 8 * b + 2, 0.15, 0.5),
                 between(form, 8 * b + 3, 8, 12), between(form, 8 * b + 4, 0, 2 * std::numbers::pi),
                 form_.rhythm * between(form, 8 * b + 5, 0.5, 1.5));
}

void EegGenerator::blinks(const Rng& rng, std::span<float> out) const {
    std::ranges::fill(out, 0.0F);
    const Rng form = rng.split(formKey);
    const double seconds = static_cast<double>(form_.length) / form_.sampleRate;
    const std::uint64_t count = 1 + form.below(0, 3);
    for (std::uint64_t b = 0; b < count; ++b) {
        const double centre = between(form, 8 * b + 1, 0, seconds), width = between(form, 8 * b + 2, 0.05, 0.1);
        const double size = between(form, 8 * b + 3, 0.7, 1.3);
        addBurst(out, form_.sampleRate, centre, width, 0, 0, size);
        // The lid comes back more slowly and less far.
        addBurst(out, form_.sampleRate, centre + 2.8 * width, 1.6 * width, 0, 0,
                 -size * between(form, 8 * b + 4, 0.2, 0.45));
    }
}

void EegGenerator::muscle(const Rng& rng, std::span<float> out) const {
    bandNoise(muscle_, rng, out);
    const double seconds = static_cast<double>(form_.length) / form_.sampleRate;
    std::vector<float> envelope(out.size(), 0.0F);
    const Rng form = rng.split(formKey);
    const std::uint64_t bursts = 1 + form.below(0, 3);
    for (std::uint64_t b = 0; b < bursts; ++b)
        addBurst(envelope, form_.sampleRate, between(form, 8 * b + 1, 0, seconds), between(form, 8 * b + 2, 0.1, 0.4),
                 0, 0, between(form, 8 * b + 3, 0.5, 1.5));
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] *= envelope[i];
}

} // namespace orthant
