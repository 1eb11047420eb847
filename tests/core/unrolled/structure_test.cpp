// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/structure.h"

#include "core/base/rng.h"
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"

#include <algorithm>

using namespace orthant;

namespace {

/// Rows and columns of a mask in a new order.
Mask reordered(const Mask& mask, std::span<const std::uint32_t> rows, std::span<const std::uint32_t> cols) {
    Mask result(mask.rows(), mask.cols());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < cols.size(); ++j)
            if (mask.get(rows[i], cols[j])) result.set(i, j, true);
    return result;
}

} // namespace

TEST_CASE("the mask of an operator is the support of its transpose", "[unrolled]") {
    const LinearOperator op =
        test::operatorOf("convolution", {{"unknowns", std::int64_t{20}}, {"boundary", std::string("full")}});
    const Mask mask = operatorMask(op);
    REQUIRE(mask.rows() == op.unknowns());
    REQUIRE(mask.cols() == op.measurements());
    for (std::size_t i = 0; i < mask.rows(); ++i)
        for (std::size_t j = 0; j < mask.cols(); ++j)
            REQUIRE(mask.get(i, j) == (test::at(op, j, i) != 0));
}

TEST_CASE("a wider reach is the support of (A^T A)^p A^T", "[unrolled]") {
    // For non-negative matrices nothing cancels: the product itself says where the support is.
    const LinearOperator op = test::operatorOf("convolution", {{"unknowns", std::int64_t{30}}, {"width", 0.5}});
    const std::size_t n = 30;
    std::vector<double> product(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            product[i * n + j] = test::at(op, j, i);
    for (std::size_t reach = 0; reach <= 3; ++reach) {
        const Mask mask = operatorMask(op, reach);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                REQUIRE(mask.get(i, j) == (product[i * n + j] != 0));
        std::vector<double> next(n * n, 0.0);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < n; ++k)
                for (std::size_t a = 0; a < n; ++a)
                    if (test::at(op, a, i) != 0 && test::at(op, a, k) != 0)
                        for (std::size_t j = 0; j < n; ++j)
                            next[i * n + j] += product[k * n + j];
        product = next;
    }
    CHECK(operatorMask(test::operatorOf("block_gaussian"), 5) == operatorMask(test::operatorOf("block_gaussian")));
}

TEST_CASE("blocks that were shuffled are found again", "[unrolled]") {
    const Mask mask = operatorMask(test::operatorOf("block_gaussian"));
    const BlockForm plain = blockForm(mask);
    CHECK(plain.inPlace);
    REQUIRE(plain.blocks.size() == 4);
    CHECK(plain.blocks[2].row == 32);
    CHECK(plain.blocks[2].cols == 12);
    CHECK(plain.blocks[2].links == 16 * 12);

    std::vector<std::uint32_t> rows(64), cols(48);
    shuffle(Rng(5), rows);
    shuffle(Rng(6), cols);
    const Mask mixed = reordered(mask, rows, cols);
    const BlockForm found = blockForm(mixed);
    CHECK_FALSE(found.inPlace);
    REQUIRE(found.blocks.size() == 4);
    const Mask again = reordered(mixed, found.rowOrder, found.colOrder);
    std::size_t inside = 0;
    for (const BlockForm::Block& block : found.blocks) {
        CHECK(block.rows == 16);
        CHECK(block.cols == 12);
        for (std::size_t i = block.row; i < block.row + block.rows; ++i)
            for (std::size_t j = block.col; j < block.col + block.cols; ++j)
                inside += again.get(i, j);
    }
    CHECK(inside == countOnes(mixed));
    CHECK(codeOf(again).kind == MaskCode::Kind::Blocks);
}

TEST_CASE("rows and columns without any link come last and belong to no block", "[unrolled]") {
    Mask mask(4, 3);
    mask.set(3, 1, true);
    mask.set(1, 1, true);
    mask.set(2, 2, true);
    const BlockForm form = blockForm(mask);
    REQUIRE(form.blocks.size() == 2);
    CHECK(form.rowOrder == std::vector<std::uint32_t>{1, 3, 2, 0});
    CHECK(form.colOrder == std::vector<std::uint32_t>{1, 2, 0});
    CHECK(form.blocks[0].links == 2);
    CHECK(blockForm(Mask(3, 3)).blocks.empty());
}
