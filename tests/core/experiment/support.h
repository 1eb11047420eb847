// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/experiment.h"

#include <string>

namespace support {

/// Two moons, 2-16-16-2, 20 steps for each epoch: an epoch takes a few milliseconds.
inline orthant::Experiment tinyExperiment(int epochs = 3) {
    return orthant::parseExperiment(R"({
        "orthant": 1, "name": "tiny", "title": "Tiny", "seed": 7,
        "data": {"id": "two_moons", "train": 400, "test": 200},
        "network": {"layers": [
            {"id": "dense", "units": 16, "weights": "identity"}, "batch_norm", "binarize",
            {"id": "dense", "units": 16}, "batch_norm", "binarize", {"id": "dropout", "rate": 0.1},
            {"id": "dense", "units": 2}, "batch_norm"]},
        "training": {"epochs": )" + std::to_string(epochs) + R"(, "batchSize": 20, "optimizer": {"id": "adam", "learningRate": 0.01}},
        "probes": {"everySteps": 7, "weightsEverySteps": 11, "histogramBins": 8, "boundaryCells": 6}
    })");
}

} // namespace support
