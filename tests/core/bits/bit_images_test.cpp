// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/bits/bit_images.h"
#include "core/tensor/patches.h"
#include "core/tensor/pooling.h"
#include "tests/catch.h"

using namespace orthant;

namespace {

Tensor randomSigns(const Shape& shape, std::uint64_t seed) {
    Tensor x(shape);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = Rng(seed).below(i, 2) == 0 ? -1.0F : 1.0F;
    return x;
}

} // namespace

TEST_CASE("patches of bits are those of floats, for runs of all lengths and offsets", "[bits]") {
    for (const std::size_t channels : {1U, 2U, 7U, 32U, 63U, 64U, 65U, 130U})
        for (const bool same : {true, false})
            for (const bool plus : {true, false})
                for (const std::size_t kernel : {1U, 2U, 3U, 5U}) {
                    INFO(channels << " channels, kernel " << kernel << (same ? ", same" : ", valid"));
                    const Window w = windowOver({6, 7, channels}, kernel, kernel, kernel == 2 ? 2 : 1, same, "");
                    const Tensor images = randomSigns({3, w.inputs()}, channels);
                    Tensor patches({3 * w.positions(), w.patch()});
                    gatherPatches(images.matrix(), w, plus ? 1.0F : -1.0F, patches.matrix());
                    BitMatrix bits;
                    gatherPatches(BitMatrix::fromSigns(images.matrix()), w, plus, bits);
                    CHECK((bits == BitMatrix::fromSigns(patches.matrix()))); // the padding bits, too
                }
}

TEST_CASE("the maximum of signs as bits is that of floats", "[bits]") {
    for (const std::size_t channels : {1U, 3U, 32U, 64U, 100U, 128U}) {
        const Window w = windowOver({7, 6, channels}, 3, 2, 2, false, "");
        const Tensor images = randomSigns({4, w.inputs()}, channels);
        Tensor largest({4, w.positions() * channels});
        maxPool(images.matrix(), w, largest.matrix());
        BitMatrix bits;
        maxPool(BitMatrix::fromSigns(images.matrix()), w, bits);
        CHECK((bits == BitMatrix::fromSigns(largest.matrix())));
    }
}
