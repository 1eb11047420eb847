// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

LinearOperator own(const std::string& boundary) {
    return test::operatorOf("convolution", {{"unknowns", std::int64_t{6}},
                                            {"pulse", std::string("values")},
                                            {"values", std::string("2, 3, 6")},
                                            {"boundary", boundary}});
}

} // namespace

TEST_CASE("a convolution spreads every unknown by the pulse, its middle on the spike", "[unrolled]") {
    // 2, 3, 6 have the norm 7.
    const LinearOperator zero = own("zero"), around = own("periodic"), full = own("full");
    REQUIRE(zero.matrix.shape() == Shape{6, 6});
    CHECK(test::at(zero, 1, 2) == Approx(2.0 / 7));
    CHECK(test::at(zero, 2, 2) == Approx(3.0 / 7));
    CHECK(test::at(zero, 3, 2) == Approx(6.0 / 7));
    CHECK(test::at(zero, 4, 2) == 0);
    CHECK(test::at(zero, 5, 0) == 0);
    CHECK(test::at(around, 5, 0) == Approx(2.0 / 7));
    CHECK(test::at(around, 0, 5) == Approx(6.0 / 7));
    REQUIRE(full.matrix.shape() == Shape{8, 6});
    for (std::size_t j = 0; j < 6; ++j) {
        CHECK(test::columnNorm(around, j) == Approx(1));
        CHECK(test::columnNorm(full, j) == Approx(1));
        CHECK(test::at(full, j, j) == Approx(2.0 / 7));
    }
}

TEST_CASE("pulses have their shapes", "[unrolled]") {
    const auto pulse = [](const char* shape) {
        return test::operatorOf("convolution",
                                {{"unknowns", std::int64_t{64}}, {"pulse", std::string(shape)}, {"width", 2.5}});
    };
    const LinearOperator bell = pulse("gaussian"), hat = pulse("ricker"), decay = pulse("decay"), box = pulse("box");
    CHECK(test::at(bell, 35, 32) / test::at(bell, 32, 32) == Approx(std::exp(-9 / 12.5)));
    CHECK(test::at(hat, 35, 32) / test::at(hat, 32, 32) == Approx((1 - 9 / 6.25) * std::exp(-9 / 12.5)));
    CHECK(test::at(decay, 35, 32) / test::at(decay, 32, 32) == Approx(std::exp(-3 / 2.5)));
    CHECK(test::at(decay, 31, 32) == 0); // nothing before the spike
    CHECK(test::at(box, 35, 32) == test::at(box, 32, 32));
    CHECK(test::at(box, 36, 32) == 0);
}

TEST_CASE("a pulse that is longer than the signal or no numbers at all is refused", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("convolution", {{"unknowns", std::int64_t{8}}, {"width", 4.0}});
                   }),
                   {"/operator/width", "25 values", "at most the 8"}));
    CHECK(mentions(
        errorOf([] {
            return test::operatorOf("convolution", {{"pulse", std::string("values")}, {"values", std::string("1, x")}});
        }),
        {"/operator/values", "'x'"}));
    CHECK(mentions(
        errorOf([] {
            return test::operatorOf("convolution", {{"pulse", std::string("values")}, {"values", std::string("0 0")}});
        }),
        {"/operator/values", "zero"}));
}
