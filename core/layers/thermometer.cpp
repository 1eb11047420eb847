// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"
#include "core/layers/input_bits_layer.h"

namespace orthant {

LayerEntry layer_entries::thermometer() {
    LayerEntry entry;
    entry.id = "thermometer";
    entry.title = "Thermometer";
    entry.summary = "Gives each input value as signs, of which the more are +1 the larger it is: so the first layer is binary "
                    "too.";
    entry.source = "Zhang et al. 2021, FracBNN, arXiv:2012.12206";
    entry.params = {integerParam("planes", "Planes", 8, "Signs for each value.").range(1, 255)};
    entry.build = [](const Params& params, const LayerSite& site) {
        return inputBitsLayer(InputBits::Code::Thermometer, params, site);
    };
    return entry;
}

} // namespace orthant
