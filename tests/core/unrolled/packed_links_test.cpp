// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/packed_links.h"
#include "tests/core/unrolled/link_weights/link_helpers.h"

using namespace orthant;

TEST_CASE("products with packed weights are those with the weights themselves", "[unrolled]") {
    const std::string channel = "channel", ttq = "ttq", kept = "float";
    for (const Component& component :
         {Component("one_bit"), Component("one_bit", {{"scope", channel}}), Component("ternary"), Component("ternary", {{"rule", ttq}, {"scope", channel}}),
          Component("k_bit"), Component("pruned"), Component("pruned", {{"keep", kept}}), Component("float32")})
        for (const bool dense : {false, true}) {
            INFO(component.id);
            test::LinkBench bench(component, dense ? denseMask(7, 70) : test::smallMask(), 1);
            const Packed packed = bench.scheme->pack(bench.latent)[0];
            const std::size_t samples = 70; // more than one block of samples
            Tensor in({samples, packed.cols}), out({samples, packed.rows});
            fillNormal(Rng(2), 1, in.values());
            multiplyPacked(packed, in.matrix(), out.matrix());
            for (std::size_t s = 0; s < samples; ++s)
                for (std::size_t r = 0; r < packed.rows; ++r) {
                    double sum = 0, size = 0;
                    for (std::size_t c = 0; c < packed.cols; ++c) {
                        const double term = static_cast<double>(bench.weights[0].row(r)[c]) * static_cast<double>(in.row(s)[c]);
                        sum += term;
                        size += std::abs(term);
                    }
                    // The bound of one program at packed_solver.h, once more for the roundings of planes and offsets.
                    REQUIRE(std::abs(static_cast<double>(out.row(s)[r]) - sum) <= 2 * static_cast<double>(packed.cols) * 0x1p-23 * size + 1e-12);
                }
        }
}
