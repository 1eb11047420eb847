// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/data/catalogue.h"

#include <cmath>
#include <numbers>

namespace orthant {

namespace {

/// Two half circles of radius 1 that reach into each other, then centred and scaled so that without noise they fill
/// [-1, 1] x [-1/2, 1/2]. Sample i depends on (rng, i) only.
Samples moons(const Rng& rng, std::size_t count, double noise) {
    Samples samples{Tensor({count, 2}), std::vector<std::uint16_t>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const Rng draw = rng.split(i);
        const bool lower = draw.below(0, 2) == 1;
        const double angle = std::numbers::pi * draw.uniform(1);
        const double x = (lower ? 1 - std::cos(angle) : std::cos(angle)) + noise * draw.normal(2);
        const double y = (lower ? 0.5 - std::sin(angle) : std::sin(angle)) + noise * draw.normal(3);
        samples.inputs[2 * i] = static_cast<float>((x - 0.5) / 1.5);
        samples.inputs[2 * i + 1] = static_cast<float>((y - 0.25) / 1.5);
        samples.labels[i] = lower ? 1 : 0;
    }
    return samples;
}

Dataset load(const Params& params, const DataContext&) {
    const auto seed = static_cast<std::uint64_t>(params.integer("seed"));
    const double noise = params.real("noise");
    return {"Two moons",
            {2},
            2,
            {"upper", "lower"},
            moons(Rng(seed, 1), params.size("train"), noise),
            moons(Rng(seed, 2), params.size("test"), noise)};
}

} // namespace

DatasetEntry dataset_entries::two_moons() {
    return {{"two_moons",
             "Two moons",
             "Points on two half circles that reach into each other: a plane to watch a boundary in",
             "derived here",
             "",
             {integerParam("train", "Training points", 2000, "Points to train with.").range(2, 1e6),
              integerParam("test", "Test points", 1000, "Points to test with.").range(1, 1e6),
              realParam("noise", "Noise", 0.1, "Standard deviation of the noise on both coordinates.")
                  .in("radii")
                  .range(0, 1),
              integerParam("seed", "Seed", 1, "Which points are drawn.").range(0, 9e15)}},
            load};
}

} // namespace orthant
