// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/weight_motion.h"

#include "core/quantizers/rows.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

constexpr double deadSlope = 1e-3;
constexpr double window = 0.01;                      ///< F is smoothed over this distance on both sides
constexpr std::size_t mostSampled = std::size_t{1} << 14; ///< weights of a layer whose B is looked at, at equal steps

constexpr MotionField fields[] = {
    {"fromStart", "Signs changed since the start", "fraction", "Share of the shipped bits that differ from those of the first step.",
     &WeightMotion::fromStart},
    {"flipMass", "Flip mass", "", "2 |w*| summed over the weights that flipped, for each step: the error term of BinaryConnect.", &WeightMotion::flipMass},
    {"certificate", "Certificate", "", "(D_1 + flip mass so far) / sum of the learning rates, with the signs of now as the point of comparison.",
     &WeightMotion::certificate},
    {"binarityGap", "Binarity gap", "", "Distance of what trains from what ships, as part of what ships.", &WeightMotion::binarityGap},
    {"dead", "Dead weights", "fraction", "Share of weights whose backward factor |B| is below 0.001.", &WeightMotion::dead},
    {"negative", "Negative slopes", "fraction", "Share of weights whose backward factor is negative: they move against the gradient.",
     &WeightMotion::negative},
    {"gradientMatch", "Gradient match", "cosine", "Angle between the gradient that was used and that through F, smoothed over 0.01 to both sides.",
     &WeightMotion::gradientMatch},
    {"schedule", "Schedule", "", "What the schedule of the quantizer moves: mu, beta, t, ...", &WeightMotion::schedule},
    {"distance", "Distance from the start", "", "Length of w* - w*_1, as part of the length of w*_1.", &WeightMotion::distance},
};

double square(float x) { return static_cast<double>(x) * static_cast<double>(x); }

/// B, and the gradient through B beside that through the slope of F, at some of the weights.
void measurePair(const ScalarMaps& maps, const Parameter& latent, MotionSums& sums) {
    const std::size_t count = latent.value.size(), step = (count + mostSampled - 1) / mostSampled;
    const bool hasGradient = latent.gradient.size() == count;
    for (std::size_t i = 0; i < count; i += step) {
        const auto w = static_cast<double>(latent.value[i]);
        const double b = maps.backward(w);
        ++sums.sampled;
        sums.dead += std::abs(b) < deadSlope;
        sums.negative += b < 0;
        if (!hasGradient || b == 0) continue;
        const auto used = static_cast<double>(latent.gradient[i]); // B times the gradient at F(w*)
        const double slope = (maps.forward(w + window) - maps.forward(w - window)) / (2 * window), through = used / b * slope;
        sums.given += used * used;
        sums.both += used * through;
        sums.smooth += through * through;
    }
}

} // namespace

std::span<const MotionField> motionFields() { return fields; }

void MotionSums::add(const MotionSums& other) {
    for (double MotionSums::* sum : {&MotionSums::bits, &MotionSums::changed, &MotionSums::mass, &MotionSums::allMass, &MotionSums::startGap,
                                     &MotionSums::moved, &MotionSums::start, &MotionSums::softness, &MotionSums::shipped, &MotionSums::sampled,
                                     &MotionSums::dead, &MotionSums::negative, &MotionSums::given, &MotionSums::both, &MotionSums::smooth})
        this->*sum += other.*sum;
    hasSigns = hasSigns || other.hasSigns;
    hasStart = hasStart || other.hasStart;
    if (!schedule) schedule = other.schedule;
}

WeightMotion MotionSums::reading(double steps, double rates) const {
    WeightMotion motion;
    if (hasStart && bits > 0) motion.fromStart = changed / bits;
    if (hasSigns && steps > 0) motion.flipMass = mass / steps;
    if (hasSigns && hasStart && rates > 0) motion.certificate = (startGap + allMass) / rates;
    if (shipped > 0) motion.binarityGap = std::sqrt(softness / shipped);
    if (sampled > 0) {
        motion.dead = dead / sampled;
        motion.negative = negative / sampled;
    }
    if (given > 0 && smooth > 0) motion.gradientMatch = std::clamp(both / std::sqrt(given * smooth), -1.0, 1.0);
    motion.schedule = schedule;
    if (start > 0) motion.distance = std::sqrt(moved / start);
    return motion;
}

MotionSums measureMotion(const QuantizedWeights& weights, const Packed& shipped, const Tensor& start, double progress) {
    MotionSums sums;
    const Tensor& latent = weights.latent().value;
    sums.hasSigns = weights.quantizer().signs() != Signs::Never;
    for (std::size_t i = 0; i < latent.size(); ++i) {
        sums.start += square(start[i]);
        sums.moved += square(latent[i] - start[i]);
        if (sums.hasSigns && (latent[i] >= 0) != (start[i] >= 0)) sums.startGap += 2 * std::abs(static_cast<double>(start[i]));
    }
    const Tensor hard = shipped.dequantize(), soft = weights.soft() ? weights.quantizer().pack(latent.matrix()).dequantize() : Tensor();
    for (std::size_t i = 0; i < hard.size(); ++i) {
        sums.shipped += square(hard[i]);
        if (!soft.empty()) sums.softness += square(soft[i] - hard[i]);
    }
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), weights.component().id, "quantizer");
    if (entry.scalar) {
        const ScalarMaps maps = scalarMaps(weights.component(), progress);
        sums.schedule = maps.schedule;
        measurePair(maps, weights.latent(), sums);
    }
    return sums;
}

} // namespace orthant
