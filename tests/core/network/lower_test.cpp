// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

#include "core/kernels/target.h"

using namespace orthant;

namespace {

std::size_t differences(const Tensor& a, const Tensor& b) {
    REQUIRE(a.size() == b.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
    return count;
}

std::vector<std::string> names(std::size_t n) { return std::vector<std::string>(n, "class"); }

} // namespace

TEST_CASE("the packed program scores exactly as the float simulation, on adversarial thresholds", "[network]") {
    for (const std::string& target : kernels::availableTargets()) {
        kernels::forceTarget(target);
        for (std::uint64_t seed = 1; seed <= 6; ++seed)
            for (const char* weights : {"ste_sign", "xnor_scale"}) {
                INFO(target << ", seed " << seed << ", " << weights);
                const bool bias = seed % 2 == 0;
                const std::vector<Component> layers = {
                    Component("flatten"),  test::dense(70, weights, bias), Component("batch_norm"), Component("binarize"),
                    test::dense(33, weights, bias), Component("batch_norm"), Component("binarize"),
                    test::dense(64, weights, bias), Component("batch_norm"), Component("binarize"),
                    test::dense(5, weights, bias),  Component("batch_norm")};
                Network network(layers, {6, 7}, 5, seed);
                test::makeAdversarial(network, seed);
                const Tensor inputs = test::pixels({60, 6, 7}, seed);
                const Tensor expected = test::simulate(network, inputs);
                const Program program = lower(network, "test", names(5));
                CHECK(differences(program.run(inputs.matrix()), expected) == 0);
                CHECK(differences(network.evaluate(inputs), expected) == 0);
            }
    }
    kernels::forceTarget("");
}

TEST_CASE("ties fold to +1 for either sign of gamma", "[network]") {
    // One output, four inputs, all weights +1: the sum is the sum of the signs. mean 2, beta 0: a sum of 2 is a tie.
    for (const float gamma : {1.0F, -1.0F, 0.0F}) {
        Network network(std::vector<Component>{Component("binarize"), test::dense(2), Component("batch_norm"),
                                               Component("binarize"), test::dense(2)},
                        {4}, 2, 1);
        Bundle state = network.state();
        const std::vector<float> ones(8, 1.0F);
        state.arrays["dense_1/weights"] = Array::of<float>(ElementType::F32, {2, 4}, ones);
        state.arrays["batch_norm_1/mean"] = Array::of<float>(ElementType::F32, {2}, std::vector<float>{2, 2});
        state.arrays["batch_norm_1/gamma"] = Array::of<float>(ElementType::F32, {2}, std::vector<float>{gamma, gamma});
        network.restore(state);
        const Program program = lower(network, "tie", names(2));
        const auto& fold = std::get<ThresholdOp>(program.ops[2]);
        CHECK(fold.integer);
        if (gamma > 0) CHECK((fold.direction[0] == 1 && fold.threshold[0] > 0 && fold.threshold[0] <= 2));
        if (gamma < 0) CHECK((fold.direction[0] == -1 && fold.threshold[0] >= 2 && fold.threshold[0] < 4));
        if (gamma == 0) CHECK(fold.threshold[0] == -std::numeric_limits<float>::infinity());
    }
}

TEST_CASE("a program has no float weights and no normalization before a sign", "[network]") {
    Network network(std::vector<Component>{Component("flatten"), test::dense(8), Component("batch_norm"), Component("hardtanh"),
                                           Component("binarize"), test::dense(3), Component("batch_norm")},
                    {2, 5}, 3, 1);
    const Program program = lower(network, "p", names(3));
    REQUIRE(program.ops.size() == 4);
    CHECK(std::holds_alternative<DenseOp>(program.ops[0]));
    CHECK(std::holds_alternative<ThresholdOp>(program.ops[1]));
    CHECK(std::holds_alternative<DenseOp>(program.ops[2]));
    CHECK(std::holds_alternative<NormalizeOp>(program.ops[3]));
    CHECK(program.weightCount() == 8 * 10 + 3 * 8);
    CHECK(program.totalBits() == 80 + 24 + 8 * 33 + 3 * 128);
}
