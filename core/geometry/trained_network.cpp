// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/trained_network.h"

#include <cassert>

namespace orthant {

std::unique_ptr<Network> TrainedNetwork::withContinuousWeights(std::span<const std::size_t> layers) const {
    std::vector<Component> changed = components;
    for (const std::size_t layer : layers) {
        Component& component = changed[layer];
        assert(component.params && component.params->has("weights"));
        Params params = *component.params;
        params.set("weights", Component("identity"));
        component = Component(component.id, std::move(params));
    }
    auto copy = std::make_unique<Network>(changed, network->inputShape(), network->classes(), seed);
    copy->restore(network->state());
    return copy;
}

} // namespace orthant
