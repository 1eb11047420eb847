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
