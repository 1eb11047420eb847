// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in this file were made apart from this code; the rotation column was verified there to about 1 % by Monte
// Carlo.
#include "core/geometry/theory_hashing.h"

#include "core/base/rng.h"
#include "core/geometry/theory.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;
using namespace orthant::theory;

TEST_CASE("codes of vectors at an angle are at the angles of the table", "[geometry]") {
    const double table[][2] = {{5, 19.188},  {10, 27.266}, {20, 38.942}, {30, 48.190},  {45, 60},
                               {60, 70.529}, {75, 80.406}, {90, 90},     {120, 109.471}};
    for (const auto& [angle, codes] : table)
        CHECK(codeAngle(hammingFraction(angle)) == Approx(codes).margin(6e-4));
}

TEST_CASE("the spread of the share of different bits follows both laws", "[geometry]") {
    const double table[][3] = {{10, .229061, .222292},
                               {30, .372678, .336985},
                               {45, .433013, .369918},
                               {60, .471405, .382402},
                               {90, .500000, .385589}};
    for (const std::size_t d : {64U, 1024U})
        for (const auto& [angle, independent, rotated] : table) {
            const double root = std::sqrt(static_cast<double>(d));
            CHECK(hammingDeviation(angle, d, 1) * root == Approx(independent).margin(6e-7));
            CHECK(hammingDeviation(angle, d, d) * root == Approx(rotated).margin(6e-7));
        }
    // One row of a rotation is one hyperplane; two rotations halve the variance.
    CHECK(hammingDeviation(40, 1, 100) == Approx(hammingDeviation(40, 1, 1)));
    CHECK(hammingDeviation(40, 200, 100) * std::sqrt(2.0) == Approx(hammingDeviation(40, 100, 100)));
    CHECK(hammingDeviation(40, 50, 100) < hammingDeviation(40, 50, 1));
}

TEST_CASE("the chance to be nearest by code agrees with drawing codes", "[geometry]") {
    // The distances of all others are drawn one by one: angles of random directions, then binomial bits.
    const std::size_t bits = 24, points = 50, d = 12;
    const double angle = 40;
    double hits = 0;
    constexpr std::uint64_t queries = 4000;
    for (std::uint64_t q = 0; q < queries; ++q) {
        const Rng rng = Rng(9).split(q);
        std::uint64_t next = 0;
        const auto distance = [&](double theta) {
            int h = 0;
            for (std::size_t b = 0; b < bits; ++b)
                h += rng.uniform(next++) < theta / 180;
            return h;
        };
        const int own = distance(angle);
        double nearer = 0, equal = 1;
        for (std::size_t i = 1; i < points; ++i) {
            double first = 0, squares = 0;
            for (std::size_t k = 0; k < d; ++k) {
                const double g = rng.normal(next++);
                if (k == 0) first = g;
                squares += g * g;
            }
            const int other = distance(degrees(std::acos(first / std::sqrt(squares))));
            nearer += other < own;
            equal += other == own;
        }
        if (nearer == 0) hits += 1 / equal;
    }
    CHECK(recallAtOne(angle, bits, points, d) == Approx(hits / queries).margin(4 * 0.5 / std::sqrt(queries)));
    CHECK(recallAtOne(1, 512, 100, 100) == Approx(1));
    CHECK(recallAtOne(90, 16, 200, 100000) == Approx(1.0 / 200).epsilon(0.02)); // no better than a guess
}
