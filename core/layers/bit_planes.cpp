// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"
#include "core/layers/input_bits_layer.h"

namespace orthant {

LayerEntry layer_entries::bit_planes() {
    LayerEntry entry;
    entry.id = "bit_planes";
    entry.title = "Bit planes";
    entry.summary = "Gives each pixel as the bits of its byte, the highest first: so the first layer is binary too.";
    entry.source = "definition";
    entry.params = {integerParam("planes", "Planes", 8, "So many of the highest bits.").range(1, 8)};
    entry.build = [](const Params& params, const LayerSite& site) {
        return inputBitsLayer(InputBits::Code::Planes, params, site);
    };
    return entry;
}

} // namespace orthant
