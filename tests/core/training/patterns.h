// SPDX-License-Identifier: GPL-3.0-or-later
/// Small things to train, for tests of training methods and terms.
#pragma once

#include "tests/core/network/reference_network.h"

#include "core/training/trainer.h"

#include <cmath>
#include <vector>

namespace orthant::test {

/// Four noisy patterns of 6 x 6 pixels.
inline Dataset patterns(std::size_t count) {
    Dataset data;
    data.sampleShape = {6, 6};
    data.classes = 4;
    data.classNames = {"a", "b", "c", "d"};
    const Tensor centre = pixels({4, 36}, 9);
    const auto fill = [&](Samples& samples, std::size_t n, std::uint64_t seed) {
        const Tensor noise = pixels({n, 36}, seed);
        samples.inputs.resize({n, 6, 6});
        for (std::size_t i = 0; i < n; ++i) {
            samples.labels.push_back(static_cast<std::uint16_t>(i % 4));
            for (std::size_t k = 0; k < 36; ++k)
                samples.inputs.row(i)[k] = std::round(128 * (0.5F * centre.row(i % 4)[k] + 0.5F * noise.row(i)[k])) / 128;
        }
    };
    fill(data.train, count, 1);
    fill(data.test, 200, 2);
    return data;
}

/// 36-48-40-4 with signs between the layers.
inline std::vector<Component> signLayers(const char* weights = "ste_sign") {
    return {Component("flatten"), dense(48, weights), Component("batch_norm"), Component("binarize"),
            dense(40, weights), Component("batch_norm"), Component("binarize"),
            dense(4, weights), Component("batch_norm")};
}

inline Params trainingParams(std::int64_t epochs = 5) {
    return resolveParams(trainerParams(), {{"epochs", epochs}, {"batchSize", std::int64_t{50}}}, "");
}

} // namespace orthant::test
