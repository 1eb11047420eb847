// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {

namespace {

constexpr std::size_t valuesPerBlock = std::size_t{1} << 15; // stays in the cache of one core
constexpr std::size_t blocksPerRound = 64;                   // between two looks at the stop token
constexpr std::size_t bins = 160;

double degreesFromCosine(double cosine) { return theory::degrees(std::acos(std::clamp(cosine, -1.0, 1.0))); }

} // namespace

void AngleTally::setRange(double from, double to, std::size_t count) {
    low = from;
    width = (to - from) / static_cast<double>(count);
    counts.assign(count, 0);
}

void AngleTally::add(double angle) {
    const double bin = std::clamp((angle - low) / width, 0.0, static_cast<double>(counts.size() - 1));
    ++counts[static_cast<std::size_t>(bin)];
    ++samples;
    sum += angle - low;
    squares += (angle - low) * (angle - low);
}

void AngleTally::merge(const AngleTally& other) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    samples += other.samples;
    sum += other.sum;
    squares += other.squares;
}

double AngleTally::mean() const {
    return samples == 0 ? std::numeric_limits<double>::quiet_NaN() : low + sum / static_cast<double>(samples);
}

double AngleTally::deviation() const {
    if (samples < 2) return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(samples);
    return std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
}

double AngleTally::standardError() const { return deviation() / std::sqrt(static_cast<double>(samples)); }

double AngleTally::density(std::size_t bin) const {
    return samples == 0 ? 0 : static_cast<double>(counts[bin]) / (static_cast<double>(samples) * width);
}

/// Angles of one block; NaN where a vector has no direction.
struct AngleStream::Block {
    std::vector<double> quantized, pairs;
};

AngleStream::AngleStream(const EntrySampler& law, std::size_t dimension, const Quantizer& quantizer, bool zeroStaysZero,
                         std::uint64_t seed)
    : law_(law), dimension_(dimension), quantizer_(quantizer), zeroStaysZero_(zeroStaysZero), rng_(seed),
      rows_(2 * std::max<std::size_t>(1, valuesPerBlock / (2 * dimension))) {
    choosePilotRanges();
}

void AngleStream::measure(std::uint64_t number, Block& block) const {
    Tensor x({rows_, dimension_}), q({rows_, dimension_});
    law_.fill(rng_.split(number), x.values());
    quantizer_.forward(x.matrix(), q.matrix());
    if (zeroStaysZero_)
        for (std::size_t i = 0; i < x.size(); ++i)
            if (x[i] == 0) q[i] = 0;
    const auto product = [this](std::span<const float> a, std::span<const float> b) {
        double sum = 0;
        for (std::size_t k = 0; k < dimension_; ++k) sum += static_cast<double>(a[k]) * static_cast<double>(b[k]);
        return sum;
    };
    std::vector<double> norms(rows_);
    for (std::size_t r = 0; r < rows_; ++r) {
        norms[r] = std::sqrt(product(x.row(r), x.row(r)));
        const double length = norms[r] * std::sqrt(product(q.row(r), q.row(r)));
        block.quantized.push_back(degreesFromCosine(product(x.row(r), q.row(r)) / length)); // 0/0 stays NaN
    }
    for (std::size_t r = 0; r + 1 < rows_; r += 2)
        block.pairs.push_back(degreesFromCosine(product(x.row(r), x.row(r + 1)) / (norms[r] * norms[r + 1])));
}

/// The bins must fit a peak whose width is not known before: the first samples are looked at once.
void AngleStream::choosePilotRanges() {
    std::vector<double> quantized, pairs;
    for (std::uint64_t block = 0; block < 16 || quantized.size() < 64; ++block) {
        Block pilot;
        measure(block, pilot);
        std::ranges::copy_if(pilot.quantized, std::back_inserter(quantized), [](double a) { return std::isfinite(a); });
        std::ranges::copy_if(pilot.pairs, std::back_inserter(pairs), [](double a) { return std::isfinite(a); });
        if (block > 4096 || (quantized.size() >= 512 && pairs.size() >= 256)) break;
    }
    const auto fit = [](AngleTally& tally, std::vector<double>& angles) {
        if (angles.empty()) return tally.setRange(0, 180, bins);
        const auto [least, most] = std::ranges::minmax(angles);
        const double margin = std::max(0.5 * (most - least), 1e-3);
        tally.setRange(std::max(0.0, least - margin), std::min(180.0, most + margin), bins);
    };
    fit(quantized_, quantized);
    fit(pairs_, pairs);
}

void AngleStream::advance(std::uint64_t samples, Progress* progress) {
    std::uint64_t blocks = (samples + rows_ - 1) / rows_;
    while (blocks > 0 && !(progress && progress->cancelled())) {
        const auto round = static_cast<std::size_t>(std::min<std::uint64_t>(blocks, blocksPerRound));
        std::vector<Block> results(round);
        parallelBlocks(round, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t b = begin; b < end; ++b) measure(nextBlock_ + b, results[b]);
        });
        for (const Block& block : results) {
            for (const double angle : block.quantized)
                if (std::isfinite(angle)) quantized_.add(angle);
                else ++skipped_;
            for (const double angle : block.pairs)
                if (std::isfinite(angle)) pairs_.add(angle);
        }
        nextBlock_ += round;
        blocks -= round;
        if (progress) progress->advance(round * rows_);
    }
}

} // namespace orthant
