// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/random_rotation.h"

#include "core/geometry/sampling.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;

namespace {

/// R as columns: row i is R e_i.
Tensor images(const RandomRotation& rotation) {
    const std::size_t d = rotation.inputs();
    Tensor unit({d, d}), result({d, rotation.outputs()});
    for (std::size_t i = 0; i < d; ++i)
        unit[i * d + i] = 1;
    rotation.apply(unit.matrix(), result.matrix());
    return result;
}

double product(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

void checkOrthogonal(const RandomRotation& rotation) {
    const Tensor r = images(rotation);
    double worst = 0;
    for (std::size_t i = 0; i < r.rows(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
            worst = std::max(worst, std::abs(product(r.row(i), r.row(j)) - (i == j ? 1 : 0)));
    CHECK(worst < 2e-6);
}

} // namespace

TEST_CASE("every map on the way to a rotation is orthogonal", "[geometry]") {
    for (const std::size_t d : {2U, 3U, 27U, 130U})
        for (const double blend : {0.0, 0.13, 0.5, 1.0}) {
            INFO(d << ", blend " << blend);
            checkOrthogonal(RandomRotation::haar(d, blend, Rng(7)));
            for (const std::size_t rounds : {1U, 3U})
                checkOrthogonal(RandomRotation::hadamard(d, rounds, blend, Rng(7)));
        }
    CHECK(RandomRotation::hadamard(27, 1, 1, Rng(1)).outputs() == 32);
    CHECK(RandomRotation::hadamard(32, 1, 1, Rng(1)).outputs() == 32);
}

TEST_CASE("the ways start at the identity, up to signs for Hadamard", "[geometry]") {
    const Tensor haar = images(RandomRotation::haar(20, 0, Rng(3))),
                 hadamard = images(RandomRotation::hadamard(16, 2, 0, Rng(3)));
    for (std::size_t i = 0; i < 20; ++i)
        for (std::size_t j = 0; j < 20; ++j)
            CHECK(haar[20 * i + j] == Approx(i == j ? 1 : 0).margin(2e-6));
    for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t j = 0; j < 16; ++j)
            CHECK(std::abs(hadamard[16 * i + j]) == (i == j ? 1 : 0));
}

TEST_CASE("one full round of Hadamard spreads a coordinate evenly", "[geometry]") {
    const Tensor r = images(RandomRotation::hadamard(64, 1, 1, Rng(5)));
    for (const float value : r.values())
        CHECK(std::abs(value) == Approx(0.125));
}

TEST_CASE("Haar matrices have the moments of Haar's law, and the full blend comes close", "[geometry]") {
    // Entries: mean 0, E q^2 = 1/d, E q^4 = 3/(d (d + 2)); trace: mean 0, variance 1.
    constexpr std::size_t d = 8, matrices = 3000;
    Running entry, square, fourth, corner, trace, blendTrace, blendSquare;
    for (std::uint64_t i = 0; i < matrices; ++i) {
        const Tensor q = haarMatrix(d, Rng(11).split(i));
        double sum = 0;
        for (std::size_t k = 0; k < d; ++k)
            sum += static_cast<double>(q[k * d + k]);
        trace.add(sum);
        corner.add(static_cast<double>(q[d * d - 1]));
        for (const float value : q.values()) {
            entry.add(static_cast<double>(value));
            square.add(std::pow(static_cast<double>(value), 2));
            fourth.add(std::pow(static_cast<double>(value), 4));
        }
        const Tensor r = images(RandomRotation::haar(d, 1, Rng(13).split(i)));
        sum = 0;
        for (std::size_t k = 0; k < d; ++k)
            sum += static_cast<double>(r[k * d + k]);
        blendTrace.add(sum);
        blendSquare.add(std::pow(static_cast<double>(r[0]), 2));
    }
    CHECK(std::abs(entry.mean) < 5 * entry.standardError());
    CHECK(square.mean == Approx(1.0 / d));
    CHECK(fourth.mean == Approx(3.0 / (d * (d + 2))).epsilon(0.03));
    CHECK(std::abs(corner.mean) < 5 * corner.standardError());
    CHECK(std::abs(trace.mean) < 5 * trace.standardError());
    CHECK(trace.deviation() == Approx(1).epsilon(0.08));
    CHECK(std::abs(blendTrace.mean) < 5 * blendTrace.standardError());
    CHECK(blendSquare.mean == Approx(1.0 / d).epsilon(0.25));
}

TEST_CASE("Haar matrices of several blocks have the moments too", "[geometry]") {
    constexpr std::size_t d = 100, matrices = 400;
    Running trace, first, last;
    for (std::uint64_t i = 0; i < matrices; ++i) {
        const Tensor q = haarMatrix(d, Rng(17).split(i));
        double sum = 0;
        for (std::size_t k = 0; k < d; ++k)
            sum += static_cast<double>(q[k * d + k]);
        trace.add(sum);
        first.add(d * std::pow(static_cast<double>(q[0]), 2));
        last.add(d * std::pow(static_cast<double>(q[d * d - 1]), 2));
    }
    CHECK(std::abs(trace.mean) < 5 * trace.standardError());
    CHECK(trace.deviation() == Approx(1).epsilon(0.18));
    CHECK(first.mean == Approx(1).margin(5 * first.standardError()));
    CHECK(last.mean == Approx(1).margin(5 * last.standardError()));
}
