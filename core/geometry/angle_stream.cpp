// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"

#include "core/base/aligned_vector.h"
#include "core/base/parallel.h"
#include "core/kernels/pair_sums.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {

namespace {

constexpr std::size_t valuesPerBlock = std::size_t{1} << 15; // stays in the cache of one core
constexpr std::size_t valuesPerRound = std::size_t{1} << 21; // between two looks at the stop token
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

/// What a thread needs to measure a block.
struct AngleStream::Scratch {
    AlignedVector<float> x, q;
};

AngleStream::AngleStream(const EntrySampler& law, std::size_t dimension, const Quantizer& quantizer, bool zeroStaysZero,
                         std::uint64_t seed)
    : law_(law), dimension_(dimension), quantizer_(quantizer), zeroStaysZero_(zeroStaysZero), rng_(seed),
      bySums_(quantizer.isSign() && !zeroStaysZero), rows_(2 * std::max<std::size_t>(1, valuesPerBlock / (2 * dimension))) {
    choosePilotRanges();
}

/// Samples `from` to `to` of a block. Vectors are drawn from the first one of the block on, so that their values do not
/// depend on which of them are asked for.
void AngleStream::measure(std::uint64_t number, std::size_t from, std::size_t to, Block& block, Scratch& scratch) const {
    const std::size_t rows = to + to % 2, d = dimension_;
    scratch.x.resize(rows * d);
    law_.fill(rng_.split(number), scratch.x);
    const float* x = scratch.x.data();
    if (!bySums_) {
        scratch.q.resize(rows * d);
        quantizer_.forward({x, rows, d, d}, {scratch.q.data(), rows, d, d});
        if (zeroStaysZero_)
            for (std::size_t i = 0; i < rows * d; ++i)
                if (x[i] == 0) scratch.q[i] = 0;
    }
    // 0/0 stays NaN.
    const auto quantizedAngle = [&](std::size_t row, double magnitude, double square) {
        if (bySums_) return degreesFromCosine(magnitude / std::sqrt(square * static_cast<double>(d)));
        const auto sums = kernels::pairSums(x + row * d, scratch.q.data() + row * d, d);
        return degreesFromCosine(sums.product / std::sqrt(sums.squareA * sums.squareB));
    };
    for (std::size_t row = from - from % 2; row < to; row += 2) {
        const auto sums = kernels::pairSums(x + row * d, x + (row + 1) * d, d);
        if (row >= from) block.quantized.push_back(quantizedAngle(row, sums.magnitudeA, sums.squareA));
        if (row + 1 >= to) continue;
        block.quantized.push_back(quantizedAngle(row + 1, sums.magnitudeB, sums.squareB));
        block.pairs.push_back(degreesFromCosine(sums.product / std::sqrt(sums.squareA * sums.squareB)));
    }
}

/// Samples `from` to `to` of the stream, by blocks.
std::vector<AngleStream::Block> AngleStream::measure(std::uint64_t from, std::uint64_t to) const {
    const std::uint64_t first = from / rows_;
    std::vector<Block> blocks(static_cast<std::size_t>((to + rows_ - 1) / rows_ - first));
    parallelBlocks(blocks.size(), std::max<std::size_t>(1, blocks.size() / 16), [&](std::size_t begin, std::size_t end) {
        Scratch scratch;
        for (std::size_t b = begin; b < end; ++b) {
            const std::uint64_t start = (first + b) * rows_;
            const auto low = static_cast<std::size_t>(std::max(from, start) - start);
            const auto high = static_cast<std::size_t>(std::min<std::uint64_t>(to - start, rows_));
            measure(first + b, low, high, blocks[b], scratch);
        }
    });
    return blocks;
}

/// The bins must fit a peak whose width is not known before: the first samples are looked at once.
void AngleStream::choosePilotRanges() {
    std::vector<double> quantized, pairs;
    // In high dimension a sample is dear and the peak is a normal one, so a few tell its width. Sparse vectors in low
    // dimension are often zero and have no angle: then more are drawn.
    const std::uint64_t samples = std::clamp<std::uint64_t>((std::uint64_t{1} << 19) / dimension_, 10, 512);
    for (std::uint64_t start = 0; start < 64 * samples && quantized.size() < samples / 2; start += samples)
        for (const Block& pilot : measure(start, start + samples)) {
            std::ranges::copy_if(pilot.quantized, std::back_inserter(quantized), [](double a) { return std::isfinite(a); });
            std::ranges::copy_if(pilot.pairs, std::back_inserter(pairs), [](double a) { return std::isfinite(a); });
        }
    const auto fit = [](AngleTally& tally, std::vector<double>& angles) {
        if (angles.empty()) return tally.setRange(0, 180, bins);
        const auto [least, most] = std::ranges::minmax(angles);
        const double margin = std::max((angles.size() < 64 ? 1.0 : 0.5) * (most - least), 1e-3);
        tally.setRange(std::max(0.0, least - margin), std::min(180.0, most + margin), bins);
    };
    fit(quantized_, quantized);
    fit(pairs_, pairs);
}

void AngleStream::advance(std::uint64_t samples, Progress* progress) {
    const std::uint64_t end = next_ + samples;
    const std::size_t blocksPerRound = std::max<std::size_t>(2, valuesPerRound / (rows_ * dimension_));
    while (next_ < end && !(progress && progress->cancelled())) {
        const std::uint64_t to = std::min(end, (next_ / rows_ + blocksPerRound) * rows_);
        for (const Block& block : measure(next_, to)) {
            for (const double angle : block.quantized)
                if (std::isfinite(angle)) quantized_.add(angle);
                else ++skipped_;
            for (const double angle : block.pairs)
                if (std::isfinite(angle)) pairs_.add(angle);
        }
        if (progress) progress->advance(to - next_);
        next_ = to;
    }
}

} // namespace orthant
