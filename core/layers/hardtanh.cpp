// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/pointwise_layer.h"

namespace orthant {

LayerEntry layer_entries::hardtanh() {
    return pointwiseEntry<Hardtanh>("Hard tanh", "Clamps values to [-1, 1].", "definition");
}

} // namespace orthant
