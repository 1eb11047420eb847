// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests that train on MNIST, which may be absent.
#pragma once

#include "core/base/params.h"
#include "tests/catch.h"
#include "tests/places.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace support {

/// The folder of MNIST; nothing, with a warning, where it is absent.
inline std::optional<std::filesystem::path> mnistFolder() {
    const std::filesystem::path folder = orthant::testData() / "mnist";
    if (std::filesystem::exists(folder)) return folder;
    WARN("no MNIST in " << folder << ": skipped");
    return std::nullopt;
}

/// The layers with this quantizer for the weights of all dense ones.
inline std::vector<orthant::Component> withWeights(std::vector<orthant::Component> layers, const std::string& quantizer) {
    for (orthant::Component& layer : layers)
        if (layer.id == "dense") {
            orthant::Params params = *layer.params;
            params.set("weights", orthant::Component(quantizer));
            layer = orthant::Component("dense", params);
        }
    return layers;
}

} // namespace support
