// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"
#include "core/geometry/trained_network.h"
#include "core/training/trainer.h"

#include <memory>
#include <string>
#include <vector>

namespace support {

/// A small network of drawn digits after `steps` steps: one layer of signs on pixels, one of signs on signs, one that is
/// float, one of signs again.
/// @param firstWeights  the quantizer of the first layer
inline std::shared_ptr<orthant::TrainedNetwork> trainedGlyphs(int steps = 150, const std::string& quantizer = "ste_sign") {
    using namespace orthant;
    auto trained = std::make_shared<TrainedNetwork>();
    trained->name = "glyphs";
    trained->data = std::make_shared<const Dataset>(
        loadDataset(Component("glyphs", {{"train", std::int64_t{1000}}, {"test", std::int64_t{300}}}), {}));
    const auto dense = [](std::int64_t units, const std::string& weights) {
        return Component("dense", {{"units", units}, {"weights", Component(weights)}});
    };
    trained->components = {Component("flatten"), dense(40, quantizer), Component("batch_norm"), Component("binarize"),
                           Component("dropout", {{"rate", 0.1}}), dense(32, quantizer), Component("batch_norm"), Component("binarize"),
                           dense(24, "identity"), Component("batch_norm"), Component("binarize"), dense(10, quantizer),
                           Component("batch_norm")};
    trained->seed = 3;
    trained->latentClip = 1;
    trained->network = std::make_unique<Network>(trained->components, trained->data->sampleShape, trained->data->classes, trained->seed);
    const Params params = resolveParams(trainerParams(), {{"epochs", std::int64_t{15}}, {"batchSize", std::int64_t{50}},
                                                          {"optimizer", Component("adam", {{"learningRate", 0.005}})}}, "");
    Trainer trainer(*trained->network, *trained->data, params, trained->seed);
    for (int i = 0; i < steps; ++i) trainer.advance();
    return trained;
}

} // namespace support
