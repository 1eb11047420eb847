// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/mask_edit.h"

#include "core/unrolled/accounting.h"
#include "core/unrolled/unrolled_net.h"
#include "tests/catch.h"
#include "tests/core/unrolled/net_helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("edits forbid and allow rectangles of links, the last one counts", "[unrolled]") {
    Mask mask = denseMask(5, 70);
    const std::vector<MaskEdit> edits{{1, 3, 60, 66, false}, {2, 2, 64, 69, true}, {4, 4, 0, 0, false}};
    applyEdits(mask, edits, "/edits");
    for (std::size_t row = 0; row < 5; ++row)
        for (std::size_t col = 0; col < 70; ++col) {
            const bool forbidden = row >= 1 && row <= 3 && col >= 60 && col <= 66, again = row == 2 && col >= 64;
            REQUIRE(mask.get(row, col) == ((!forbidden || again) && !(row == 4 && col == 0)));
        }
}

TEST_CASE("an edit outside of the mask and a mask without any link are errors with their place", "[unrolled]") {
    Mask mask = denseMask(4, 6);
    const auto errorWith = [&](MaskEdit edit) { return errorOf([&] { applyEdits(mask, std::vector<MaskEdit>{{0, 0, 0, 0, true}, edit}, "/edits"); }); };
    CHECK(mentions(errorWith({0, 4, 0, 0, true}), {"/edits/1", "row 5", "4 rows"}));
    CHECK(mentions(errorWith({0, 0, 2, 6, true}), {"/edits/1", "column 7", "6 columns"}));
    CHECK(mentions(errorWith({0, 3, 0, 5, false}), {"/edits", "no link is left"}));
}

TEST_CASE("an edit that covers earlier ones takes their place", "[unrolled]") {
    std::vector<MaskEdit> edits;
    addEdit(edits, {2, 3, 2, 3, false});
    addEdit(edits, {0, 9, 4, 4, true});
    addEdit(edits, {1, 3, 0, 3, true});
    CHECK(edits == std::vector<MaskEdit>{{0, 9, 4, 4, true}, {1, 3, 0, 3, true}});
}

TEST_CASE("a network has the links of its edits: in its weights, its bits and its file", "[unrolled]") {
    const Problem problem = test::blockProblem(16, 12, 2);
    const UnrolledDesign plain = test::design("lista_cp", {{"layers", std::int64_t{3}}}, Component("one_bit"));
    UnrolledDesign design = plain;
    const LinkCount before = UnrolledNet(problem, plain).count();
    const Mask old = linksOf(problem.op, plain);
    REQUIRE(old.get(0, 0));
    design.edits = {{0, 0, 0, 0, false}};
    UnrolledNet net(problem, design);
    const Mask mask = linksOf(problem.op, design);
    CHECK(countDifferences(old, mask) == 1);
    CHECK(net.mask() == mask);
    CHECK(net.count().allowed == before.allowed - 3);
    CHECK(net.count().links == before.links);
    // Three signs less; the mask itself is no longer equal blocks and costs more.
    const auto bits = [&](LinkCount count) {
        count.maskBits = 0;
        return account(design.weights, count, false).bits();
    };
    CHECK(bits(before) - bits(net.count()) == Approx(3));
    CHECK(net.count().maskBits == 8 * encodedMask(mask).size());
    const PackedSolver packed = net.pack();
    CHECK(packed.mask == mask);
    for (const Packed& weights : packed.weights) CHECK(weights.dequantize()[0] == 0);

    design.mask = "dense";
    CHECK_FALSE(linksOf(problem.op, design).get(0, 0));
    CHECK(countOnes(linksOf(problem.op, design)) == problem.op.matrix.size() - 1);
    CHECK_FALSE(sameLinks(design, plain));
    design.mask = "operator";
    CHECK_FALSE(sameLinks(design, plain));
    design.edits.clear();
    CHECK(sameLinks(design, plain));
}
