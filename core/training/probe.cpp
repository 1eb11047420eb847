// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/probe.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace orthant {

namespace {

constexpr std::size_t mostLevels = 16;
constexpr std::size_t grain = std::size_t{1} << 16;

double largestMagnitude(std::span<const float> values) {
    float largest = 0;
    for (const float x : values) largest = std::max(largest, std::abs(x));
    return static_cast<double>(largest);
}

/// The next of 1, 2, 5 times a power of ten: a range that rarely changes while weights move.
double roundLimit(double value) {
    if (!(value > 0) || !std::isfinite(value)) return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (value <= factor * power) return factor * power;
    return 10 * power;
}

/// The levels that the shipped weights take, with their counts; nothing when there are too many.
void readLevels(const Packed& packed, std::span<const float> values, LayerReading& reading) {
    if (packed.planes.empty()) return;
    std::map<float, std::uint64_t> counts;
    for (const float x : values)
        if (++counts[x == 0 ? 0.0F : x]; counts.size() > mostLevels) return;
    for (const auto& [level, count] : counts) {
        reading.levels.push_back(static_cast<double>(level));
        reading.levelCounts.push_back(count);
    }
}

struct Moments {
    double dot = 0, latent = 0, used = 0;
};

double angleDegrees(std::span<const float> a, std::span<const float> b) {
    std::vector<Moments> parts((a.size() + grain - 1) / grain); // summed in order: the same for any number of threads
    parallelBlocks(a.size(), grain, [&](std::size_t begin, std::size_t end) {
        Moments part;
        for (std::size_t i = begin; i < end; ++i) {
            const auto x = static_cast<double>(a[i]), y = static_cast<double>(b[i]);
            part.dot += x * y;
            part.latent += x * x;
            part.used += y * y;
        }
        parts[begin / grain] = part;
    });
    Moments sum;
    for (const Moments& part : parts) {
        sum.dot += part.dot;
        sum.latent += part.latent;
        sum.used += part.used;
    }
    const double norms = std::sqrt(sum.latent * sum.used);
    if (!(norms > 0)) return 0;
    return std::acos(std::clamp(sum.dot / norms, -1.0, 1.0)) * 180 / std::numbers::pi;
}

} // namespace

Histogram histogramOf(std::span<const float> values, double limit, std::size_t bins) {
    Histogram histogram{-limit, limit, std::vector<std::uint32_t>(bins)};
    if (bins == 0) return histogram;
    const double scale = static_cast<double>(bins) / (2 * limit);
    const auto last = static_cast<double>(bins - 1);
    for (const float x : values) {
        const double bin = (static_cast<double>(x) + limit) * scale;
        ++histogram.counts[static_cast<std::size_t>(bin >= 0 ? std::min(bin, last) : 0.0)]; // NaN goes to the first bin
    }
    return histogram;
}

LayerReading readWeights(const Tensor& latent, const Packed& used, std::size_t bins, double clip) {
    LayerReading reading;
    reading.binarized = !used.planes.empty();
    reading.latent = histogramOf(latent.values(), std::isfinite(clip) ? clip : roundLimit(largestMagnitude(latent.values())), bins);
    if (!reading.binarized) {
        reading.quantized = reading.latent;
        return reading;
    }
    const Tensor q = used.dequantize();
    readLevels(used, q.values(), reading);
    if (reading.levels.empty()) reading.quantized = histogramOf(q.values(), roundLimit(largestMagnitude(q.values())), bins);
    reading.angleDegrees = angleDegrees(latent.values(), q.values());
    return reading;
}

} // namespace orthant
