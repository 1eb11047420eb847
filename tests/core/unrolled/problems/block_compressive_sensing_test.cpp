// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/unrolled/structure.h"

using namespace orthant;

TEST_CASE("patches are the blocks of the operator, and their means are taken away", "[unrolled]") {
    const Problem problem = test::problemOf("block_compressive_sensing", {{"ratio", 0.25}});
    REQUIRE(problem.op.matrix.shape() == Shape{64, 256});
    CHECK(codeOf(operatorMask(problem.op)).text == "block diagonal: 4 blocks of 64 x 16");
    const test::Drawn rows = test::drawn(problem, 20);
    for (std::size_t r = 0; r < 20; ++r)
        for (std::size_t patch = 0; patch < 4; ++patch) {
            double sum = 0;
            for (std::size_t i = 0; i < 64; ++i)
                sum += static_cast<double>(rows.x.row(r)[patch * 64 + i]);
            CHECK(std::abs(sum) < 1e-3);
        }
    CHECK(test::noiseShare(problem, rows) < 1e-10);
}

TEST_CASE("a whole picture comes back from its samples with the means", "[unrolled]") {
    const Problem problem = test::problemOf("block_compressive_sensing", {{"pictures", std::string("phantoms")}});
    const Whole whole = problem.whole(0);
    REQUIRE(whole.original.shape() == Shape{128, 128});
    CHECK(whole.x.rows() == 64);
    // The middle of the first phantom, which is not moved: between the ventricles.
    CHECK(static_cast<double>(whole.original[64 * 128 + 64]) == Approx(0.2).margin(1e-5));
    const Tensor flat = whole.assemble(Tensor(whole.x.shape()).matrix());
    CHECK(static_cast<double>(flat[0]) == Approx(0).margin(1e-6)); // the means alone: the corner is dark
    CHECK(flat[64 * 128 + 64] > 0);
    CHECK(problem.wholes == 12);
}
