// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

#include <memory>
#include <string>

namespace orthant {

/// A trained network with the data that it was trained on.
struct TrainedNetwork {
    std::string name; ///< of the run, for people
    std::unique_ptr<Network> network;
    std::shared_ptr<const Dataset> data;
};

} // namespace orthant
