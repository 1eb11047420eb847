// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/base/parallel.h"
#include "core/training/bep_layer.h"

#include <cmath>

using namespace orthant;

namespace {

BitMatrix randomSigns(std::size_t rows, std::size_t cols, std::uint64_t seed) {
    BitMatrix m(rows, cols);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < cols; ++c) m.set(r, c, Rng(seed).bits(r * cols + c) & 1U);
    return m;
}

std::vector<std::int16_t> randomCounters(std::size_t count, std::uint64_t seed) {
    std::vector<std::int16_t> h(count);
    for (std::size_t i = 0; i < count; ++i) h[i] = static_cast<std::int16_t>(static_cast<int>(Rng(seed).below(i, 21)) - 10);
    return h;
}

int sign(const BitMatrix& m, std::size_t r, std::size_t c) { return m.get(r, c) ? 1 : -1; }

/// sum over outputs of gate_i target_i (W_i . a), with a given as the bits of `a`.
int alignment(const BepLayer& layer, const BitMatrix& targets, const BitMatrix& gates, std::size_t sample, unsigned a) {
    int sum = 0;
    for (std::size_t i = 0; i < layer.outputs(); ++i)
        for (std::size_t k = 0; k < layer.inputs() && gates.get(sample, i); ++k)
            sum += sign(targets, sample, i) * sign(layer.signs(), i, k) * ((a >> k & 1U) != 0 ? 1 : -1);
    return sum;
}

} // namespace

TEST_CASE("the wanted inputs agree with the targets more than any other signs do", "[training]") {
    // Source: Lemma 1 of the paper; here by all 2^9 sign vectors.
    const BepLayer layer(7, 9, randomCounters(63, 1));
    const BitMatrix targets = randomSigns(40, 7, 2), gates = randomSigns(40, 7, 3);
    const BitMatrix wanted = layer.inputTargets(targets, gates);
    REQUIRE(wanted.rows() == 40);
    REQUIRE(wanted.cols() == 9);
    for (std::size_t s = 0; s < 40; ++s) {
        int best = -1000;
        for (unsigned a = 0; a < 512; ++a) best = std::max(best, alignment(layer, targets, gates, s, a));
        CHECK(alignment(layer, targets, gates, s, static_cast<unsigned>(wanted.row(s)[0])) == best);
    }
}

TEST_CASE("sums, signs and gates of a layer are those of the definition", "[training]") {
    BepLayer layer(5, 70, randomCounters(350, 1));
    const BitMatrix in = randomSigns(8, 70, 2);
    layer.forward(in);
    const BitMatrix gates = layer.gates(6);
    for (std::size_t s = 0; s < 8; ++s)
        for (std::size_t r = 0; r < 5; ++r) {
            int sum = 0;
            for (std::size_t k = 0; k < 70; ++k) sum += (layer.counters()[r * 70 + k] >= 0 ? 1 : -1) * sign(in, s, k);
            CHECK(layer.sums()[s * 5 + r] == sum);
            CHECK(layer.outputSigns().get(s, r) == (sum >= 0));
            CHECK(gates.get(s, r) == (std::abs(sum) <= 6));
        }
}

TEST_CASE("one sample moves one wrong neuron of each group, by 2 times its target and input", "[training]") {
    for (const bool byCounters : {false, true})
        for (const bool easiest : {true, false}) {
            BepLayer layer(12, 33, randomCounters(12 * 33, 1));
            const BitMatrix in = randomSigns(1, 33, 2), targets = randomSigns(1, 12, 3);
            layer.forward(in);
            const BitMatrix before = layer.outputSigns();
            const std::vector<std::int16_t> h(layer.counters().begin(), layer.counters().end());
            const std::vector<std::int32_t> z(layer.sums().begin(), layer.sums().end());
            const std::uint8_t teaches[] = {1};
            layer.learn(in, targets, teaches, 4, {easiest, byCounters, 1, 0}, Rng(1));
            for (std::size_t g = 0; g < 3; ++g) {
                std::size_t moved = 12;
                const auto stability = [&](std::size_t r) {
                    int sum = z[r];
                    if (byCounters) {
                        sum = 0;
                        for (std::size_t k = 0; k < 33; ++k) sum += h[r * 33 + k] * sign(in, 0, k);
                    }
                    return sign(targets, 0, r) * sum;
                };
                for (std::size_t r = 4 * g; r < 4 * g + 4; ++r)
                    for (std::size_t k = 0; k < 33; ++k) {
                        const int change = layer.counters()[r * 33 + k] - h[r * 33 + k];
                        if (change == 0) continue;
                        CHECK((moved == 12 || moved == r));
                        moved = r;
                        CHECK(change == 2 * sign(targets, 0, r) * sign(in, 0, k)); // so the stability grows by 2 * 33
                    }
                for (std::size_t r = 4 * g; r < 4 * g + 4; ++r) {
                    if (before.get(0, r) == targets.get(0, r)) {
                        CHECK(moved != r);
                    } else {
                        REQUIRE(moved < 12);
                        CHECK((easiest ? stability(moved) >= stability(r) : stability(moved) <= stability(r)));
                    }
                }
            }
        }
}

TEST_CASE("samples that do not teach change nothing, and many samples add up", "[training]") {
    BepLayer layer(6, 20, randomCounters(120, 1));
    const BitMatrix in = randomSigns(30, 20, 2), targets = randomSigns(30, 6, 3);
    layer.forward(in);
    const std::vector<std::int16_t> h(layer.counters().begin(), layer.counters().end());
    std::vector<std::uint8_t> teaches(30, 0);
    layer.learn(in, targets, teaches, 1, {}, Rng(1));
    CHECK(std::equal(h.begin(), h.end(), layer.counters().begin()));
    for (std::size_t i = 0; i < 30; i += 2) teaches[i] = 1;
    layer.learn(in, targets, teaches, 1, {}, Rng(1));
    for (std::size_t r = 0; r < 6; ++r)
        for (std::size_t k = 0; k < 20; ++k) {
            int expected = h[r * 20 + k];
            for (std::size_t i = 0; i < 30; i += 2)
                if (layer.outputSigns().get(i, r) != targets.get(i, r)) expected += 2 * sign(targets, i, r) * sign(in, i, k);
            CHECK(layer.counters()[r * 20 + k] == expected);
            CHECK(layer.signs().get(r, k) == (expected >= 0));
        }
}

TEST_CASE("counters stop at the ends of 16 bits", "[training]") {
    const std::vector<std::int16_t> ends{32767, -32768, 32767, -32768};
    BepLayer layer(1, 4, ends);
    BitMatrix in(1, 4), target(1, 1);
    in.set(0, 1, true); // - + - +: the sum is -4, wanted is -1: right already, so only the reinforcement moves
    in.set(0, 3, true);
    layer.forward(in);
    const std::uint8_t teaches[] = {1};
    layer.learn(in, target, teaches, 1, {true, false, 1, 1}, Rng(1));
    CHECK(std::equal(ends.begin(), ends.end(), layer.counters().begin()));
}

TEST_CASE("reinforcement moves the wanted share of counters away from zero", "[training]") {
    const std::vector<std::int16_t> start = randomCounters(200 * 500, 1);
    BepLayer layer(200, 500, start);
    const BitMatrix in = randomSigns(1, 500, 2);
    layer.forward(in);
    const std::uint8_t teaches[] = {0};
    layer.learn(in, BitMatrix(1, 200), teaches, 1, {true, false, 1, 0.03}, Rng(5));
    std::size_t moved = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
        const int change = layer.counters()[i] - start[i];
        if (change == 0) continue;
        CHECK(change == (start[i] >= 0 ? 2 : -2));
        ++moved;
    }
    // Binomial: mean 3000, deviation 54.
    CHECK(moved > 2700);
    CHECK(moved < 3300);
}

TEST_CASE("a layer learns the same on one thread and on two", "[training]") {
    std::vector<std::int16_t> result[2];
    for (const std::size_t threads : {1U, 2U})
        withThreads(threads, [&] {
            BepLayer layer(90, 100, randomCounters(9000, 1));
            for (std::uint64_t step = 0; step < 5; ++step) {
                const BitMatrix in = randomSigns(20, 100, 10 + step), targets = randomSigns(20, 90, 20 + step);
                layer.forward(in);
                layer.learn(in, targets, std::vector<std::uint8_t>(20, 1), 15, {true, false, 0.5, 0.1}, Rng(step));
            }
            result[threads - 1].assign(layer.counters().begin(), layer.counters().end());
        });
    CHECK(result[0] == result[1]);
}

TEST_CASE("the fixed classifier's rows point away from each other, more evenly than random ones", "[training]") {
    const BitMatrix frame = signFrame(10, 300, 1.0, Rng(1));
    double worst = 0;
    for (std::size_t i = 0; i < 10; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            int product = 0;
            for (std::size_t c = 0; c < 300; ++c) product += sign(frame, i, c) * sign(frame, j, c);
            // The simplex has -1 / (C - 1) of the width: no ten vectors have all pairs below.
            worst = std::max(worst, std::abs(product + 300.0 / 9));
        }
    CHECK(worst < 16); // of random signs about 50
}
