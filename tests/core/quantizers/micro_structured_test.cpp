// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <algorithm>
#include <cmath>

using namespace orthant;

namespace {

Component micro(std::int64_t block, double zeros) {
    return Component("micro_structured", {{"block", block}, {"zeros", zeros}});
}

} // namespace

TEST_CASE("without zero blocks micro_structured is hada_scale", "[quantizers]") {
    for (const std::int64_t block : {1, 8, 13, 200}) {
        INFO(block);
        const Tensor x = test::normals(6, 65, 3), g = test::normals(6, 65, 4);
        const auto ours = makeQuantizer(micro(block, 0)),
                   blocks = makeQuantizer(Component("hada_scale", {{"beta", block}}));
        CHECK(std::ranges::equal(test::forward(*ours, x).values(), test::forward(*blocks, x).values()));
        CHECK(std::ranges::equal(test::backward(*ours, x, g).values(), test::backward(*blocks, x, g).values()));
    }
}

TEST_CASE("the given share of the blocks is zero, and they are the weakest of the layer", "[quantizers]") {
    const Tensor x = test::normals(10, 64, 5), g = test::normals(10, 64, 6);
    const auto quantizer = makeQuantizer(micro(8, 0.3)),
               blocks = makeQuantizer(Component("hada_scale", {{"beta", std::int64_t{8}}}));
    const Tensor q = test::forward(*quantizer, x), all = test::forward(*blocks, x);
    const Tensor dx = test::backward(*quantizer, x, g), dAll = test::backward(*blocks, x, g);
    std::size_t zeros = 0;
    float strongestZero = 0, weakestKept = 1e9F;
    for (std::size_t begin = 0; begin < x.size(); begin += 8) {
        double mean = 0;
        for (std::size_t i = begin; i < begin + 8; ++i)
            mean += std::abs(static_cast<double>(x[i])) / 8;
        const bool zero = q[begin] == 0;
        zeros += zero;
        if (zero)
            strongestZero = std::max(strongestZero, static_cast<float>(mean));
        else
            weakestKept = std::min(weakestKept, static_cast<float>(mean));
        for (std::size_t i = begin; i < begin + 8; ++i) {
            REQUIRE(q[i] == (zero ? 0.0F : all[i]));
            REQUIRE(dx[i] == (zero ? g[i] : dAll[i])); // a zero block gets the whole gradient
        }
    }
    CHECK(zeros == 24); // of 80
    CHECK(strongestZero <= weakestKept);
}
