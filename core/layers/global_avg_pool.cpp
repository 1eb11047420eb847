// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/average_pool_layer.h"
#include "core/layers/catalogue.h"

namespace orthant {

LayerEntry layer_entries::global_avg_pool() {
    LayerEntry entry;
    entry.id = "global_avg_pool";
    entry.title = "Global average pool";
    entry.summary = "The mean of each channel over the whole image: a vector.";
    entry.source = "Lin, Chen and Yan 2013, arXiv:1312.4400";
    entry.build = [](const Params&, const LayerSite& site) {
        Window window = windowOver(site.input, 1, 1, 1, false, site.where);
        window.kernelHeight = window.height;
        window.kernelWidth = window.width;
        const Shape shape{window.channels};
        return BuiltLayer{std::make_unique<AveragePoolLayer>(window, shape), shape, false};
    };
    return entry;
}

} // namespace orthant
