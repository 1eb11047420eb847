// SPDX-License-Identifier: GPL-3.0-or-later
// Values worked by hand.
#include "core/unrolled/accounting.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>

using namespace orthant;

namespace {

/// A network of K layers n x m with B equal blocks.
LinkCount network(std::size_t n, std::size_t m, std::size_t blocks, std::size_t layers) {
    LinkCount count;
    count.links = n * m * layers;
    count.allowed = count.kept = count.links / blocks;
    count.rows = n * layers;
    count.layers = count.thresholds = layers;
    return count;
}

double perLink(const LinkCount& count, const std::string& title, double density = 0.1) {
    for (const BitAccount& account : accountsOf(count, false, density))
        if (account.title == title) return account.bitsPerLink();
    FAIL("no account " << title);
    return 0;
}

const std::string pibinn = "PIBiNN: one bit on the mask, one scale";

} // namespace

TEST_CASE("bits per link are those of the table, scheme by scheme", "[unrolled]") {
    const struct {
        std::size_t n, m, blocks, layers;
        double pibinn, smaller, channelDense, channelMask, ternaryDense, ternaryMask;
    } rows[] = {{64, 32, 4, 10, 0.2516, 127, 2.000, 1.250, 1.601, 0.412},
                {500, 250, 10, 16, 0.1000, 320, 1.128, 0.228, 1.585, 0.159},
                {500, 250, 25, 16, 0.0400, 800, 1.128, 0.168, 1.585, 0.064},
                {1024, 512, 32, 10, 0.0313, 1024, 1.063, 0.094, 1.585, 0.050}};
    for (const auto& row : rows) {
        INFO(row.n << " x " << row.m << ", " << row.blocks << " blocks");
        const LinkCount count = network(row.n, row.m, row.blocks, row.layers);
        CHECK(perLink(count, pibinn) == Approx(row.pibinn).margin(0.00006));
        CHECK(32 / perLink(count, pibinn) == Approx(row.smaller).epsilon(0.002));
        CHECK(perLink(count, "One bit, dense, a scale for each row") == Approx(row.channelDense).margin(0.0006));
        CHECK(perLink(count, "One bit, on the mask, a scale for each row") == Approx(row.channelMask).margin(0.0006));
        CHECK(perLink(count, "Ternary, dense, by entropy") == Approx(row.ternaryDense).margin(0.0006));
        CHECK(perLink(count, "Ternary, on the mask, by entropy") == Approx(row.ternaryMask).margin(0.0006));
        CHECK(perLink(count, "Float, dense") == 32);
        CHECK(perLink(count, "Float, on the mask") == Approx(32.0 / static_cast<double>(row.blocks)));
        CHECK(perLink(count, "One bit, dense, one scale") == Approx(1).margin(0.002));
        CHECK(perLink(count, "Ternary, dense, five in a byte") > 1.6);
        CHECK(perLink(count, "Ternary, dense, two bits") > 2);
    }
}

TEST_CASE("the size falls by 1 - 1/(32 B)", "[unrolled]") {
    const std::pair<std::size_t, double> worked[] = {{4, 99.22},  {10, 99.69}, {16, 99.80},
                                                     {25, 99.88}, {32, 99.90}, {64, 99.95}};
    for (const auto& [blocks, percent] : worked) {
        const LinkCount count = network(6400, 1600, blocks, 10); // so large that the scale does not count
        CHECK(100 * (1 - perLink(count, pibinn) / 32) == Approx(percent).margin(0.006));
    }
}

TEST_CASE("pruned networks pay for their zeros in three ways", "[unrolled]") {
    const LinkCount count = network(64, 48, 4, 10);
    CHECK(perLink(count, "Pruned one bit, zeros as a bitmap") == Approx(1.1));
    CHECK(perLink(count, "Pruned one bit, zeros by entropy") == Approx(0.57).margin(0.005));
    CHECK(perLink(count, "Pruned one bit, indices of 16 bits") == Approx(1.7));
}

TEST_CASE("terms add up, thresholds by a switch, and the mask where one is needed", "[unrolled]") {
    LinkCount count = network(64, 48, 4, 10);
    count.thresholds = 20;
    count.maskBits = 56;
    const auto without = accountsOf(count, false, 0.1), with = accountsOf(count, true, 0.1);
    REQUIRE(without.size() == with.size());
    for (std::size_t i = 0; i < with.size(); ++i) {
        CHECK(with[i].bits() - without[i].bits() == 640);
        const bool masked = with[i].formula.find("mask") != std::string::npos;
        CHECK(masked == (with[i].title.find("mask") != std::string::npos));
    }
    CHECK(without[2].bits() == 7680 + 32 + 56);
    CHECK(without[2].formula == "N_s signs + b_s scale + mask");
    CHECK(without[2].timesSmaller() == Approx(32.0 * 30720 / 7768));
}

TEST_CASE("a scheme of the catalogue counts as its row of the table", "[unrolled]") {
    LinkCount count = network(64, 48, 4, 10);
    count.maskBits = 56;
    const auto table = accountsOf(count, true, 0.1);
    CHECK(account(Component("one_bit"), count, true).bits() == table[2].bits());
    CHECK(account(Component("float32"), count, true).bits() == table[1].bits());
    for (const LinkWeightsEntry& entry : linkWeightsCatalogue()) {
        INFO(entry.id);
        const BitAccount one = account(Component(entry.id), count, false);
        CHECK(one.bits() > 0);
        CHECK_FALSE(one.formula.empty());
    }
}
