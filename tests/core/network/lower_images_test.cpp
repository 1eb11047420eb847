// SPDX-License-Identifier: GPL-3.0-or-later
// Networks on images: what lower() makes of convolutions and pools.
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

#include "core/kernels/target.h"

using namespace orthant;

namespace {

Component conv(std::int64_t filters, const char* weights = "ste_sign", const Params& more = {}) {
    Params params{{"filters", filters}, {"weights", Component(weights)}};
    for (const auto& [id, value] : more) params.set(id, value);
    return Component("conv2d", params);
}

const Component norm("batch_norm"), sign("binarize"), largest("max_pool"), mean("avg_pool"), flat("flatten");
const Component begin("residual"), end("residual_end"), shift("shift"), prelu("prelu");

std::vector<std::string> names(std::size_t n) { return std::vector<std::string>(n, "class"); }

std::size_t differences(const Tensor& a, const Tensor& b) {
    REQUIRE(a.size() == b.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
    return count;
}

/// Stacks in which pools stand in all places, each followed by a small head.
std::vector<std::vector<Component>> stacks(const char* weights) {
    const Params bias{{"bias", true}}, plus{{"paddingSign", "+1"}}, strided{{"stride", std::int64_t{2}}, {"kernel", std::int64_t{4}}};
    const Params halves{{"groups", std::int64_t{2}}};
    const Component ternary("binarize", {{"quantizer", Component("ternary")}});
    std::vector<std::vector<Component>> all = {
        {conv(7, weights), norm, sign, conv(70, weights), largest, norm, sign},
        {conv(7, weights), norm, sign, largest, conv(66, weights, plus), norm, sign},
        {conv(5, weights, bias), norm, largest, sign, conv(9, weights, strided), norm, Component("hardtanh"), sign},
        {conv(6, weights), largest, norm, sign, conv(8, weights, bias), largest, norm, sign},
        {conv(6, weights), norm, sign, conv(8, weights), mean, norm, sign},
        {sign, conv(64, weights), norm, sign, mean, conv(6, weights, {{"padding", "valid"}}), norm, sign},
        // Bits enter the first product; a learned threshold and a bent line before the signs (ReActNet).
        {Component("thermometer"), conv(6, weights), norm, shift, sign, conv(70, weights), norm, shift, prelu, shift, sign},
        {Component("bit_planes", {{"planes", std::int64_t{3}}}), conv(6, weights), prelu, shift, sign, largest, prelu, shift, sign},
        // Groups of channels, of pixels and of signs, and depth-wise filters; ternary activations as two planes.
        {conv(6, weights, halves), norm, sign, conv(66, weights, {{"groups", std::int64_t{6}}}), largest, norm, sign},
        {conv(6, weights), norm, ternary, conv(8, weights), largest, norm, ternary, conv(6, weights, halves), norm, ternary},
        // Blocks whose shortcut carries real values, and signs.
        {conv(6, weights), norm, begin, sign, conv(6, weights), norm, end, sign, begin, conv(66, weights), prelu, end, sign},
    };
    for (std::vector<Component>& stack : all) {
        stack.push_back(flat);
        stack.push_back(test::dense(5, weights));
        stack.push_back(norm);
    }
    return all;
}

} // namespace

TEST_CASE("the packed network on images scores exactly as the float simulation, on adversarial thresholds", "[network]") {
    for (const std::string& target : kernels::availableTargets()) {
        kernels::forceTarget(target);
        for (const char* weights : {"ste_sign", "xnor_scale"}) {
            std::uint64_t seed = 0;
            for (const std::vector<Component>& stack : stacks(weights)) {
                INFO(target << ", stack " << ++seed << ", " << weights);
                Network network(stack, {8, 9, 2}, 5, seed);
                test::makeAdversarial(network, seed);
                const Tensor inputs = test::pixels({12, 8, 9, 2}, seed);
                const Tensor expected = test::simulate(network, inputs);
                const Program program = lower(network, "test", names(5));
                CHECK(differences(program.run(inputs.matrix()), expected) == 0);
                CHECK(differences(network.evaluate(inputs), expected) == 0);
                const Program read = Program::fromBundle(program.toBundle());
                CHECK(differences(read.run(inputs.matrix()), expected) == 0);
            }
        }
    }
    kernels::forceTarget("");
}

TEST_CASE("images of levels run packed as they evaluate, whatever the levels and the weights", "[network]") {
    for (const char* levels : {"multi_bit", "dorefa_activations", "adabin_activations"})
        for (const char* weights : {"ste_sign", "xnor_scale", "ternary", "adabin", "hada_scale", "identity"}) {
            INFO(levels << ", " << weights);
            const Component step("binarize", {{"quantizer", Component(levels)}});
            Network network(std::vector<Component>{conv(6, weights), norm, step, conv(8, weights, {{"groups", std::int64_t{2}}}), largest,
                                                   norm, step, largest, conv(7, weights), norm, begin, step, conv(7, weights), end, step, mean, flat,
                                                   test::dense(5, weights), norm},
                            {8, 9, 2}, 5, 3);
            for (Parameter* parameter : network.parameters())
                if (parameter->name == "centre") parameter->value[0] = 0.3F;
            const Tensor inputs = test::pixels({12, 8, 9, 2}, 3), expected = network.evaluate(inputs);
            const Program program = lower(network, "test", names(5));
            CHECK(differences(program.run(inputs.matrix()), expected) == 0);
            CHECK(differences(Program::fromBundle(program.toBundle()).run(inputs.matrix()), expected) == 0);
        }
}

TEST_CASE("a residual network that halves its images scores exactly as the float simulation", "[network]") {
    for (const char* weights : {"ste_sign", "xnor_scale"}) {
        const Component half = conv(9, weights, {{"stride", std::int64_t{2}}});
        Network network(std::vector<Component>{conv(6, weights), norm, begin, sign, half, norm, begin, sign, conv(9, weights), norm,
                                               prelu, end, end, shift, sign, conv(7, weights), norm, sign, flat, test::dense(5), norm},
                        {8, 6, 2}, 5, 2);
        test::makeAdversarial(network, 3);
        const Tensor inputs = test::pixels({20, 8, 6, 2}, 3), expected = test::simulate(network, inputs);
        const Program program = lower(network, "test", names(5));
        CHECK(differences(program.run(inputs.matrix()), expected) == 0);
        CHECK(differences(network.evaluate(inputs), expected) == 0);
        CHECK(differences(Program::fromBundle(program.toBundle()).run(inputs.matrix()), expected) == 0);
    }
}

TEST_CASE("a shift and a PReLU fold into the threshold, and a falling PReLU does not", "[network]") {
    for (const double slope : {0.25, -0.25}) {
        const Component bent("prelu", {{"slope", slope}});
        Network network(std::vector<Component>{conv(4), norm, shift, bent, shift, sign, flat, test::dense(3)}, {6, 6}, 3, 1);
        test::makeAdversarial(network, 5);
        for (Parameter* parameter : network.parameters())
            if (parameter->name == "slope") std::ranges::fill(parameter->value.values(), static_cast<float>(slope));
        const Program program = lower(network, "p", names(3));
        CHECK(program.ops.size() == (slope > 0 ? 3 : 7));
        const Tensor inputs = test::pixels({40, 6, 6}, 3);
        CHECK(differences(program.run(inputs.matrix()), test::simulate(network, inputs)) == 0);
    }
}

TEST_CASE("a packed network whose levels do not fit is refused", "[network]") {
    Program good;
    good.inputShape = {3};
    good.classNames = names(3);
    good.ops.emplace_back(LevelsOp{{{-0.5F, 0.5F}, {0, 1, 3}, {0.5F, 0.5F}, 0}});
    const auto refused = [&](Levels levels, const char* why) {
        Program broken = good;
        broken.ops[0] = LevelsOp{std::move(levels)};
        CHECK_THROWS_WITH(Program::fromBundle(broken.toBundle()), containsText(why));
    };
    CHECK_NOTHROW(Program::fromBundle(good.toBundle()));
    refused({{0.5F, -0.5F}, {0, 1, 3}, {0.5F, 0.5F}, 0}, "do not rise");
    refused({{0.5F}, {0, 1, 3}, {0.5F, 0.5F}, 0}, "3 levels for 1 threshold");
    refused({{-0.5F, 0.5F}, {0, 1, 4}, {0.5F, 0.5F}, 0}, "more bits");
    refused({{}, {0}, {}, 0}, "0 planes");
}

TEST_CASE("a packed network that adds what it did not save is refused", "[network]") {
    Network network(std::vector<Component>{begin, conv(4), norm, end, flat, test::dense(3)}, {6, 6}, 3, 1);
    const Program good = lower(network, "p", names(3));
    const auto refused = [&](std::size_t without, const char* why) {
        Program broken = good;
        broken.ops.erase(broken.ops.begin() + static_cast<std::ptrdiff_t>(without));
        CHECK_THROWS_WITH(Program::fromBundle(broken.toBundle()), containsText(why));
    };
    CHECK_NOTHROW(Program::fromBundle(good.toBundle()));
    refused(0, "not saved");
    refused(3, "saved and never added");
    Program other = good;
    std::get<AddSavedOp>(other.ops[3]).map.pool.channels = 2;
    CHECK_THROWS_WITH(Program::fromBundle(other.toBundle()), containsText("another shape"));
}

TEST_CASE("a threshold for each channel takes the place of what stands between a convolution and a sign", "[network]") {
    Network network(std::vector<Component>{conv(4), norm, sign, conv(6), largest, norm, sign, flat, test::dense(3), norm}, {6, 6},
                    3, 1);
    const Program program = lower(network, "p", names(3));
    REQUIRE(program.ops.size() == 7);
    CHECK(std::holds_alternative<ConvOp>(program.ops[0]));
    CHECK_FALSE(std::get<ThresholdOp>(program.ops[1]).integer); // floats enter the first product
    CHECK(std::get<ConvOp>(program.ops[2]).padding == -1.0F);
    CHECK(std::holds_alternative<MaxPoolOp>(program.ops[3]));
    CHECK(std::get<ThresholdOp>(program.ops[4]).threshold.size() == 6);
    CHECK(std::get<ThresholdOp>(program.ops[4]).integer);
    CHECK(program.weightCount() == 4 * 9 + 6 * 36 + 3 * 54);
    CHECK(program.totalBits() == 36 + 216 + 162 + 33 * 10 + 3 * 128);
}

TEST_CASE("a packed network whose windows do not fit is refused", "[network]") {
    Network network(std::vector<Component>{conv(4), norm, sign, flat, test::dense(3)}, {6, 6}, 3, 1);
    const Bundle good = lower(network, "p", names(3)).toBundle();
    const auto broken = [&](const std::string& from, const std::string& to) {
        Bundle bundle = good;
        std::string& text = bundle.metadata["orthant.program"];
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        return bundle;
    };
    CHECK_NOTHROW(Program::fromBundle(good));
    CHECK_THROWS_WITH(Program::fromBundle(broken("\"kernelWidth\":3", "\"kernelWidth\":2")), containsText("columns, expected 6"));
    CHECK_THROWS_WITH(Program::fromBundle(broken("\"stride\":1", "\"stride\":0")), containsText("window"));
    CHECK_THROWS_WITH(Program::fromBundle(broken("\"groups\":1", "\"groups\":3")), containsText("3 groups do not divide"));
    CHECK_THROWS_WITH(Program::fromBundle(broken("\"height\":6", "\"height\":7")), containsText("come from the operation before"));
}
