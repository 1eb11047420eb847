// SPDX-License-Identifier: GPL-3.0-or-later
// What every layer promises, whatever it computes.
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

namespace {

/// A layer for inputs of this shape, inside a residual block into which 5 samples of zeros went.
BuiltLayer build(const LayerEntry& entry, const Shape& input) {
    std::vector<std::shared_ptr<Shortcut>> open{std::make_shared<Shortcut>()};
    open[0]->shape = input;
    open[0]->values.resize({5, elementCount(input)});
    return entry.build(test::defaults(entry), {input, false, Rng(5), "/layers/0", &open});
}

/// 12 values, in a shape that the layer takes.
Shape inputOf(const LayerEntry& entry) {
    try {
        build(entry, {12});
        return {12};
    } catch (const Error&) {
        return {2, 3, 2};
    }
}

Tensor inputs(const LayerEntry& entry) {
    Shape shape = inputOf(entry);
    shape.insert(shape.begin(), 5);
    return test::normals(shape, 1);
}

} // namespace

TEST_CASE("every layer gives the shape that it announced", "[layers]") {
    for (const LayerEntry& entry : layerCatalogue())
        for (const bool training : {false, true}) {
            INFO(entry.id << (training ? ", training" : ", evaluation"));
            BuiltLayer built = build(entry, inputOf(entry));
            const Activation in = test::activation(inputs(entry));
            Activation out;
            LayerContext context;
            context.training = training;
            built.layer->forward(in, out, context);
            CHECK(out.batch == 5);
            CHECK(out.shape == built.output);
            CHECK(out.binary == built.binaryOutput);
            CHECK((out.binary ? out.bits.rows() * out.bits.cols() : out.values.size()) == 5 * elementCount(built.output));
        }
}

TEST_CASE("every layer's backward pass gives gradients of the right sizes", "[layers]") {
    for (const LayerEntry& entry : layerCatalogue()) {
        INFO(entry.id);
        BuiltLayer built = build(entry, inputOf(entry));
        const Activation in = test::activation(inputs(entry));
        Activation out;
        LayerContext context;
        context.training = true;
        built.layer->forward(in, out, context);
        Tensor dIn;
        built.layer->backward(in, test::normals({5, elementCount(built.output)}, 2), &dIn, context);
        CHECK(dIn.size() == 5 * 12);
        for (const Parameter* parameter : built.layer->parameters())
            CHECK(parameter->gradient.size() == parameter->value.size());
        built.layer->backward(in, test::normals({5, elementCount(built.output)}, 2), nullptr, context); // first layer
    }
}

TEST_CASE("every layer says what it is", "[layers]") {
    for (const LayerEntry& entry : layerCatalogue()) {
        INFO(entry.id);
        CHECK_FALSE(entry.title.empty());
        CHECK_FALSE(entry.summary.empty());
        CHECK_FALSE(entry.source.empty());
        for (const ParamSpec& spec : entry.params) CHECK_FALSE(spec.help.empty());
    }
}
