// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/link_weights/link_helpers.h"

using namespace orthant;

TEST_CASE("float32 weights are the latent ones, and gradients pass on the mask", "[unrolled]") {
    test::LinkBench bench(Component("float32"), test::smallMask(), 2);
    const std::vector<Tensor> up = bench.backward();
    CHECK(!bench.scheme->quantized());
    CHECK(bench.scheme->scales().empty());
    for (std::size_t r = 0; r < 6; ++r)
        for (std::size_t c = 0; c < 9; ++c) {
            REQUIRE(bench.weights[1].row(r)[c] == bench.latent[1].value.row(r)[c]);
            REQUIRE(bench.latent[1].gradient.row(r)[c] == (bench.mask.get(r, c) ? up[1].row(r)[c] : 0.0F));
        }
}
