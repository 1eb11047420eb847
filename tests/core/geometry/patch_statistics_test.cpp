// SPDX-License-Identifier: GPL-3.0-or-later
// The table of a synthetic first layer was made apart from this code.
#include "core/geometry/patch_statistics.h"

#include "core/geometry/filter_bank.h"
#include "core/geometry/patch_lab.h"
#include "core/geometry/theory_rotation.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/python.h"

#include <cmath>
#include <sstream>

using namespace orthant;

TEST_CASE("the synthetic first layer has the components, gains and correlations of the table", "[geometry]") {
    struct Row {
        double length, q, share, participation, gain, r;
    };
    for (const Row& row :
         {Row{5, 0.80, 0.6562, 2.249, 0.357862, 0.620821}, Row{20, 0.95, 0.8996, 1.233, 0.104324, 0.393162}}) {
        const auto c = patchCovariance(3, 3, row.length, row.q);
        const Components components = componentsOf(c, 27, "");
        CHECK(components.shares[0] == Approx(row.share).margin(6e-5));
        CHECK(components.participation == Approx(row.participation).margin(6e-4));
        CHECK(components.brightness > 0.9993);
        // Many zero-mean filters: the mean gain and the pooled correlation of their law.
        const auto facts = factsOf(randomFilters(4000, 27, true, Rng(2)), c);
        double gain = 0;
        for (const FilterFacts& f : facts)
            gain += f.gain / 4000;
        CHECK(gain == Approx(row.gain).epsilon(0.02));
        CHECK(pooledCorrelation(facts) == Approx(row.r).margin(0.01));
        CHECK(pooledCorrelation(factsOf(randomFilters(4000, 27, false, Rng(2)), c)) == Approx(0.797885).margin(0.01));
    }
}

TEST_CASE("components are those that NumPy finds", "[geometry]") {
    const auto printed = runNumpy("i=np.arange(27); p=i//3; y=p//3; x=p%3\n"
                                  "c=np.exp(-np.hypot(y[:,None]-y, x[:,None]-x)/2)*np.where(i[:,None]%3==i%3, 1, 0.5)\n"
                                  "v,u=np.linalg.eigh(c); v=v[::-1]; u=u[:,::-1]\n"
                                  "print(*(v/v.sum()), *abs(u[:,0]))");
    if (!printed) {
        WARN("no Python with numpy: not compared");
        return;
    }
    const auto c = patchCovariance(3, 3, 2, 0.5);
    const Components components = componentsOf(c, 27, "");
    std::istringstream numbers(*printed);
    double value = 0;
    for (std::size_t k = 0; k < 27; ++k) {
        REQUIRE(numbers >> value);
        CHECK(components.shares[k] == Approx(value).margin(2e-7));
    }
    for (std::size_t i = 0; i < 27; ++i) {
        REQUIRE(numbers >> value);
        CHECK(std::abs(components.vectors[i]) == Approx(value).margin(1e-5));
    }
    // Some of the others share their eigenvalue, so that any mixture of them will do: C v = lambda v is what holds.
    double worst = 0;
    for (std::size_t k = 0; k < 27; ++k)
        for (std::size_t i = 0; i < 27; ++i) {
            double through = 0;
            for (std::size_t j = 0; j < 27; ++j)
                through += c[27 * i + j] * static_cast<double>(components.vectors[27 * k + j]);
            worst = std::max(worst, std::abs(through - 27 * components.shares[k] *
                                                           static_cast<double>(components.vectors[27 * k + i])));
        }
    CHECK(worst < 1e-4);
}

TEST_CASE("covariances come from sums, whole or in blocks", "[geometry]") {
    const Tensor first = [] {
        Tensor t({2, 2});
        t[0] = 1, t[1] = 2, t[2] = 3, t[3] = 6;
        return t;
    }();
    Tensor second({1, 2});
    second[0] = 2, second[1] = 1;
    const auto products = [](const Tensor& x) {
        Tensor p({2, 2});
        for (std::size_t r = 0; r < x.rows(); ++r)
            for (std::size_t i = 0; i < 2; ++i)
                for (std::size_t j = 0; j < 2; ++j)
                    p[2 * i + j] += x[2 * r + i] * x[2 * r + j];
        return p;
    };
    CovarianceSums sums(2);
    sums.add(first, products(first));
    sums.add(second, products(second));
    CHECK(sums.count() == 3);
    CHECK(sums.mean() == std::vector<double>{2, 3});
    const auto c = sums.covariance(); // over 3 points: (1,2), (3,6), (2,1)
    CHECK(c[0] == Approx(2.0 / 3));
    CHECK(c[1] == Approx(4.0 / 3));
    CHECK(c[2] == Approx(4.0 / 3));
    CHECK(c[3] == Approx(14.0 / 3));
}

TEST_CASE("a filter's facts by hand", "[geometry]") {
    // C = [[2, 1], [1, 2]], w = (3, -1), q = (1, -1): w C w = 14, w C q = 4, q C q = 2.
    Tensor w({1, 2});
    w[0] = 3, w[1] = -1;
    const FilterFacts facts = factsOf(w, {2, 1, 1, 2}).front();
    CHECK(facts.gain == Approx(14.0 / 10 / 2));
    CHECK(facts.correlation == Approx(4 / std::sqrt(28.0)));
    CHECK(facts.leak == Approx(0).margin(1e-15)); // (1, -1) is blind for brightness
    w[1] = 1;
    CHECK(factsOf(w, {2, 1, 1, 2}).front().leak == Approx(1)); // (1, 1) sees nothing else
    CHECK(mentions(errorOf([] { return componentsOf({0, 0, 0, 0}, 2, "/source"); }), {"/source", "do not vary"}));
}
