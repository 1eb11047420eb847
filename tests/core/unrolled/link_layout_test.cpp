// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/normals.h"
#include "core/unrolled/link_layout.h"
#include "tests/catch.h"

using namespace orthant;

namespace {

Mask blocks(std::vector<std::pair<std::size_t, std::size_t>> sizes) {
    std::size_t n = 0, m = 0;
    for (const auto& [rows, cols] : sizes) n += rows, m += cols;
    Mask mask(n, m);
    std::size_t row = 0, col = 0;
    for (const auto& [rows, cols] : sizes) {
        for (std::size_t r = row; r < row + rows; ++r)
            for (std::size_t c = col; c < col + cols; ++c) mask.set(r, c, true);
        row += rows;
        col += cols;
    }
    return mask;
}

Mask band(std::size_t n) {
    Mask mask(n, n);
    for (std::size_t r = 0; r < n; ++r)
        for (std::size_t c = 0; c < n; ++c)
            if (r < c + 3 && c < r + 3) mask.set(r, c, true);
    return mask;
}

} // namespace

TEST_CASE("a layout stores the blocks alone where they are equal and in place", "[unrolled]") {
    CHECK(layoutOf(blocks({{16, 12}, {16, 12}, {16, 12}})).width == 12);
    CHECK(layoutOf(blocks({{2, 1}, {2, 1}, {2, 1}, {2, 1}, {2, 1}, {2, 1}, {2, 1}, {2, 1}})).width == 4); // joined by fours
    CHECK(layoutOf(blocks({{16, 12}, {20, 8}})).blocks.size() == 2);
    CHECK(layoutOf(denseMask(8, 5)).width == 5);
}

TEST_CASE("products by any layout are those of the whole matrix", "[unrolled]") {
    Mask holes = blocks({{10, 6}, {10, 6}});
    holes.set(3, 2, false);
    Mask shuffled(12, 8); // two blocks that are not in place
    for (std::size_t r = 0; r < 12; ++r)
        for (std::size_t c = 0; c < 8; ++c)
            if (r % 2 == c % 2) shuffled.set(r, c, true);
    Mask rest(20, 9); // one block, then rows and columns without links
    for (std::size_t r = 0; r < 12; ++r)
        for (std::size_t c = 0; c < 5; ++c) rest.set(r, c, true);
    for (const Mask& mask : {blocks({{16, 12}, {16, 12}, {16, 12}}), blocks({{9, 12}, {20, 3}}), holes, band(20), shuffled, rest}) {
        const std::size_t n = mask.rows(), m = mask.cols(), samples = 5;
        const LinkLayout layout = layoutOf(mask);
        Tensor dense({n, m}), in({samples, m}), up({samples, n});
        fillNormal(Rng(1), 1, dense.values());
        fillNormal(Rng(2), 1, in.values());
        fillNormal(Rng(3), 1, up.values());
        const Tensor stored = layout.take(dense), whole = layout.whole(stored);
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t c = 0; c < m; ++c) REQUIRE(whole.row(r)[c] == (mask.get(r, c) ? dense.row(r)[c] : 0.0F));
        Tensor out({samples, n}, 1.0F), back({samples, m}, 9.0F), gradient(stored.shape());
        layout.multiply(stored, in.matrix(), out.matrix());
        layout.multiply(stored, in.matrix(), out.matrix(), true);
        layout.multiplyTransposed(stored, up.matrix(), back.matrix());
        layout.outerProduct(up.matrix(), in.matrix(), gradient);
        const Tensor dW = layout.whole(gradient);
        for (std::size_t s = 0; s < samples; ++s) {
            for (std::size_t r = 0; r < n; ++r) {
                double sum = 0;
                for (std::size_t c = 0; c < m; ++c) sum += static_cast<double>(whole.row(r)[c]) * static_cast<double>(in.row(s)[c]);
                REQUIRE(static_cast<double>(out.row(s)[r]) == Approx(2 * sum).margin(1e-4));
            }
            for (std::size_t c = 0; c < m; ++c) {
                double sum = 0;
                for (std::size_t r = 0; r < n; ++r) sum += static_cast<double>(whole.row(r)[c]) * static_cast<double>(up.row(s)[r]);
                REQUIRE(static_cast<double>(back.row(s)[c]) == Approx(sum).margin(1e-4));
            }
        }
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t c = 0; c < m; ++c) {
                if (!mask.get(r, c)) continue;
                double sum = 0;
                for (std::size_t s = 0; s < samples; ++s) sum += static_cast<double>(up.row(s)[r]) * static_cast<double>(in.row(s)[c]);
                REQUIRE(static_cast<double>(dW.row(r)[c]) == Approx(sum).margin(1e-4));
            }
    }
}

TEST_CASE("the mask of the second matrix is the support of S S^T, with the diagonal", "[unrolled]") {
    const Mask mask = blocks({{2, 3}, {4, 1}}), square = squareMask(mask);
    for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j < 6; ++j) CHECK(square.get(i, j) == ((i < 2) == (j < 2)));
    CHECK(squareMask(Mask(3, 3)).get(1, 1));
}
