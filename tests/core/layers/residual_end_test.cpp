// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.h"
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

const Component begin("residual"), end("residual_end"), norm("batch_norm"), relu("relu"), pool("global_avg_pool");

Component conv(std::int64_t filters, std::int64_t stride = 1) {
    return Component("conv2d", {{"filters", filters}, {"stride", stride}, {"weights", Component("identity")}});
}
Component dense(std::int64_t units) { return Component("dense", {{"units", units}, {"weights", Component("identity")}}); }

/// sin(a i + b), scaled and shifted: the same numbers in every program.
void fillWave(Tensor& x, double a, double b, double scale = 1, double shift = 0) {
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(shift + scale * std::sin(a * static_cast<double>(i) + b));
}

void checkEvery(std::size_t step, const Tensor& found, const std::vector<float>& expected) {
    REQUIRE((found.size() + step - 1) / step == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(static_cast<double>(found[i * step]) == Approx(static_cast<double>(expected[i])).epsilon(1e-4).margin(2e-6));
}

} // namespace

TEST_CASE("a block of a residual network has the scores and gradients that PyTorch gives", "[layers]") {
    // PyTorch 1.13 in double precision: conv2d with padding 1, batch_norm in training, avg_pool2d of the shortcut, zeros for
    // the channels that are new; gradients of <scores, up>.
    const std::vector<float> scores = {0.53001533F,  -0.22038129F, -0.43710443F, -0.21437362F, 1.478044F,
                                       -0.40875732F, 0.3047438F,   0.089868965F, -0.3426318F};
    const std::vector<float> dFirst = {-0.23153626F, -0.0010425504F, -0.21647413F, -0.24292841F, -0.22635188F,
                                       -0.21903338F, 0.21810271F,    0.21445201F,  0.077459866F, 0.13872741F,
                                       0.13705002F,  0.16411185F,    0.04224616F};
    const std::vector<float> dSecond = {-0.014547089F, -0.0017915497F, -0.0041342353F, -0.07483195F,
                                        0.094205586F,  0.10335833F,    -0.054263066F,  0.0F,
                                        0.04175133F,   -0.055172308F,  0.10812887F,    -0.023556424F};
    const std::vector<float> dNorms[] = {
        {0.038815705F, -0.11773328F, 0.0065252295F, 0.12871849F, 0.0048552949F},
        {0.067567365F, -0.13216248F, 0.0069044342F, 0.092840511F, -0.033818929F},
        {-0.051562121F, 1.4729647F, 1.7829775F, 0.84354425F, -0.83840737F},
        {-0.078919758F, 1.858713F, 2.3752761F, 1.3350014F, -0.90559199F},
    };
    Network network(std::vector<Component>{begin, conv(5, 2), norm, relu, conv(5), norm, end, relu, pool, dense(3)}, {6, 4, 2}, 3,
                    1);
    const std::vector<Parameter*> all = network.parameters(); // two convolutions, each with its norm, and the dense layer
    fillWave(all[0]->value, 1.3, 0.2, 0.5);
    fillWave(all[3]->value, 1.7, 0.3, 0.5);
    for (std::size_t i = 0; i < 2; ++i) {
        fillWave(all[1 + 3 * i]->value, 1, 1 + 2 * static_cast<double>(i), 0.3, 1);
        fillWave(all[2 + 3 * i]->value, 1, 2 + 2 * static_cast<double>(i), 0.2);
    }
    fillWave(all[6]->value, 0.9, 0.5);
    Tensor x({3, 6, 4, 2}), up({3, 3});
    fillWave(x, 0.7, 0.1);
    fillWave(up, 2.1, 0.6);
    LayerContext context;
    context.training = true;
    checkEvery(1, network.forward(x, context), scores);
    network.backward(up, context);
    checkEvery(7, all[0]->gradient, dFirst);
    checkEvery(19, all[3]->gradient, dSecond);
    for (std::size_t i = 0; i < 4; ++i) checkEvery(1, all[1 + i % 2 + 3 * (i / 2)]->gradient, dNorms[i]);
}

TEST_CASE("gradients through nested residual blocks agree with central differences", "[layers]") {
    Network network(std::vector<Component>{conv(2), begin, conv(3, 2), begin, conv(3), end, end, pool, dense(2)},
                    {4, 4, 1}, 2, 3);
    const Tensor x = test::normals({2, 4, 4, 1}, 1), up = test::normals({2, 2}, 2);
    const auto loss = [&] { return test::dot(network.forward(x, {}), up); };
    loss();
    network.backward(up, {});
    for (Parameter* parameter : network.parameters()) {
        const Tensor gradient = parameter->gradient;
        INFO(parameter->name << " of " << parameter->value.size());
        for (std::size_t i = 0; i < gradient.size(); ++i)
            CHECK(static_cast<double>(gradient[i]) == Approx(test::slope(parameter->value[i], 1e-2, loss)).margin(2e-3));
    }
}

TEST_CASE("a shortcut of signs carries them as numbers", "[layers]") {
    Network network(std::vector<Component>{Component("binarize"), begin, dense(3), end}, {3}, 3, 1);
    std::ranges::fill(network.parameters()[0]->value.values(), 0.0F);
    Tensor x({1, 3});
    fillWave(x, 3, 1);
    const Tensor& scores = network.forward(x, {});
    for (std::size_t i = 0; i < 3; ++i) CHECK(scores[i] == (x[i] >= 0 ? 1.0F : -1.0F));
}
