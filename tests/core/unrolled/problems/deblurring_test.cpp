// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/unrolled/structure.h"

using namespace orthant;

TEST_CASE("patches are blurred by the operator, with noise in grey levels", "[unrolled]") {
    const Problem clean = test::problemOf("deblurring", {{"noise", 0.0}}),
                  noisy = test::problemOf("deblurring", {{"noise", 5.1}});
    CHECK(codeOf(operatorMask(clean.op)).kind == MaskCode::Kind::Stencil);
    const test::Drawn rows = test::drawn(clean, 50), other = test::drawn(noisy, 50);
    CHECK(test::noiseShare(clean, rows) < 1e-10);
    double squares = 0;
    for (std::size_t i = 0; i < rows.y.size(); ++i) {
        REQUIRE(rows.x[i] == other.x[i]);
        squares += std::pow(static_cast<double>(other.y[i] - rows.y[i]), 2);
    }
    CHECK(std::sqrt(squares / static_cast<double>(rows.y.size())) == Approx(0.02).epsilon(0.03));
}

TEST_CASE("what is measured of a whole picture is the picture out of focus, at its brightness", "[unrolled]") {
    const Problem problem =
        test::problemOf("deblurring", {{"noise", 0.0}, {"kernel", std::string("box")}, {"radius", std::int64_t{1}}});
    const Whole whole = problem.whole(1);
    REQUIRE(whole.measured.shape() == whole.original.shape());
    // A pixel inside a patch is the mean of the nine around it.
    double mean = 0;
    for (std::size_t y = 20; y <= 22; ++y)
        for (std::size_t x = 40; x <= 42; ++x)
            mean += static_cast<double>(whole.original[y * 128 + x]) / 9;
    CHECK(static_cast<double>(whole.measured[21 * 128 + 41]) == Approx(mean).margin(1e-5));
}

TEST_CASE("a folder with a picture that is smaller than a patch is refused by its name", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::problemOf("deblurring", {{"pictures", std::string("folder")}});
                   }),
                   {"/problem/folder"}));
    CHECK(mentions(errorOf([] {
                       return test::problemOf("deblurring", {{"patch", std::int64_t{4}}});
                   }),
                   {"/problem/radius"}));
}
