// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"

namespace orthant {

std::span<const LayerEntry> layerCatalogue() {
    static const LayerEntry table[] = {
#define ORTHANT_ENTRY(id) layer_entries::id(),
#include "core/layers/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

const Tensor& Activation::asFloat(Tensor& scratch) const {
    if (!binary) return values;
    scratch.reshape({batch, bits.cols()});
    bits.unpack(scratch.matrix());
    return scratch;
}

} // namespace orthant
