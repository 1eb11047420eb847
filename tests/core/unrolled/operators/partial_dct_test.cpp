// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

#include <numbers>
#include <set>

using namespace orthant;

TEST_CASE("a partial DCT has orthonormal rows, each a cosine of the full one", "[unrolled]") {
    const LinearOperator op =
        test::operatorOf("partial_dct", {{"measurements", std::int64_t{20}}, {"unknowns", std::int64_t{50}}});
    CHECK(test::rowDefect(op) < 1e-6);
    std::set<std::size_t> frequencies;
    for (std::size_t i = 0; i < 20; ++i)
        for (std::size_t k = 0; k < 50; ++k) {
            double dot = 0;
            for (std::size_t j = 0; j < 50; ++j)
                dot += test::at(op, i, j) * std::sqrt((k == 0 ? 1.0 : 2.0) / 50) *
                       std::cos(std::numbers::pi * (2 * static_cast<double>(j) + 1) * static_cast<double>(k) / 100);
            if (std::abs(dot - 1) < 1e-5) frequencies.insert(k);
        }
    CHECK(frequencies.size() == 20);
}

TEST_CASE("a transform has no more rows than unknowns", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("partial_dct", {{"measurements", std::int64_t{200}}});
                   }),
                   {"/operator/measurements", "200", "at most 128"}));
}
