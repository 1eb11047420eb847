// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/link_weights/link_helpers.h"

#include <cstring>

using namespace orthant;

namespace {

/// Every scheme with every value of its choices.
std::vector<Component> allSchemes() {
    std::vector<Component> result;
    for (const LinkWeightsEntry& entry : linkWeightsCatalogue()) {
        std::vector<Params> variants{{}};
        for (const ParamSpec& spec : entry.params) {
            std::vector<Params> more;
            for (const Params& variant : variants)
                for (const std::string& choice : spec.choices) {
                    more.push_back(variant);
                    more.back().set(spec.id, choice);
                }
            if (!more.empty()) variants = more;
        }
        for (const Params& variant : variants) result.emplace_back(entry.id, variant);
    }
    return result;
}

} // namespace

TEST_CASE("every scheme of link weights packs what it computes with, to the last bit, and has zeros outside the mask", "[unrolled]") {
    for (const Component& component : allSchemes())
        for (const bool dense : {false, true}) {
            INFO(component.id << (dense ? ", dense" : ", masked"));
            const Mask mask = dense ? denseMask(6, 9) : test::smallMask();
            test::LinkBench bench(component, mask, 3);
            bench.latent[1].value.row(0)[0] = 0; // sign(0) = +1
            bench.latent[1].value.row(1)[1] = -0.0F;
            bench.forward();
            const std::vector<Packed> packed = bench.scheme->pack(bench.latent);
            REQUIRE(packed.size() == 3);
            for (std::size_t k = 0; k < 3; ++k) {
                const Tensor same = packed[k].dequantize();
                for (std::size_t i = 0; i < same.size(); ++i) REQUIRE(same[i] == bench.weights[k][i]);
            }
            bench.backward();
            for (std::size_t k = 0; k < 3; ++k)
                for (std::size_t r = 0; r < 6; ++r)
                    for (std::size_t c = 0; c < 9; ++c) {
                        if (mask.get(r, c)) continue;
                        REQUIRE(bench.weights[k].row(r)[c] == 0.0F);
                        REQUIRE(bench.latent[k].gradient.row(r)[c] == 0.0F);
                    }
        }
}

TEST_CASE("weights of some matrices can be made anew alone, unless a scale follows all of them", "[unrolled]") {
    for (const Component& component : allSchemes()) {
        INFO(component.id);
        test::LinkBench bench(component, test::smallMask(), 3);
        for (float& v : bench.latent[1].value.values()) v *= -1.5F;
        bench.scheme->forward(bench.latent, bench.weights, 1, 2);
        const std::vector<Tensor> some = bench.weights;
        bench.forward();
        bool same = true;
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t i = 0; i < some[k].size(); ++i) same = same && some[k][i] == bench.weights[k][i];
        CHECK(same == !bench.scheme->coupled());
    }
}

TEST_CASE("learned scales have the slope of a linear loss", "[unrolled]") {
    for (const Component& component : allSchemes()) {
        INFO(component.id);
        test::LinkBench bench(component, test::smallMask(), 3);
        const std::vector<Tensor> up = bench.backward();
        for (Parameter* parameter : bench.scheme->parameters())
            for (std::size_t g = 0; g < parameter->value.size(); ++g) {
                const auto loss = [&](float by) {
                    const float before = parameter->value[g];
                    parameter->value[g] += by;
                    bench.forward();
                    parameter->value[g] = before;
                    double sum = 0;
                    for (std::size_t k = 0; k < 3; ++k)
                        for (std::size_t i = 0; i < up[k].size(); ++i)
                            sum += static_cast<double>(up[k][i]) * static_cast<double>(bench.weights[k][i]);
                    return sum;
                };
                const double slope = (loss(0.125F) - loss(-0.125F)) / 0.25; // linear: any step will do
                REQUIRE(static_cast<double>(parameter->gradient[g]) == Approx(slope).epsilon(1e-4).margin(1e-5));
            }
    }
}

TEST_CASE("every scheme states its bits in terms that are not negative", "[unrolled]") {
    const LinkCount count{1000, 250, 100, 40, 4, 8, 56};
    for (const Component& component : allSchemes()) {
        INFO(component.id);
        const LinkWeightsEntry& entry = findEntry(linkWeightsCatalogue(), component.id, "scheme");
        const std::vector<BitTerm> terms = entry.bits(resolveParams(entry.params, *component.params, ""), count);
        double sum = 0;
        for (const BitTerm& term : terms) {
            REQUIRE(term.bits >= 0);
            REQUIRE(!term.text.empty());
            sum += term.bits;
        }
        CHECK(sum > 100);
        CHECK(sum < 32 * 250 + 32 * 40 + 500);
    }
}
