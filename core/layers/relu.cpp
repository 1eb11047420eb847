// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/pointwise_layer.h"

namespace orthant {

LayerEntry layer_entries::relu() {
    return pointwiseEntry<Relu>("ReLU", "Keeps positive values, replaces negative ones by 0.", "Nair and Hinton 2010");
}

} // namespace orthant
