// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/trained_network.h"

#include <filesystem>
#include <memory>

namespace orthant {

/// Opens what a run has trained: its network with the latent weights of the newest checkpoint (model.safetensors holds
/// signs only) and its data set.
/// @errors  Error that names the folder: not there, no run, nothing trained yet, data that are not where they were
std::shared_ptr<TrainedNetwork> openTrainedRun(const std::filesystem::path& folder);

/// The network of a run alone, for samples of another data set: a teacher.
/// @errors  as above; Error when the network does not take such samples or has other classes
std::shared_ptr<Network> openTrainedNetwork(const std::filesystem::path& folder, const Shape& sampleShape, std::size_t classes);

} // namespace orthant
