// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A trained network, latent weights included, with the data that it was trained on.
struct TrainedNetwork {
    std::string name;                  ///< of the run, for people
    std::vector<Component> components; ///< of which the network was built, one for each layer
    std::uint64_t seed = 1;
    double latentClip = 0; ///< training kept latent weights within this distance of 0; 0: anywhere
    std::unique_ptr<Network> network;
    std::shared_ptr<const Dataset> data;

    /// A copy in which the weights of these layers are left continuous: the latent weights themselves.
    /// @param layers  indices of layers with a parameter "weights"
    std::unique_ptr<Network> withContinuousWeights(std::span<const std::size_t> layers) const;
};

} // namespace orthant
