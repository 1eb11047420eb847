// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions by groups of channels, and those of levels.
#include "core/layers/convolution.h"
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

constexpr std::size_t height = 5, width = 4, channels = 4, filters = 8, samples = 3, kernel = 3;

struct Case {
    const char* weights;
    const char* activations; ///< quantizer of what enters; null for floats
    std::int64_t groups = 1, stride = 1;
};

std::string name(const Case& c) {
    return std::string(c.weights) + " after " + (c.activations ? c.activations : "nothing") + ", groups " +
           std::to_string(c.groups) + ", stride " + std::to_string(c.stride);
}

Activation input(const Case& c) {
    const Activation in = test::activation(test::normals({samples, height, width, channels}, 1));
    if (!c.activations) return in;
    Activation out;
    test::build("binarize", in.shape, {{"quantizer", Component(c.activations)}}).layer->forward(in, out, {});
    return out;
}

BuiltLayer make(const Case& c, const Activation& in) {
    const LayerEntry& entry = findEntry(layerCatalogue(), "conv2d", "layer");
    const Params given{{"filters", static_cast<std::int64_t>(filters)}, {"groups", c.groups}, {"stride", c.stride},
                       {"weights", Component(c.weights)}};
    return entry.build(test::defaults(entry, given), {in.shape, in.binary, Rng(5), "", nullptr});
}

/// Calls body(sample, position, filter, input number or -1 outside, weight number) for each product.
template <class Body>
void forEachProduct(const Case& c, const Shape& out, const Body& body) {
    const std::size_t own = channels / static_cast<std::size_t>(c.groups), stride = static_cast<std::size_t>(c.stride);
    for (std::size_t i = 0; i < samples; ++i)
        for (std::size_t p = 0; p < out[0] * out[1]; ++p)
            for (std::size_t f = 0; f < filters; ++f)
                for (std::size_t k = 0; k < kernel * kernel * own; ++k) {
                    const std::size_t y = p / out[1] * stride + k / own / kernel - 1, x = p % out[1] * stride + k / own % kernel - 1;
                    const std::size_t channel = f / (filters / static_cast<std::size_t>(c.groups)) * own + k % own;
                    const bool inside = y < height && x < width; // below 0 is far above
                    body(i, p, f, inside ? static_cast<std::ptrdiff_t>((y * width + x) * channels + channel) : -1, k);
                }
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const char* weights : {"identity", "ste_sign", "xnor_scale", "ternary", "lbq", "adabin", "hada_scale"})
        for (const char* activations : {static_cast<const char*>(nullptr), "ste_sign", "dorefa_activations", "ternary"}) {
            all.push_back({weights, activations, 2, 1});
            all.push_back({weights, activations, 4, 2});
            if (activations && std::string(activations) != "ste_sign") all.push_back({weights, activations});
        }
    return all;
}

/// sin(a i + b): the same numbers in every program.
void fillWave(std::span<float> x, double a, double b) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(std::sin(a * static_cast<double>(i) + b));
}

void checkEvery(std::size_t step, const Tensor& found, const std::vector<float>& expected) {
    REQUIRE((found.size() + step - 1) / step == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(static_cast<double>(found[i * step]) == Approx(static_cast<double>(expected[i])).epsilon(1e-4).margin(1e-5));
}

} // namespace

TEST_CASE("a convolution by groups, of floats, signs or levels, equals a plain loop over the weights that it ships", "[layers]") {
    for (const Case& c : cases()) {
        INFO(name(c));
        const Activation in = input(c);
        BuiltLayer built = make(c, in);
        Activation out;
        built.layer->forward(in, out, {});
        const Tensor w = built.layer->packedWeights().dequantize();
        CHECK(w.size() == filters * 9 * channels / static_cast<std::size_t>(c.groups));
        Tensor scratch, expected({samples, elementCount(built.output)});
        const Tensor& x = in.asFloat(scratch);
        const float around = in.binary ? -1.0F : paddingValue(in, 0);
        if (c.activations && std::string(c.activations) == "ternary") CHECK(around == 0.0F);
        forEachProduct(c, built.output, [&](std::size_t i, std::size_t p, std::size_t f, std::ptrdiff_t at, std::size_t k) {
            expected.row(i)[p * filters + f] += (at < 0 ? around : x.row(i)[static_cast<std::size_t>(at)]) * w.row(f)[k];
        });
        REQUIRE(out.values.size() == expected.size());
        for (std::size_t k = 0; k < expected.size(); ++k) REQUIRE(out.values[k] == Approx(expected[k]).margin(2e-5));
    }
}

TEST_CASE("gradients of a convolution by groups are those of a plain loop, through the backward map", "[layers]") {
    for (const Case& c : cases()) {
        INFO(name(c));
        const Activation in = input(c);
        BuiltLayer built = make(c, in);
        const Tensor up = test::normals({samples, elementCount(built.output)}, 2);
        Activation out;
        built.layer->forward(in, out, {});
        Tensor dIn, scratch;
        built.layer->backward(in, up, &dIn, {});
        const Parameter& w = *built.layer->parameters()[0];
        const Tensor q = built.layer->packedWeights().dequantize();
        const Tensor& x = in.asFloat(scratch);
        const float around = in.binary ? -1.0F : paddingValue(in, 0);
        Tensor dq(w.value.shape()), dx({samples, height * width * channels});
        forEachProduct(c, built.output, [&](std::size_t i, std::size_t p, std::size_t f, std::ptrdiff_t at, std::size_t k) {
            const float gradient = up.row(i)[p * filters + f];
            dq.row(f)[k] += gradient * (at < 0 ? around : x.row(i)[static_cast<std::size_t>(at)]);
            if (at >= 0) dx.row(i)[static_cast<std::size_t>(at)] += gradient * q.row(f)[k];
        });
        makeQuantizer(Component(c.weights))->backward(w.value.matrix(), dq.matrix(), dq.matrix());
        for (std::size_t i = 0; i < dq.size(); ++i) REQUIRE(w.gradient[i] == Approx(dq[i]).margin(1e-4));
        for (std::size_t i = 0; i < dx.size(); ++i) REQUIRE(dIn[i] == Approx(dx[i]).margin(1e-4));
    }
}

TEST_CASE("convolutions by groups have the values and gradients that PyTorch gives", "[layers]") {
    // PyTorch 1.13 in double precision: conv2d with padding 1 and stride 2; gradients of <values, up>. First two groups of four
    // channels, then three channels depth-wise.
    struct Golden {
        std::size_t channels, filters, groups;
        std::vector<float> values, dWeights, dInput;
    };
    const Golden golden[] = {
        {4, 6, 2,
         {-0.1998181F, 0.92949107F, -1.921241F, -1.5556817F, 0.25372585F, 1.7419276F, -2.4053246F, 1.0125091F, -1.1738177F,
          -1.5843515F, 1.3994216F, -5.8673016F, -1.3033037F, 1.2079955F, -1.9194858F},
         {-0.16078109F, 1.2345903F, 0.12721007F, 0.35269789F, 0.032338075F, -1.5907067F, 0.53844776F, 1.9364242F, 0.18129148F,
          0.68412328F, -0.72149636F, -2.6271781F},
         {-1.0441931F, 1.6245989F, -0.25418785F, -0.059233885F, 0.28915549F, -1.4342897F, 1.6436889F, 0.21304555F, -0.19710176F,
          2.3162802F, -0.23927154F, 0.093653971F, 0.69803768F}},
        {3, 3, 3,
         {1.2010617F, -0.28227792F, 0.48580559F, 0.19707534F, -0.072310525F, -0.1237423F, -0.83046618F, -2.393242F},
         {0.61773042F, -0.06093539F, 0.61198092F},
         {-0.43633565F, 0.59246937F, 0.49810586F, 0.3855975F, -0.19106299F, 0.26600099F, 0.76275117F, -0.28164114F, -0.70979371F,
          0.28614713F}},
    };
    for (const Golden& g : golden) {
        INFO(g.groups << " groups");
        BuiltLayer built = test::build("conv2d", {height, width, g.channels},
                                       {{"filters", static_cast<std::int64_t>(g.filters)}, {"weights", Component("identity")},
                                        {"groups", static_cast<std::int64_t>(g.groups)}, {"stride", std::int64_t{2}}});
        Parameter& weights = *built.layer->parameters()[0];
        fillWave(weights.value.values(), 1.3, 0.2);
        Tensor x({2, height, width, g.channels}), up({2, elementCount(built.output)}), dIn;
        fillWave(x.values(), 0.7, 0.1);
        fillWave(up.values(), 2.1, 0.6);
        const Activation in = test::activation(x);
        Activation out;
        built.layer->forward(in, out, {});
        built.layer->backward(in, up, &dIn, {});
        checkEvery(5, out.values, g.values);
        checkEvery(9, weights.gradient, g.dWeights);
        checkEvery(13, dIn, g.dInput);
    }
}

TEST_CASE("groups must divide channels and filters", "[layers]") {
    const auto build = [](std::int64_t groups, std::int64_t count) {
        test::build("conv2d", {5, 5, 6}, {{"groups", groups}, {"filters", count}});
    };
    CHECK_NOTHROW(build(6, 6));
    CHECK_THROWS_WITH(build(4, 8), containsText("4 groups do not divide 6 channels") && containsText("/groups"));
    CHECK_THROWS_WITH(build(3, 8), containsText("8 filters"));
}
