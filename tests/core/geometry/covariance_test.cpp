// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/covariance.h"

#include "core/kernels/normals.h"
#include "tests/catch.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace orthant;

namespace {

using Matrix = std::vector<std::vector<double>>;

Matrix rowsOf(const Covariance& covariance) {
    Matrix c(covariance.dimension(), std::vector<double>(covariance.dimension()));
    for (std::size_t i = 0; i < c.size(); ++i)
        covariance.row(i, c[i]);
    return c;
}

/// Largest difference between the covariance of n drawn rows and the one that is stated, in standard errors.
double worstError(const Covariance& covariance, std::size_t n) {
    const std::size_t d = covariance.dimension();
    const Matrix c = rowsOf(covariance);
    Tensor x({n, d});
    fillNormal(Rng(7), 1.0F, x.values());
    covariance.colour(x.matrix());
    double worst = 0;
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < d; ++j) {
            double sum = 0;
            for (std::size_t r = 0; r < n; ++r)
                sum += static_cast<double>(x.row(r)[i]) * static_cast<double>(x.row(r)[j]);
            const double error = std::sqrt((c[i][i] * c[j][j] + c[i][j] * c[i][j]) / static_cast<double>(n));
            worst = std::max(worst, std::abs(sum / static_cast<double>(n) - c[i][j]) / error);
        }
    return worst;
}

std::vector<std::pair<std::string, std::shared_ptr<const Covariance>>> kinds() {
    const auto patches = Covariance::patches(2, 3, 0.7);
    return {{"identity", Covariance::firstOrder(12, 0)},
            {"ar1", Covariance::firstOrder(12, -0.6)},
            {"zero mean", Covariance::zeroMean(12)},
            {"power law", Covariance::powerLaw(12, 1.5, Rng(1))},
            {"power law, power of two", Covariance::powerLaw(16, 1, Rng(2))},
            {"power law of a plane", Covariance::powerLaw(2, 1, Rng(2))},
            {"patches", patches},
            {"patches, inverse", patches->power(-1)},
            {"ar1, square", Covariance::firstOrder(12, 0.5)->power(2)},
            {"power law, root", Covariance::powerLaw(13, 2, Rng(1))->power(0.5)}};
}

} // namespace

TEST_CASE("drawn vectors have the covariance that is stated", "[geometry]") {
    for (const auto& [name, covariance] : kinds()) {
        INFO(name);
        CHECK(worstError(*covariance, 20000) < 4.5);
    }
}

TEST_CASE(
    "stated covariances are symmetric with a mean variance of one, and stationary ones depend on the distance alone",
    "[geometry]") {
    for (const auto& [name, covariance] : kinds()) {
        INFO(name);
        const Matrix c = rowsOf(*covariance);
        double trace = 0, asymmetry = 0, shift = 0;
        for (std::size_t i = 0; i < c.size(); ++i) {
            trace += c[i][i];
            for (std::size_t j = 0; j < c.size(); ++j) {
                asymmetry = std::max(asymmetry, std::abs(c[i][j] - c[j][i]));
                shift = std::max(shift, std::abs(c[i][j] - c[0][i > j ? i - j : j - i]));
            }
        }
        CHECK(trace / static_cast<double>(c.size()) == Approx(1).epsilon(1e-5));
        CHECK(asymmetry < 1e-5);
        CHECK((shift < 1e-9) == covariance->stationary());
    }
}

TEST_CASE("a power of a covariance is that of the matrix", "[geometry]") {
    for (const auto& covariance :
         {Covariance::firstOrder(10, 0.5), Covariance::powerLaw(11, 1, Rng(1)), Covariance::patches(2, 3, 0.5)}) {
        const Matrix c = rowsOf(*covariance), squared = rowsOf(*covariance->power(2)),
                     none = rowsOf(*covariance->power(0));
        Matrix product(c.size(), std::vector<double>(c.size()));
        double trace = 0, worst = 0, identity = 0;
        for (std::size_t i = 0; i < c.size(); ++i)
            for (std::size_t j = 0; j < c.size(); ++j)
                for (std::size_t k = 0; k < c.size(); ++k)
                    product[i][j] += c[i][k] * c[k][j];
        for (std::size_t i = 0; i < c.size(); ++i)
            trace += product[i][i];
        for (std::size_t i = 0; i < c.size(); ++i)
            for (std::size_t j = 0; j < c.size(); ++j) {
                worst =
                    std::max(worst, std::abs(squared[i][j] - product[i][j] * static_cast<double>(c.size()) / trace));
                identity = std::max(identity, std::abs(none[i][j] - (i == j ? 1 : 0)));
            }
        CHECK(worst < 1e-5);
        CHECK(identity < 1e-5);
    }
}

TEST_CASE("the eigenvectors of a power law are spread over all coordinates", "[geometry]") {
    // With one direction that outweighs all others the covariance is that direction times itself: no entry of a unit
    // vector of d Gaussian entries exceeds 4.5 / sqrt(d) in a few thousand.
    for (const std::size_t d : {256, 300, 1000}) {
        const Matrix c = rowsOf(*Covariance::powerLaw(d, 3, Rng(3)));
        for (std::size_t i = 0; i < d; ++i)
            CHECK(c[i][i] < 4.5 * 4.5);
    }
}

TEST_CASE("patches are correlated as their distance and colours say", "[geometry]") {
    const Matrix c = rowsOf(*Covariance::patches(3, 5, 0.8));
    REQUIRE(c.size() == 27);
    CHECK(c[0][1] == Approx(0.8187).margin(5e-5)); // neighbours
    CHECK(c[0][9] == Approx(0.8));                 // two colours of a pixel
    CHECK(c[0][8 + 9] == Approx(0.8 * std::exp(-std::sqrt(8.0) / 5)));
}

TEST_CASE("a covariance that cannot be is refused", "[geometry]") {
    CHECK_THROWS_WITH(Covariance::dense(2, std::vector<double>(4)), containsText("covariance is zero"));
    CHECK_THROWS_WITH(Covariance::dense(2, std::vector<double>(4, std::nan(""))), containsText("not a number"));
    CHECK_THROWS_WITH(Covariance::firstOrder(2000, 0.5)->power(1), containsText("1024"));
}
