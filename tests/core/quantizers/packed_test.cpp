// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/quantizers/packed.h"

using namespace orthant;

TEST_CASE("planes add up, masks make zeros, and each counts its bits", "[quantizers]") {
    Packed packed;
    packed.rows = 1;
    packed.cols = 3;
    packed.planes = {BitMatrix(1, 3), BitMatrix(1, 3)};
    packed.planes[0].set(0, 0, true);
    packed.planes[0].set(0, 2, true);
    packed.planes[1].set(0, 2, true);
    packed.scales = {{2.0F}, {0.5F}};
    CHECK(packed.bits() == 3 + 3 + 64);
    Tensor value = packed.dequantize();
    CHECK(value[0] == 1.5F);
    CHECK(value[1] == -2.5F);
    CHECK(value[2] == 2.5F);
    packed.mask.resize(1, 3);
    packed.mask.set(0, 1, true);
    value = packed.dequantize();
    CHECK(value[0] == 0.0F);
    CHECK(value[1] == -2.5F);
    CHECK(value[2] == 0.0F);
    CHECK(packed.bits() == 3 * 3 + 64);
}

TEST_CASE("offsets are added to weights that are not masked, blocks have scales of their own", "[quantizers]") {
    Packed packed;
    packed.rows = 2;
    packed.cols = 3;
    packed.planes = {BitMatrix(2, 3)};
    packed.planes[0].set(0, 0, true);
    packed.planes[0].set(1, 2, true);
    packed.blockCols = 2;
    packed.scales = {{2.0F, 3.0F, 0.5F, 4.0F}}; // two blocks in each row, the last one narrower
    packed.offsets = {1.0F, -1.0F};
    CHECK_FALSE(packed.binary());
    CHECK(packed.bits() == 6 + 4 * 32 + 2 * 32);
    const Tensor value = packed.dequantize();
    const float expected[] = {3.0F, -1.0F, -2.0F, -1.5F, -1.5F, 3.0F};
    for (std::size_t i = 0; i < 6; ++i) CHECK(value[i] == expected[i]);
    packed.mask.resize(2, 3);
    packed.mask.set(1, 0, true);
    const Tensor masked = packed.dequantize();
    const float left[] = {0, 0, 0, -1.5F, 0, 0};
    for (std::size_t i = 0; i < 6; ++i) CHECK(masked[i] == left[i]);
}
