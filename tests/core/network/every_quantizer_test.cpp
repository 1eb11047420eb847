// SPDX-License-Identifier: GPL-3.0-or-later
// What a network promises whichever quantizer its weights have.
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

#include "core/exporters/exchange.h"
#include "core/quantizers/quantizer.h"

using namespace orthant;

namespace {

Network build(const char* weights, const char* activations, std::uint64_t seed) {
    const Component signs("binarize", {{"quantizer", Component(activations)}});
    const std::vector<Component> layers = {
        Component("flatten"),         test::dense(24, weights), Component("batch_norm"), signs,
        test::dense(36, weights, true), Component("batch_norm"), signs, test::dense(5, weights), Component("batch_norm")};
    return {layers, {6, 6}, 5, seed};
}

/// A few plain gradient steps on a loss that pulls scores to 1.
void train(Network& network, std::uint64_t seed) {
    for (std::int64_t step = 0; step < 4; ++step) {
        const LayerContext context{true, {step, static_cast<double>(step) / 2, 2, seed}};
        const Tensor& scores = network.forward(test::pixels({20, 6, 6}, seed + static_cast<std::uint64_t>(step)), context);
        Tensor gradient = scores;
        for (float& g : gradient.values()) g -= 1;
        network.backward(gradient, context);
        for (Parameter* parameter : network.parameters()) {
            REQUIRE(parameter->gradient.size() == parameter->value.size());
            for (std::size_t i = 0; i < parameter->value.size(); ++i) {
                REQUIRE(std::isfinite(parameter->gradient[i]));
                parameter->value[i] -= 1e-3F * parameter->gradient[i];
            }
        }
    }
}

std::size_t differences(const Tensor& a, const Tensor& b) {
    REQUIRE(a.size() == b.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
    return count;
}

} // namespace

TEST_CASE("the packed program, and what is read back from its file, score exactly as evaluation does", "[network]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        if (!entry.forWeights) continue;
        INFO(entry.id);
        Network network = build(entry.id.c_str(), "ste_sign", 4);
        train(network, 4);
        const Tensor inputs = test::pixels({50, 6, 6}, 99), expected = network.evaluate(inputs);
        const Program program = lower(network, "test", std::vector<std::string>(5, "class"));
        CHECK(differences(program.run(inputs.matrix()), expected) == 0);
        CHECK(differences(Program::fromBundle(program.toBundle()).run(inputs.matrix()), expected) == 0);
        CHECK(differences(fromExchange(toExchange(program, Unpacked::Also)).run(inputs.matrix()), expected) == 0);
        double bits = 0; // of the weights of the three layers
        for (const std::size_t layer : {1U, 4U, 7U}) bits += network.layer(layer).packedWeights().bits();
        CHECK(bits < program.totalBits());
    }
}

TEST_CASE("the packed program scores as evaluation does for every quantizer of activations", "[network]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        if (!entry.forActivations || entry.id == "identity") continue;
        for (const char* weights : {"ste_sign", "xnor_scale", "ternary", "lbq", "adabin", "identity"}) {
            INFO(entry.id << ", weights " << weights);
            Network network = build(weights, entry.id.c_str(), 6);
            train(network, 6);
            const Tensor inputs = test::pixels({50, 6, 6}, 99), expected = network.evaluate(inputs);
            const Program program = lower(network, "test", std::vector<std::string>(5, "class"));
            CHECK(differences(program.run(inputs.matrix()), expected) == 0);
            CHECK(differences(Program::fromBundle(program.toBundle()).run(inputs.matrix()), expected) == 0);
            CHECK(differences(fromExchange(toExchange(program, Unpacked::Also)).run(inputs.matrix()), expected) == 0);
        }
    }
}

TEST_CASE("learned values and buffers are part of the state of a network", "[network]") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        if (!entry.forWeights) continue;
        INFO(entry.id);
        Network network = build(entry.id.c_str(), "ste_sign", 4);
        train(network, 4);
        Network other = build(entry.id.c_str(), "ste_sign", 5);
        other.restore(network.state());
        const Tensor inputs = test::pixels({50, 6, 6}, 99);
        CHECK(differences(other.evaluate(inputs), network.evaluate(inputs)) == 0);
    }
}

TEST_CASE("soft evaluation shows the map of training", "[network]") {
    Network network = build("hardtanh", "ste_sign", 4);
    const Tensor inputs = test::pixels({5, 6, 6}, 1);
    LayerContext soft;
    soft.soft = true;
    const Tensor scores = network.forward(inputs, soft);
    CHECK(network.layer(1).usedWeights()->planes.empty());
    const Tensor hard = network.forward(inputs, {});
    CHECK(network.layer(1).usedWeights()->planes.size() == 1);
    CHECK(differences(scores, hard) > 0);
}
