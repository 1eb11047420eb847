// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/data/catalogue.h"

#include <cmath>
#include <numbers>

namespace orthant {

namespace {

/// Arms of Archimedean spirals around the origin, inside the unit disc but for the noise. The radius is the root of a
/// uniform number, so that points are spread evenly along an arm. Sample i depends on (rng, i) only.
Samples arms(const Rng& rng, std::size_t count, std::size_t classes, double turns, double noise) {
    Samples samples{Tensor({count, 2}), std::vector<std::uint16_t>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const Rng draw = rng.split(i);
        const std::uint64_t arm = draw.below(0, classes);
        const double radius = std::sqrt(draw.uniform(1));
        const double angle =
            2 * std::numbers::pi * (turns * radius + static_cast<double>(arm) / static_cast<double>(classes));
        samples.inputs[2 * i] = static_cast<float>(radius * std::cos(angle) + noise * draw.normal(2));
        samples.inputs[2 * i + 1] = static_cast<float>(radius * std::sin(angle) + noise * draw.normal(3));
        samples.labels[i] = static_cast<std::uint16_t>(arm);
    }
    return samples;
}

Dataset load(const Params& params, const DataContext&) {
    const auto seed = static_cast<std::uint64_t>(params.integer("seed"));
    const std::size_t classes = params.size("arms");
    const double turns = params.real("turns"), noise = params.real("noise");
    std::vector<std::string> names;
    for (std::size_t arm = 1; arm <= classes; ++arm)
        names.push_back("arm " + std::to_string(arm));
    return {"Spirals",
            {2},
            classes,
            std::move(names),
            arms(Rng(seed, 1), params.size("train"), classes, turns, noise),
            arms(Rng(seed, 2), params.size("test"), classes, turns, noise)};
}

} // namespace

DatasetEntry dataset_entries::spirals() {
    return {{"spirals",
             "Spirals",
             "Points on spiral arms around the origin: harder than moons, with as many classes as arms",
             "derived here",
             "",
             {integerParam("train", "Training points", 4000, "Points to train with.").range(2, 1e6),
              integerParam("test", "Test points", 1000, "Points to test with.").range(1, 1e6),
              integerParam("arms", "Arms", 2, "Spiral arms; each is a class.").range(2, 8),
              realParam("turns", "Turns", 1.0, "How often an arm goes around the origin.").range(0.25, 4),
              realParam("noise", "Noise", 0.03,
                        "Standard deviation of the noise on both coordinates, the disc having radius 1.")
                  .in("radii")
                  .range(0, 0.5),
              integerParam("seed", "Seed", 1, "Which points are drawn.").range(0, 9e15)}},
            load};
}

} // namespace orthant
