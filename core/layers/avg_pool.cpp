// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/average_pool_layer.h"
#include "core/layers/catalogue.h"

namespace orthant {

LayerEntry layer_entries::avg_pool() {
    LayerEntry entry;
    entry.id = "avg_pool";
    entry.title = "Average pool";
    entry.summary = "The mean under a window, for each channel.";
    entry.source = "definition";
    entry.params = poolParams();
    entry.build = [](const Params& params, const LayerSite& site) {
        const Window window = poolWindow(params, site);
        const Shape shape = window.outShape(window.channels);
        return BuiltLayer{std::make_unique<AveragePoolLayer>(window, shape), shape, false};
    };
    return entry;
}

} // namespace orthant
