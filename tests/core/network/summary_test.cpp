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
