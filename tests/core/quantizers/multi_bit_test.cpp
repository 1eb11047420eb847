// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/products.h"
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>
#include <cstdint>

using namespace orthant;

namespace {

Component bits(std::int64_t count) { return Component("multi_bit", {{"bits", count}}); }

} // namespace

TEST_CASE("multi_bit rounds to equal steps from -1 to 1; one bit is the sign", "[quantizers]") {
    const Tensor x = test::row({-5, -0.67F, -0.66F, -0.1F, 0, 0.3F, 0.67F, 1});
    const Tensor two = test::forward(*makeQuantizer(bits(2)), x), one = test::forward(*makeQuantizer(bits(1)), x);
    const double levels[] = {-1, -1, -1.0 / 3, -1.0 / 3, 1.0 / 3, 1.0 / 3, 1, 1};
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(static_cast<double>(two[i]) == Approx(levels[i]).margin(1e-6));
        CHECK(one[i] == (x[i] >= 0 ? 1.0F : -1.0F));
    }
    const Tensor dx = test::backward(*makeQuantizer(bits(2)), x, Tensor(x.shape(), 1.0F));
    CHECK(dx[0] == 0.0F);
    CHECK(dx[7] == 1.0F);
}

TEST_CASE("dot products of multi-bit values are weighted sums of counts, exactly", "[quantizers]") {
    for (std::int64_t m = 1; m <= 4; ++m)
        for (std::int64_t k = 1; k <= 3; ++k) {
            INFO(m << " and " << k << " bits");
            const Tensor x = test::normals(1, 77, 4, 0.6F), w = test::normals(1, 77, 5, 0.6F);
            const Packed px = makeQuantizer(bits(m))->pack(x.matrix()), pw = makeQuantizer(bits(k))->pack(w.matrix());
            const Tensor qx = px.dequantize(), qw = pw.dequantize();
            std::int64_t counted = 0, plain = 0;
            for (std::size_t i = 0; i < px.planes.size(); ++i)
                for (std::size_t j = 0; j < pw.planes.size(); ++j) {
                    std::int32_t dot = 0;
                    xnorProduct(px.planes[i], BitPanels(pw.planes[j]), {&dot, 1});
                    counted += (std::int64_t{1} << (i + j)) * dot;
                }
            for (std::size_t i = 0; i < 77; ++i) // the odd integers that the values stand for
                plain += std::lround(qx[i] * static_cast<float>((1 << m) - 1)) * std::lround(qw[i] * static_cast<float>((1 << k) - 1));
            CHECK(counted == plain);
        }
}
