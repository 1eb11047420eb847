// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("batch norm gives mean 0 and variance 1 over the batch", "[layers]") {
    BuiltLayer built = test::build("batch_norm", {150}, {{"epsilon", 1e-10}});
    Activation in = test::activation(test::normals({40, 150}, 1, 3.0F));
    for (float& x : in.values.values()) x += 5;
    Activation out;
    LayerContext context;
    context.training = true;
    built.layer->forward(in, out, context);
    for (std::size_t c = 0; c < 150; c += 31) {
        double mean = 0, square = 0;
        for (std::size_t i = 0; i < 40; ++i) {
            const auto y = static_cast<double>(out.values.row(i)[c]);
            mean += y / 40;
            square += y * y / 40;
        }
        CHECK(mean == Approx(0).margin(1e-5));
        CHECK(square == Approx(1).epsilon(1e-4));
    }
}

TEST_CASE("batch norm gradients agree with central differences", "[layers]") {
    for (const Shape& shape : {Shape{6, 3}, Shape{2, 2, 2, 3}}) {
        BuiltLayer built = test::build("batch_norm", Shape(shape.begin() + 1, shape.end()));
        Activation in = test::activation(test::normals(shape, 1));
        for (Parameter* parameter : built.layer->parameters()) parameter->value = test::normals({3}, 8);
        const Tensor up = test::normals(shape, 2);
        test::GradientBench bench{built, in, up};
        bench.context.training = true;
        bench.run();
        const Tensor& dIn = bench.dIn;
        for (std::size_t i = 0; i < dIn.size(); ++i)
            CHECK(static_cast<double>(dIn[i]) == Approx(bench.inputSlope(i, 3e-3)).margin(3e-3));
        for (Parameter* parameter : built.layer->parameters())
            for (std::size_t i = 0; i < 3; ++i)
                CHECK(static_cast<double>(parameter->gradient[i]) ==
                      Approx(bench.slopeOf(*parameter, i, 1e-2)).margin(2e-3));
    }
}

TEST_CASE("batch norm of an image takes a channel as a whole, and many rows as well as few", "[layers]") {
    // 3 x 30 x 40 rows are several blocks of rows.
    const Tensor x = test::normals({3, 30, 40, 2}, 1, 2.0F);
    double mean[2] = {}, square[2] = {};
    for (std::size_t i = 0; i < x.size(); ++i) mean[i % 2] += static_cast<double>(x[i]) / 3600;
    for (std::size_t i = 0; i < x.size(); ++i)
        square[i % 2] += std::pow(static_cast<double>(x[i]) - mean[i % 2], 2) / 3600;
    BuiltLayer built = test::build("batch_norm", {30, 40, 2}, {{"epsilon", 1e-12}});
    REQUIRE(built.layer->parameters()[0]->value.size() == 2);
    CHECK(test::build("batch_norm", {30, 40}).layer->parameters()[0]->value.size() == 1); // an image of one channel
    Activation out;
    LayerContext context;
    context.training = true;
    built.layer->forward(test::activation(x), out, context);
    for (std::size_t i = 0; i < x.size(); i += 71)
        CHECK(static_cast<double>(out.values[i]) ==
              Approx((static_cast<double>(x[i]) - mean[i % 2]) / std::sqrt(square[i % 2])).margin(1e-5));
}

TEST_CASE("batch norm evaluates with running values that follow the batches", "[layers]") {
    BuiltLayer built = test::build("batch_norm", {1}, {{"momentum", 0.5}, {"epsilon", 1e-12}});
    Tensor x({2, 1});
    x[0] = 1;
    x[1] = 3; // mean 2, variance 1
    const Activation in = test::activation(x);
    Activation out;
    LayerContext context;
    context.training = true;
    for (int i = 0; i < 60; ++i) built.layer->forward(in, out, context);
    built.layer->forward(in, out, {});
    CHECK(out.values[0] == Approx(-1).epsilon(1e-5));
    CHECK(out.values[1] == Approx(1).epsilon(1e-5));
    CHECK((*built.layer->buffers()[0].tensor)[0] == Approx(2));
}

TEST_CASE("batch norm refits its statistics as a plain average over batches, whatever they were", "[layers]") {
    BuiltLayer built = test::build("batch_norm", {3});
    for (const NamedTensor& buffer : built.layer->buffers()) buffer.tensor->fill(77.0F);
    constexpr std::size_t batches = 4, rows = 10;
    double mean[3] = {}, variance[3] = {};
    Activation out;
    for (std::size_t k = 1; k <= batches; ++k) {
        Activation in = test::activation(test::normals({rows, 3}, k, 2.0F));
        for (std::size_t c = 0; c < 3; ++c) {
            double sum = 0, squares = 0;
            for (std::size_t i = 0; i < rows; ++i) {
                const auto x = static_cast<double>(in.values.row(i)[c]);
                sum += x / rows;
                squares += x * x / rows;
            }
            mean[c] += sum / batches;
            variance[c] += (squares - sum * sum) / batches;
        }
        LayerContext context;
        context.refitBatch = k;
        built.layer->forward(in, out, context);
    }
    const auto buffers = built.layer->buffers();
    for (std::size_t c = 0; c < 3; ++c) {
        CHECK(static_cast<double>((*buffers[0].tensor)[c]) == Approx(mean[c]).margin(1e-5));
        CHECK(static_cast<double>((*buffers[1].tensor)[c]) == Approx(variance[c]).epsilon(1e-5));
    }
}
