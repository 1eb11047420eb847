// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/weights.h"
#include "core/training/run_event.h"

#include <optional>
#include <span>

namespace orthant {

/// A field of WeightMotion, for files and plots.
struct MotionField {
    const char* id;    ///< the JSON key
    const char* title;
    const char* unit;
    const char* help;  ///< one sentence
    std::optional<double> WeightMotion::* value;
};
std::span<const MotionField> motionFields();

/// Sums over weights that WeightMotion is made of. Those of layers add up to those of the network.
struct MotionSums {
    double bits = 0, changed = 0;                  ///< shipped bits, and those that differ from the start
    double mass = 0, allMass = 0, startGap = 0;    ///< flip mass since the reading before and since the start; D_1
    double moved = 0, start = 0;                   ///< squares of w* - w*_1 and of w*_1
    double softness = 0, shipped = 0;              ///< squares of F(w*) less what ships, and of what ships
    double sampled = 0, dead = 0, negative = 0;    ///< weights whose B was looked at
    double given = 0, both = 0, smooth = 0;        ///< products of B g with itself, of both gradients, of the smooth one with itself
    bool hasSigns = false, hasStart = false;       ///< what ships is the sign of w*; the start is known
    std::optional<double> schedule;

    void add(const MotionSums& other);
    /// @param steps  since the reading before
    /// @param rates  sum of the learning rates of all steps
    WeightMotion reading(double steps, double rates) const;
};

/// Looks at the latent weights as they are now.
/// @param start     the latent weights at the start
/// @param progress  of the schedule, as of the last step
MotionSums measureMotion(const QuantizedWeights& weights, const Packed& shipped, const Tensor& start, double progress);

} // namespace orthant
