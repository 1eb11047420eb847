// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/link_weights/link_helpers.h"

#include <cmath>

using namespace orthant;

namespace {

std::vector<float> magnitudesOfKept(const test::LinkBench& bench, bool kept) {
    std::vector<float> result;
    for (std::size_t k = 0; k < bench.latent.size(); ++k)
        for (std::size_t i = 0; i < bench.weights[k].size(); ++i)
            if ((bench.weights[k][i] != 0) == kept) result.push_back(std::abs(bench.latent[k].value[i]));
    return result;
}

} // namespace

TEST_CASE("pruned keeps exactly the wanted number of links, the largest of all layers", "[unrolled]") {
    for (const char* keep : {"one_bit", "float"})
        for (const bool byCount : {false, true}) {
            test::LinkBench bench(Component("pruned", {{"keep", std::string(keep)},
                                                       {"count", std::int64_t{byCount ? 30 : 0}},
                                                       {"density", 0.125}}),
                                  denseMask(8, 10), 3);
            const std::vector<float> kept = magnitudesOfKept(bench, true), gone = magnitudesOfKept(bench, false);
            CHECK(kept.size() == 30);
            CHECK(std::ranges::min(kept) >= std::ranges::max(gone));
            if (keep == std::string("one_bit")) {
                double sum = 0;
                for (const float x : kept) sum += static_cast<double>(x);
                CHECK(static_cast<double>(bench.scheme->scales()[0]) == Approx(sum / 30));
            }
            // What is gone stays gone, and has no gradient.
            const std::vector<Tensor> before = bench.weights;
            bench.backward();
            for (Parameter& x : bench.latent)
                for (std::size_t i = 0; i < x.value.size(); ++i) x.value[i] += 10;
            bench.forward();
            for (std::size_t k = 0; k < 3; ++k)
                for (std::size_t i = 0; i < 80; ++i) {
                    REQUIRE((bench.weights[k][i] != 0) == (before[k][i] != 0));
                    if (before[k][i] == 0) REQUIRE(bench.latent[k].gradient[i] == 0.0F);
                }
        }
}

TEST_CASE("pruned costs its zeros by bitmap, entropy or index as the table says", "[unrolled]") {
    // Worked by hand, d = 0.1: 1.1, 0.57, 1.7 bits for each link.
    const LinkWeightsEntry& entry = findEntry(linkWeightsCatalogue(), "pruned", "scheme");
    const auto bits = [&](const char* zeros) {
        const LinkCount count{1000000, 1000000, 100000, 1000, 10, 10, 0};
        double sum = 0;
        for (const BitTerm& term : entry.bits(resolveParams(entry.params, {{"zeros", std::string(zeros)}}, ""), count)) sum += term.bits;
        return sum / 1e6;
    };
    CHECK(bits("bitmap") == Approx(1.1).margin(1e-3));
    CHECK(bits("entropy") == Approx(0.57).margin(2e-3));
    CHECK(bits("index") == Approx(1.7).margin(1e-3));
}
