// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/unrolled/link_weights/link_helpers.h"

using namespace orthant;

namespace {

Component oneBit(const char* scope, const char* scale) {
    return Component("one_bit", {{"scope", std::string(scope)}, {"scale", std::string(scale)}});
}

} // namespace

TEST_CASE("one bit with one scale: its mean magnitude over the links of all layers, the least-squares scale", "[unrolled]") {
    test::LinkBench bench(oneBit("network", "learned"), test::smallMask(), 3);
    double sum = 0;
    for (const Parameter& x : bench.latent)
        for (const float v : x.value.values()) sum += static_cast<double>(std::abs(v)); // 0 outside the mask
    REQUIRE(bench.scheme->scales().size() == 1);
    CHECK(static_cast<double>(bench.scheme->scales()[0]) == Approx(sum / (3 * 19)));
    // A scale that is learned stays when latent weights move; the closed form follows.
    bench.latent[0].value.fill(5);
    bench.forward();
    CHECK(static_cast<double>(bench.scheme->scales()[0]) == Approx(sum / (3 * 19)));
    CHECK(bench.scheme->parameters().size() == 1);
    test::LinkBench closed(oneBit("network", "mean_abs"), denseMask(2, 2), 1);
    const float values[] = {1, -2, 3, 0};
    std::copy(std::begin(values), std::end(values), closed.latent[0].value.data());
    closed.forward();
    const float expected[] = {1.5F, -1.5F, 1.5F, 1.5F};
    for (std::size_t i = 0; i < 4; ++i) CHECK(closed.weights[0][i] == expected[i]);
    CHECK(closed.scheme->parameters().empty());
}

TEST_CASE("one bit for each layer and each channel", "[unrolled]") {
    test::LinkBench layers(oneBit("layer", "learned"), test::smallMask(), 2), channels(oneBit("channel", "learned"), test::smallMask(), 2);
    REQUIRE(layers.scheme->scales().size() == 2);
    REQUIRE(channels.scheme->scales().size() == 12);
    for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t r = 0; r < 6; ++r)
            CHECK(static_cast<double>(channels.scheme->scales()[k * 6 + r]) == Approx(channels.mean(k, r)));
    // E_global - E_channel = sum of n_c (mbar_c - mbar)^2 for one matrix.
    test::LinkBench global(oneBit("network", "learned"), test::smallMask(), 1), channel(oneBit("channel", "learned"), test::smallMask(), 1);
    const auto error = [](const test::LinkBench& bench) {
        double sum = 0;
        for (std::size_t i = 0; i < bench.weights[0].size(); ++i) {
            const double d = static_cast<double>(bench.weights[0][i]) - static_cast<double>(bench.latent[0].value[i]);
            sum += d * d;
        }
        return sum;
    };
    double between = 0;
    for (std::size_t r = 0; r < 6; ++r) {
        const double d = global.mean(0, r) - static_cast<double>(global.scheme->scales()[0]);
        between += (r == 0 ? 4 : 3) * d * d;
    }
    CHECK(error(global) - error(channel) == Approx(between).epsilon(1e-4));
}

TEST_CASE("one bit passes gradients straight through, and a reading can change how scales are found", "[unrolled]") {
    test::LinkBench bench(oneBit("network", "learned"), denseMask(3, 10), 2);
    const std::vector<Tensor> up = bench.backward();
    for (std::size_t i = 0; i < 30; ++i) REQUIRE(bench.latent[1].gradient[i] == up[1][i]);
    bench.scheme->setScales(true, true);
    bench.scheme->start(bench.latent, bench.mask);
    CHECK(bench.scheme->parameters().empty());
    CHECK(bench.scheme->scales().size() == 2);
}

TEST_CASE("one bit costs what the table of sizes says", "[unrolled]") {
    // n = 500, m = 250, B = 10, K = 16: 0.1000 for one scale, 0.228 for channels on the mask, 1.128 dense.
    const double links = 500.0 * 250 * 16;
    const auto bits = [&](const char* scope, std::size_t allowed) {
        const LinkWeightsEntry& entry = findEntry(linkWeightsCatalogue(), "one_bit", "scheme");
        const LinkCount count{500 * 250 * 16, allowed, allowed, 500 * 16, 16, 16, 0};
        double sum = 0;
        for (const BitTerm& term : entry.bits(resolveParams(entry.params, {{"scope", std::string(scope)}}, ""), count)) sum += term.bits;
        return sum / links;
    };
    CHECK(bits("network", 500 * 25 * 16) == Approx(0.1000).margin(5e-5));
    CHECK(bits("channel", 500 * 25 * 16) == Approx(0.228).margin(5e-4));
    CHECK(bits("channel", 500 * 250 * 16) == Approx(1.128).margin(5e-4));
}
