// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/terms/bench.h"

using namespace orthant;
using test::TermBench;

TEST_CASE("the BNN+ regularizer is zero at plus and minus alpha alone", "[training]") {
    for (const char* form : {"absolute", "squared"}) {
        TermBench bench(Component("bnn_plus", {{"form", std::string(form)}, {"alpha", 0.5}, {"weight", 2.0}}));
        for (Parameter* layer : latentWeights(bench.network, false))
            for (float& w : layer->value.values()) w = w >= 0 ? 0.5F : -0.5F;
        CHECK(bench.value() == 0);
        Parameter& first = *latentWeights(bench.network, false).front();
        first.value[3] = -0.75F;
        const double share = 2 / static_cast<double>(first.value.size());
        CHECK(bench.value() == Approx(share * (form[0] == 'a' ? 0.25 : 0.0625)));
        CHECK(static_cast<double>(first.gradient[3]) == Approx(-share * (form[0] == 'a' ? 1 : 0.5))); // towards -0.5
    }
}

TEST_CASE("the gradient of the BNN+ regularizer is that of central differences", "[training]") {
    for (const char* form : {"absolute", "squared"}) {
        TermBench bench(Component("bnn_plus", {{"form", std::string(form)}, {"alpha", 0.4}}));
        for (Parameter* layer : latentWeights(bench.network, false)) // away from the kinks at 0 and alpha
            for (float& w : layer->value.values()) w = std::copysign(std::abs(w) < 0.5F ? 0.2F + 0.2F * std::abs(w) : 0.6F, w);
        CHECK(bench.gradientError(false) < 1e-3);
    }
}

TEST_CASE("the fitted alpha of the BNN+ regularizer is the best one: no other gives less", "[training]") {
    for (const char* form : {"absolute", "squared"}) {
        const double fitted = TermBench(Component("bnn_plus", {{"form", std::string(form)}})).value();
        for (double alpha = 0.05; alpha < 1; alpha += 0.05)
            CHECK(TermBench(Component("bnn_plus", {{"form", std::string(form)}, {"alpha", alpha}})).value() >= 0.99 * fitted);
    }
}
