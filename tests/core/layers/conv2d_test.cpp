// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/target.h"
#include "core/tensor/gemm.h"
#include "core/tensor/patches.h"
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

namespace {

struct Case {
    const char* weights;
    bool binaryInput;
    bool bias = false;
    std::int64_t kernel = 3, stride = 1;
    const char* padding = "same";
    const char* paddingSign = "-1";
};

constexpr std::size_t height = 6, width = 5, channels = 3, filters = 4, samples = 3;

BuiltLayer make(const Case& c) {
    const Params given{{"filters", static_cast<std::int64_t>(filters)}, {"kernel", c.kernel},
                       {"stride", c.stride},                            {"padding", c.padding},
                       {"paddingSign", c.paddingSign},                  {"weights", Component(c.weights)},
                       {"bias", c.bias}};
    const LayerEntry& entry = findEntry(layerCatalogue(), "conv2d", "layer");
    return entry.build(resolveParams(entry.params, given, ""), {{height, width, channels}, c.binaryInput, Rng(5), "", nullptr});
}

Activation input(bool binary) {
    Activation a = test::activation(test::normals({samples, height, width, channels}, 1));
    if (!binary) return a;
    a.bits = BitMatrix::fromSigns(a.values.matrix());
    a.binary = true;
    return a;
}

/// Calls body(sample, output position, input value or padding, weight number) for each product of one output channel.
template <class Body>
void forEachProduct(const Case& c, const Shape& out, const Body& body) {
    const auto kernel = static_cast<std::ptrdiff_t>(c.kernel), stride = static_cast<std::ptrdiff_t>(c.stride);
    const std::ptrdiff_t before = std::string(c.padding) == "same" ? (kernel - 1) / 2 : 0;
    for (std::size_t i = 0; i < samples; ++i)
        for (std::size_t p = 0; p < out[0] * out[1]; ++p)
            for (std::ptrdiff_t k = 0; k < kernel * kernel; ++k)
                for (std::size_t channel = 0; channel < channels; ++channel) {
                    const std::ptrdiff_t y = static_cast<std::ptrdiff_t>(p / out[1]) * stride + k / kernel - before;
                    const std::ptrdiff_t x = static_cast<std::ptrdiff_t>(p % out[1]) * stride + k % kernel - before;
                    const bool inside = y >= 0 && x >= 0 && y < static_cast<std::ptrdiff_t>(height) &&
                                        x < static_cast<std::ptrdiff_t>(width);
                    const std::ptrdiff_t at = inside ? (y * static_cast<std::ptrdiff_t>(width) + x) *
                                                               static_cast<std::ptrdiff_t>(channels) +
                                                           static_cast<std::ptrdiff_t>(channel)
                                                     : -1;
                    body(i, p, at, static_cast<std::size_t>(k) * channels + channel);
                }
}

double paddingOf(const Case& c) { return !c.binaryInput ? 0 : std::string(c.paddingSign) == "+1" ? 1 : -1; }

const Case cases[] = {
    {"identity", false, true},          {"identity", true},
    {"ste_sign", false},                {"ste_sign", true},
    {"ste_sign", true, true, 3, 1, "same", "+1"}, {"ste_sign", true, false, 2, 2, "valid"},
    {"ste_sign", false, false, 2, 1, "same"},     {"ste_sign", true, false, 4, 2, "same"},
    {"xnor_scale", false, true},        {"xnor_scale", true, false, 3, 2},
    {"ternary", true},                  {"ternary", false},
};

std::string name(const Case& c) {
    return std::string(c.weights) + (c.binaryInput ? ", signs in" : ", floats in") + ", kernel " + std::to_string(c.kernel) +
           ", stride " + std::to_string(c.stride) + ", " + c.padding + ", padding " + c.paddingSign;
}

} // namespace

TEST_CASE("conv2d equals a plain loop over the weights that it ships, on every target", "[layers]") {
    for (const std::string& target : kernels::availableTargets()) {
        kernels::forceTarget(target);
        for (const Case& c : cases) {
            INFO(target << ", " << name(c));
            BuiltLayer built = make(c);
            if (c.bias) built.layer->parameters()[1]->value = test::normals({filters}, 4);
            const Activation in = input(c.binaryInput);
            Activation out;
            built.layer->forward(in, out, {});
            REQUIRE(out.shape == built.output);
            REQUIRE(out.values.size() == samples * elementCount(built.output));
            const Tensor w = built.layer->packedWeights().dequantize();
            Tensor scratch;
            const Tensor& x = in.asFloat(scratch);
            Tensor expected(out.values.shape());
            if (c.bias)
                for (std::size_t k = 0; k < expected.size(); ++k)
                    expected[k] = built.layer->parameters()[1]->value[k % filters];
            forEachProduct(c, built.output, [&](std::size_t i, std::size_t p, std::ptrdiff_t at, std::size_t k) {
                const float value = at < 0 ? static_cast<float>(paddingOf(c)) : x.row(i)[static_cast<std::size_t>(at)];
                for (std::size_t r = 0; r < filters; ++r) expected.row(i)[p * filters + r] += value * w.row(r)[k];
            });
            for (std::size_t k = 0; k < expected.size(); ++k)
                REQUIRE(out.values[k] == Approx(expected[k]).margin(2e-5));
        }
    }
    kernels::forceTarget("");
}

TEST_CASE("conv2d gradients agree with central differences of its bilinear form", "[layers]") {
    for (const Case& c : {Case{"identity", false, true}, Case{"identity", false, true, 2, 2, "valid"},
                          Case{"identity", false, false, 4, 2, "same"}}) {
        INFO(name(c));
        BuiltLayer built = make(c);
        Activation in = input(false);
        Shape shape = built.output;
        shape.insert(shape.begin(), samples);
        const Tensor up = test::normals(shape, 2);
        test::GradientBench bench{built, in, up};
        bench.run();
        const Tensor& dIn = bench.dIn;
        bench.checkParameters(0.01, 3e-3);
        REQUIRE(dIn.size() == in.values.size());
        for (std::size_t i = 0; i < dIn.size(); ++i)
            REQUIRE(static_cast<double>(dIn[i]) == Approx(bench.inputSlope(i, 0.01)).margin(3e-3));
    }
}

TEST_CASE("the gradient of binarized filters is that of the effective weights, through the backward map", "[layers]") {
    for (const Case& c : cases) {
        INFO(name(c));
        BuiltLayer built = make(c);
        const Activation in = input(c.binaryInput);
        Shape shape = built.output;
        shape.insert(shape.begin(), samples);
        const Tensor up = test::normals(shape, 2);
        Activation out;
        built.layer->forward(in, out, {});
        Tensor dIn, scratch;
        built.layer->backward(in, up, &dIn, {});
        const Parameter& w = *built.layer->parameters()[0];
        const Tensor q = built.layer->packedWeights().dequantize();
        const Tensor& x = in.asFloat(scratch);
        Tensor dq(w.value.shape()), dx({samples, height * width * channels});
        forEachProduct(c, built.output, [&](std::size_t i, std::size_t p, std::ptrdiff_t at, std::size_t k) {
            const float value = at < 0 ? static_cast<float>(paddingOf(c)) : x.row(i)[static_cast<std::size_t>(at)];
            for (std::size_t r = 0; r < filters; ++r) {
                const float gradient = up.row(i)[p * filters + r];
                dq.row(r)[k] += gradient * value;
                if (at >= 0) dx.row(i)[static_cast<std::size_t>(at)] += gradient * q.row(r)[k];
            }
        });
        makeQuantizer(Component(c.weights))->backward(w.value.matrix(), dq.matrix(), dq.matrix());
        for (std::size_t i = 0; i < dq.size(); ++i) REQUIRE(w.gradient[i] == Approx(dq[i]).margin(5e-5));
        for (std::size_t i = 0; i < dx.size(); ++i) REQUIRE(dIn[i] == Approx(dx[i]).margin(5e-5));
    }
}

TEST_CASE("the rate multiplier of filters is the reciprocal of their Glorot scale", "[layers]") {
    BuiltLayer built = make({"ste_sign", true});
    // 3 x 3 x 3 values enter a sum; a value enters 3 x 3 x 4 sums.
    CHECK(built.layer->parameters()[0]->rateMultiplier == Approx(std::sqrt((27.0 + 36.0) / 1.5)));
}

TEST_CASE("a batch is convolved in parts when its patches of floats are large", "[layers]") {
    // 64 x 64 positions of 11 x 11 x 3 values: 1.5 million values for a sample, so two samples at a time at most.
    BuiltLayer built = test::build("conv2d", {64, 64, 3}, {{"filters", std::int64_t{2}}, {"kernel", std::int64_t{11}}});
    const Tensor all = test::normals({5, 64, 64, 3}, 3);
    Activation out, one;
    built.layer->forward(test::activation(all), out, {});
    for (std::size_t i = 0; i < 5; ++i) {
        Tensor single({1, 64, 64, 3});
        std::ranges::copy(all.row(i), single.data());
        built.layer->forward(test::activation(single), one, {});
        for (std::size_t k = 0; k < one.values.size(); ++k) REQUIRE(one.values[k] == out.values.row(i)[k]);
    }
}

TEST_CASE("conv2d says what is wrong with its place", "[layers]") {
    CHECK_THROWS_WITH(test::build("conv2d", {40}), containsText("expected images"));
    CHECK_THROWS_WITH(test::build("conv2d", {4, 4}, {{"kernel", std::int64_t{5}}, {"padding", "valid"}}),
                      containsText("does not fit"));
}

TEST_CASE("conv2d over words of channels, which it reads in place, is the product with the patches, forward and back", "[layers]") {
    const std::size_t wide = 64, deep = 32;
    const LayerEntry& entry = findEntry(layerCatalogue(), "conv2d", "layer");
    const Params given{{"filters", static_cast<std::int64_t>(wide)}};
    BuiltLayer built = entry.build(resolveParams(entry.params, given, ""), {{height, width, deep}, true, Rng(5), "", nullptr});
    Activation in = test::activation(test::normals({samples, height, width, deep}, 1)), out;
    in.bits = BitMatrix::fromSigns(in.values.matrix());
    in.binary = true;
    built.layer->forward(in, out, {});

    Tensor signs({samples, height * width * deep});
    in.bits.unpack(signs.matrix());
    const Window window = windowOver({height, width, deep}, 3, 3, 1, true, "");
    Tensor patches({samples * window.positions(), window.patch()});
    gatherPatches(signs.matrix(), window, -1.0F, patches.matrix());
    const Tensor w = built.layer->packedWeights().dequantize();
    Tensor sums({patches.rows(), wide});
    floatProduct(patches.matrix(), Transpose::No, w.matrix(), Transpose::Yes, sums.matrix());
    CHECK(std::vector(out.values.values().begin(), out.values.values().end()) ==
          std::vector(sums.values().begin(), sums.values().end()));

    const Tensor up = test::normals({samples, height, width, wide}, 2);
    Tensor dIn, expected({wide, window.patch()});
    built.layer->backward(in, up, &dIn, {});
    floatProduct({up.data(), patches.rows(), wide, wide}, Transpose::Yes, patches.matrix(), Transpose::No, expected.matrix());
    const Parameter& latent = *built.layer->parameters().front();
    for (std::size_t k = 0; k < expected.size(); ++k)
        REQUIRE(latent.gradient[k] == Approx(std::abs(latent.value[k]) <= 1 ? expected[k] : 0.0F).margin(1e-4));
}
