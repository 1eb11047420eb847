// SPDX-License-Identifier: GPL-3.0-or-later
// Oracles: tables made apart from this code, by the same formulas in another language and by Monte Carlo.
#include "core/geometry/pooled_theory.h"

#include "core/geometry/theory.h"
#include "tests/catch.h"

#include <cmath>
#include <vector>

using namespace orthant;

namespace {

PooledTheory theoryOf(const Covariance& inputs, const Covariance& filters, Binarized what, bool signs = false) {
    return pooledTheory(inputs, filters, what, signs, nullptr).value();
}

std::vector<double> matrixOf(const Covariance& covariance) {
    const std::size_t d = covariance.dimension();
    std::vector<double> c(d * d);
    for (std::size_t i = 0; i < d; ++i)
        covariance.row(i, std::span(c).subspan(i * d, d));
    return c;
}

} // namespace

TEST_CASE("unstructured filters have the same r for every covariance of the inputs and every dimension", "[geometry]") {
    for (const std::size_t d : {3, 10, 27, 300, 100000}) {
        const auto one = Covariance::firstOrder(d, 0), smooth = Covariance::firstOrder(d, 0.9);
        CHECK(theoryOf(*smooth, *one, Binarized::Weights).correlation == Approx(0.797885).margin(1e-6));
        CHECK(theoryOf(*smooth, *one, Binarized::Inputs).correlation == Approx(0.797885).margin(1e-6));
        CHECK(theoryOf(*smooth, *one, Binarized::Both).correlation == Approx(0.636620).margin(1e-6));
        CHECK(theoryOf(*one, *one, Binarized::Weights).slope == Approx(0.797885).margin(1e-6));
    }
    const auto patches = Covariance::patches(3, 5, 0.8), one = Covariance::firstOrder(27, 0);
    CHECK(theoryOf(*patches, *one, Binarized::Weights).correlation == Approx(0.797885).margin(1e-6));
    CHECK(theoryOf(*patches, *one, Binarized::Both).correlation == Approx(0.636620).margin(1e-6));
}

TEST_CASE("AR(1) inputs and filters meet the table", "[geometry]") {
    struct Row {
        double inputs, filters, gain, weights, both;
    };
    for (const Row& row : {Row{0.5, -0.5, 0.605, 0.724126, 0.546283}, Row{0.5, 0.5, 1.652778, 0.857415, 0.722009},
                           Row{0.9, 0.5, 2.589876, 0.898620, 0.764810}, Row{0.9, 0.9, 8.825139, 0.925133, 0.847714}}) {
        INFO(row.inputs << ", " << row.filters);
        const auto inputs = Covariance::firstOrder(64, row.inputs), filters = Covariance::firstOrder(64, row.filters);
        const PooledTheory weights = theoryOf(*inputs, *filters, Binarized::Weights);
        CHECK(weights.gain == Approx(row.gain).margin(2e-6));
        CHECK(weights.correlation == Approx(row.weights).margin(2e-6));
        CHECK(weights.permuted == Approx(0.797885).margin(1e-6));
        CHECK(theoryOf(*inputs, *filters, Binarized::Both).correlation == Approx(row.both).margin(2e-6));
        // The other way round: inputs binarized is weights binarized with the covariances exchanged.
        CHECK(theoryOf(*filters, *inputs, Binarized::Inputs).correlation == Approx(row.weights).margin(2e-6));
        CHECK(theory::pooledCorrelationWeights(matrixOf(*inputs), matrixOf(*filters)) ==
              Approx(row.weights).margin(2e-6));
        // The same as matrices instead of sums over distances.
        const auto matrix = Covariance::dense(64, matrixOf(*inputs));
        CHECK(theoryOf(*matrix, *filters, Binarized::Weights).correlation == Approx(weights.correlation).margin(1e-9));
        CHECK(theoryOf(*matrix, *filters, Binarized::Weights).slope == Approx(weights.slope).margin(1e-9));
    }
}

TEST_CASE("filters without a mean on bright patches meet the table", "[geometry]") {
    struct Row {
        double length, channels, gain, weights, inputs, both;
    };
    for (const Row& row : {Row{5, 0.80, 0.357862, 0.620821, 0.643321, 0.450778},
                           Row{20, 0.95, 0.104324, 0.393162, 0.479526, 0.277985}}) {
        const auto patches = Covariance::patches(3, row.length, row.channels), filters = Covariance::zeroMean(27);
        const PooledTheory weights = theoryOf(*patches, *filters, Binarized::Weights);
        CHECK(weights.gain == Approx(row.gain).margin(2e-6));
        CHECK(weights.correlation == Approx(row.weights).margin(2e-6));
        CHECK(theory::signFlipRate(weights.correlation) == Approx(row.length == 5 ? 0.286799 : 0.371381).margin(2e-6));
        CHECK(theoryOf(*patches, *filters, Binarized::Inputs).correlation == Approx(row.inputs).margin(2e-6));
        CHECK(theoryOf(*patches, *filters, Binarized::Both).correlation == Approx(row.both).margin(2e-6));
    }
}

TEST_CASE("power-law inputs and aligned filters come close to r in Haar-distributed bases", "[geometry]") {
    // Exact sums over a dozen bases of d = 256, made with numpy apart from this code; the deviation among bases is
    // 0.002 at most.
    struct Row {
        double exponent, alignment, r;
    };
    for (const Row& row : {Row{1, -1, 0.6028}, Row{1, 0, 0.7979}, Row{1, 0.5, 0.9228}, Row{1, 1, 0.9625},
                           Row{1, 2, 0.9230}, Row{2, 0.25, 0.9585}, Row{2, 1, 0.9338}}) {
        INFO(row.exponent << ", " << row.alignment);
        const auto inputs = Covariance::powerLaw(256, row.exponent, Rng(1));
        CHECK(theoryOf(*inputs, *inputs->power(row.alignment), Binarized::Weights).correlation ==
              Approx(row.r).margin(0.006));
    }
}

TEST_CASE("inputs of signs are their own signs, and their covariance follows the arcsine law", "[geometry]") {
    const auto inputs = Covariance::firstOrder(50, 0.8), filters = Covariance::firstOrder(50, 0.5);
    CHECK(theoryOf(*inputs, *filters, Binarized::Inputs, true).correlation == Approx(1));
    std::vector<double> arcsines = matrixOf(*inputs);
    for (double& c : arcsines)
        c = 2 / 3.14159265358979 * std::asin(c);
    const auto signs = Covariance::dense(50, arcsines);
    CHECK(theoryOf(*inputs, *filters, Binarized::Weights, true).correlation ==
          Approx(theoryOf(*signs, *filters, Binarized::Weights).correlation).margin(1e-9));
    CHECK(theoryOf(*inputs, *filters, Binarized::Both, true).correlation ==
          Approx(theoryOf(*signs, *filters, Binarized::Weights).correlation).margin(1e-9));
}

TEST_CASE("theory over matrices can be cancelled", "[geometry]") {
    std::stop_source stop;
    stop.request_stop();
    const Progress progress(stop.get_token());
    const auto inputs = Covariance::powerLaw(100, 1, Rng(1));
    CHECK(!pooledTheory(*inputs, *inputs, Binarized::Weights, false, &progress));
}
