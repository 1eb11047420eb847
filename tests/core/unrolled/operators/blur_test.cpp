// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

LinearOperator blurOf(const char* kernel, const char* boundary, std::int64_t radius = 1, double angle = 0) {
    return test::operatorOf("blur", {{"height", std::int64_t{5}},
                                     {"width", std::int64_t{6}},
                                     {"kernel", std::string(kernel)},
                                     {"radius", radius},
                                     {"angle", angle},
                                     {"boundary", std::string(boundary)}});
}

double rowSum(const LinearOperator& op, std::size_t row) {
    double sum = 0;
    for (std::size_t j = 0; j < op.unknowns(); ++j)
        sum += test::at(op, row, j);
    return sum;
}

} // namespace

TEST_CASE("a blur keeps a grey field grey where the edges are mirrored or joined", "[unrolled]") {
    for (const char* kernel : {"gaussian", "box", "motion"})
        for (const char* boundary : {"reflect", "periodic"}) {
            INFO(kernel << " " << boundary);
            const LinearOperator op = blurOf(kernel, boundary, 2, 35);
            for (std::size_t row = 0; row < op.measurements(); ++row)
                CHECK(rowSum(op, row) == Approx(1).epsilon(1e-6));
        }
}

TEST_CASE("each boundary gives the corner what it should have", "[unrolled]") {
    // Box of 3 x 3 around the pixel (0, 0) of a picture of 5 x 6.
    const LinearOperator zero = blurOf("box", "zero"), mirror = blurOf("box", "reflect"),
                         around = blurOf("box", "periodic");
    CHECK(rowSum(zero, 0) == Approx(4.0 / 9));
    CHECK(test::at(zero, 0, 7) == Approx(1.0 / 9));
    CHECK(test::at(mirror, 0, 0) == Approx(4.0 / 9)); // four of the nine fall on it
    CHECK(test::at(mirror, 0, 1) == Approx(2.0 / 9));
    CHECK(test::at(mirror, 0, 7) == Approx(1.0 / 9));
    CHECK(test::at(around, 0, 29) == Approx(1.0 / 9));
    CHECK(test::at(around, 0, 0) == Approx(1.0 / 9));
}

TEST_CASE("a motion along the rows stays in the row, one along the columns in the column", "[unrolled]") {
    const LinearOperator right = blurOf("motion", "zero", 2, 0), up = blurOf("motion", "zero", 2, 90);
    for (std::size_t j = 0; j < 30; ++j) {
        CHECK((test::at(right, 14, j) > 1e-9) == (j / 6 == 2 && j % 6 <= 4));
        CHECK((test::at(up, 14, j) > 1e-9) == (j % 6 == 2));
    }
}

TEST_CASE("a bell weighs neighbours by their distance", "[unrolled]") {
    const LinearOperator op = blurOf("gaussian", "zero", 2);
    CHECK(test::at(op, 14, 15) / test::at(op, 14, 14) == Approx(std::exp(-0.5)));
    CHECK(test::at(op, 14, 22) / test::at(op, 14, 14) == Approx(std::exp(-2.5)));
}

TEST_CASE("a radius that is larger than the picture and a picture of too many pixels are refused", "[unrolled]") {
    CHECK(mentions(errorOf([] { return blurOf("box", "zero", 3); }), {"/operator/radius", "at most 2"}));
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("blur", {{"height", std::int64_t{100}}, {"width", std::int64_t{100}}});
                   }),
                   {"/operator/height", "10000 x 10000"}));
}
