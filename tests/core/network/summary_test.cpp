// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

#include "core/network/summary.h"

using namespace orthant;

TEST_CASE("the summary counts parameters, operations and bytes by kind", "[network]") {
    const Network network(std::vector<Component>{Component("flatten"), test::dense(1024), Component("batch_norm"),
                                                 Component("binarize"), test::dense(10), Component("batch_norm")},
                          {28, 28}, 10, 1);
    const std::vector<LayerSummary> rows = summarize(network);
    REQUIRE(rows.size() == 6);
    CHECK(rows[1].name == "dense_1");
    CHECK(rows[1].bitParameters == 784 * 1024);
    CHECK(rows[1].floatParameters == 0);
    CHECK(rows[1].macsSign == 784 * 1024);
    CHECK(rows[1].bytesTrained == 4 * 784 * 1024);
    CHECK(rows[1].bytesPacked == 784 * 1024 / 8);
    CHECK(rows[2].floatParameters == 2048);
    CHECK(rows[2].bytesPacked == 1024 * 33 / 8); // a threshold and a direction for each channel
    CHECK(rows[4].macsBinary == 10240);
    CHECK(rows[5].bytesPacked == 10 * 16);
    const LayerSummary sum = total(rows);
    CHECK(sum.macsBinary + sum.macsSign + sum.macsFloat == 784 * 1024 + 10240);
    CHECK(8 * sum.bytesPacked == lower(network, "n", std::vector<std::string>(10)).totalBits());
}

TEST_CASE("the summary of a residual network adds up to its packed bits", "[network]") {
    const auto conv = [](std::int64_t filters) { return Component("conv2d", {{"filters", filters}}); };
    const Component norm("batch_norm"), sign("binarize"), prelu("prelu"), shift("shift");
    const Network network(std::vector<Component>{Component("thermometer"), conv(8), norm, Component("residual"), sign, conv(8), norm,
                                                 prelu, sign, conv(8), norm, Component("residual_end"), prelu, shift, sign, conv(6),
                                                 sign, Component("global_avg_pool"), test::dense(3)},
                          {4, 6, 2}, 3, 1);
    const std::vector<LayerSummary> rows = summarize(network);
    CHECK(rows[1].macsBinary == 24 * 8 * 9 * 16); // 8 planes of 2 channels: even the first layer counts bits
    CHECK(rows[2].bytesPacked == 8 * 16);         // a shortcut needs the values
    CHECK(rows[5].macsBinary == 24 * 8 * 9 * 8);
    CHECK(rows[6].bytesPacked == 8 * 33.0 / 8);
    CHECK(rows[7].bytesPacked == 0); // in the same threshold
    CHECK(rows[7].floatParameters == 8);
    CHECK(rows[12].bytesPacked == 8 * 4);
    CHECK(rows[16].bytesPacked == 6 * 33.0 / 8); // a threshold without a normalization
    CHECK(rows[18].macsSign == 18);              // means of signs are floats
    CHECK(8 * total(rows).bytesPacked == lower(network, "n", std::vector<std::string>(3)).totalBits());
}

TEST_CASE("levels count as many operations of bits as there are pairs of planes", "[network]") {
    const Component steps("binarize", {{"quantizer", Component("dorefa_activations", {{"bits", std::int64_t{3}}})}});
    const Network network(std::vector<Component>{steps, Component("conv2d", {{"filters", std::int64_t{8}}, {"groups", std::int64_t{2}},
                                                                             {"weights", Component("lbq")}}),
                                                 Component("global_avg_pool"), test::dense(3)},
                          {4, 6, 2}, 3, 1);
    const std::vector<LayerSummary> rows = summarize(network);
    CHECK(rows[1].macsBinary == 24 * 8 * 9 * 2 * 3); // each filter sees one channel; two planes by three
    CHECK(rows[0].bytesPacked == (32 * (7 + 3 + 1) + 8 * 8) / 8);
    CHECK(8 * total(rows).bytesPacked == lower(network, "n", std::vector<std::string>(3)).totalBits());
}
