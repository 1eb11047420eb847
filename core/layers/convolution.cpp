// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/convolution.h"

#include "core/bits/bit_images.h"
#include "core/tensor/patches.h"

#include <algorithm>
#include <cassert>

namespace orthant {

void convolve(const PackedProduct& product, const Window& window, float padding, const Activation& in,
              Activation& patches, MatrixView out) {
    assert(out.rows == in.batch * window.positions());
    patches.binary = in.binary;
    if (in.binary) {
        gatherPatches(in.bits, window, padding > 0, patches.bits);
        patches.batch = out.rows;
        return product.accumulate(patches, out);
    }
    constexpr std::size_t limit = std::size_t{1} << 22; // values of patches at a time: 16 MB
    const std::size_t samples = std::clamp<std::size_t>(limit / (window.positions() * window.patch()), 1, in.batch);
    for (std::size_t begin = 0; begin < in.batch; begin += samples) {
        const std::size_t count = std::min(samples, in.batch - begin), rows = count * window.positions();
        patches.values.reshape({rows, window.patch()});
        gatherPatches({in.values.data() + begin * window.inputs(), count, window.inputs(), window.inputs()}, window, padding,
                      patches.values.matrix());
        patches.batch = rows;
        product.accumulate(patches, {out.row(begin * window.positions()), rows, out.cols, out.stride});
    }
}

} // namespace orthant
