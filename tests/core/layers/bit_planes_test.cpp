// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("bit planes are the bits of the byte of each pixel, the highest first", "[layers]") {
    for (const std::int64_t planes : {8, 3}) {
        BuiltLayer built = test::build("bit_planes", {16, 16}, {{"planes", planes}});
        const auto count = static_cast<std::size_t>(planes);
        CHECK(built.output == Shape{16, 16, count});
        Tensor x({1, 16, 16});
        for (std::size_t byte = 0; byte < 256; ++byte) x[byte] = (2 * static_cast<float>(byte) - 255) / 256;
        Activation out;
        built.layer->forward(test::activation(x), out, {});
        for (std::size_t byte = 0; byte < 256; ++byte)
            for (std::size_t j = 0; j < count; ++j) CHECK(out.bits.get(0, byte * count + j) == ((byte & (0x80U >> j)) != 0));
    }
}

TEST_CASE("bit planes take values beyond the pixels as black and white", "[layers]") {
    BuiltLayer built = test::build("bit_planes", {2});
    Tensor x({1, 2});
    x[0] = -7;
    x[1] = 7;
    Activation out;
    built.layer->forward(test::activation(x), out, {});
    for (std::size_t j = 0; j < 8; ++j) {
        CHECK_FALSE(out.bits.get(0, j));
        CHECK(out.bits.get(0, 8 + j));
    }
}
