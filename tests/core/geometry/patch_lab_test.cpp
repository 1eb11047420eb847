// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in this file were made by Monte Carlo over Haar rotations, standard error about 0.002, apart from this code.
#include "core/geometry/patch_lab.h"

#include "tests/catch.h"

#include <cmath>

using namespace orthant;

namespace {

std::vector<Reading> readings(const PatchLab& lab, std::uint64_t blocks) {
    PatchCorrelations found;
    for (std::uint64_t block = 0; block < blocks; ++block)
        found.merge(lab.measure(block, Rng(1).split(block)));
    std::vector<Reading> result;
    lab.addReadings(found, result);
    return result;
}

} // namespace

TEST_CASE("patches have the correlations of the model", "[geometry]") {
    for (const auto& [length, q, neighbour] : {std::tuple{5.0, 0.8, 0.8187}, {20.0, 0.95, 0.9512}}) {
        const auto c = patchCovariance(3, 3, length, q);
        CHECK(c[0] == 1);
        CHECK(c[3] == Approx(neighbour).margin(5e-5)); // next pixel, same colour
        CHECK(c[1] == Approx(q));                      // same pixel, next colour
        CHECK(c[27 * 26] == Approx(std::exp(-std::sqrt(8.0) / length) * q));
        const auto l = choleskyFactor(c, 27);
        double worst = 0;
        for (std::size_t i = 0; i < 27; ++i)
            for (std::size_t j = 0; j < 27; ++j) {
                double sum = 0;
                for (std::size_t k = 0; k < 27; ++k)
                    sum += l[27 * i + k] * l[27 * j + k];
                worst = std::max(worst, std::abs(sum - c[27 * i + j]));
            }
        CHECK(worst < 1e-12);
    }
}

TEST_CASE("rotation lifts the correlation for inputs and both, not for weights", "[geometry]") {
    struct Row {
        double length, q, weights, weightsRotated, inputs, inputsRotated, both, bothRotated;
    };
    for (const Row& row : {Row{5, 0.80, 0.620, 0.620, 0.644, 0.669, 0.452, 0.499},
                           Row{10, 0.90, 0.508, 0.507, 0.559, 0.603, 0.360, 0.436},
                           Row{20, 0.95, 0.393, 0.394, 0.481, 0.534, 0.278, 0.378}}) {
        INFO(row.length);
        const PatchLab lab(row.length, row.q,
                           [](std::size_t i) { return RandomRotation::haar(27, 1, Rng(5).split(i)); });
        const std::vector<Reading> found = readings(lab, 64);
        const double table[] = {row.weights,        row.inputs,        row.both,
                                row.weightsRotated, row.inputsRotated, row.bothRotated};
        for (std::size_t way = 0; way < 6; ++way) {
            INFO(found[way].id);
            CHECK(found[way].theory == Approx(table[way]).margin(0.006)); // three standard errors of the table
            CHECK(std::abs(found[way].measured - found[way].theory) < 5 * found[way].standardError);
        }
    }
    const PatchLab plain(5, 0.8, [](std::size_t) { return RandomRotation::identity(27); });
    const std::vector<Reading> exact = readings(plain, 1);
    CHECK(exact[0].theory == Approx(0.620821).margin(6e-7));
    CHECK(exact[1].theory == Approx(0.643321).margin(6e-7));
    CHECK(exact[2].theory == Approx(0.450778).margin(6e-7));
    for (std::size_t way = 0; way < 3; ++way) {
        CHECK(exact[way + 3].theory == Approx(exact[way].theory));
        CHECK(exact[way + 3].measured == exact[way].measured);
    }
}
