// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

namespace {

Params dense(std::int64_t units, const char* weights, bool bias = false) {
    return {{"units", units}, {"weights", Component(weights)}, {"bias", bias}};
}

Activation signs(const Tensor& values) {
    Activation a;
    a.bits = BitMatrix::fromSigns(values.matrix());
    a.binary = true;
    a.batch = values.rows();
    a.shape = {values.cols()};
    return a;
}

} // namespace

TEST_CASE("dense equals a plain sum over the weights that it ships", "[layers]") {
    for (const char* weights : {"identity", "ste_sign", "xnor_scale"})
        for (const bool binaryInput : {false, true})
            for (const bool bias : {false, true}) {
                INFO(weights << (binaryInput ? ", signs in" : ", floats in") << (bias ? ", bias" : ""));
                BuiltLayer built = test::build("dense", {37}, dense(11, weights, bias));
                if (bias) built.layer->parameters()[1]->value = test::normals({11}, 4);
                const Tensor x = test::normals({6, 37}, 1);
                const Activation in = binaryInput ? signs(x) : test::activation(x);
                Activation out;
                built.layer->forward(in, out, {});
                const Tensor w = built.layer->packedWeights().dequantize();
                Tensor scratch;
                const Tensor& values = in.asFloat(scratch);
                for (std::size_t i = 0; i < 6; ++i)
                    for (std::size_t r = 0; r < 11; ++r) {
                        double sum = bias ? static_cast<double>(built.layer->parameters()[1]->value[r]) : 0;
                        for (std::size_t k = 0; k < 37; ++k)
                            sum += static_cast<double>(values.row(i)[k]) * static_cast<double>(w.row(r)[k]);
                        CHECK(static_cast<double>(out.values.row(i)[r]) == Approx(sum).margin(2e-5));
                    }
            }
}

TEST_CASE("dense gradients agree with central differences of its bilinear form", "[layers]") {
    // With identity weights the layer is bilinear, so the differences are exact up to rounding.
    BuiltLayer built = test::build("dense", {9}, dense(4, "identity", true));
    Activation in = test::activation(test::normals({3, 9}, 1));
    const Tensor up = test::normals({3, 4}, 2);
    test::GradientBench bench{built, in, up};
    bench.run();
    const Tensor& dIn = bench.dIn;
    bench.checkParameters(0.01, 1e-3);
    for (std::size_t i = 0; i < dIn.size(); ++i)
        CHECK(static_cast<double>(dIn[i]) == Approx(bench.inputSlope(i, 0.01)).margin(1e-3));
}

TEST_CASE("the gradient of binarized weights is that of the effective weights, through the backward map", "[layers]") {
    for (const char* weights : {"ste_sign", "xnor_scale"})
        for (const bool binaryInput : {false, true}) {
            INFO(weights << (binaryInput ? ", signs in" : ", floats in"));
            BuiltLayer built = test::build("dense", {21}, dense(5, weights));
            const Tensor x = test::normals({4, 21}, 1);
            const Activation in = binaryInput ? signs(x) : test::activation(x);
            const Tensor up = test::normals({4, 5}, 2);
            Activation out;
            built.layer->forward(in, out, {});
            Tensor dIn, scratch;
            built.layer->backward(in, up, &dIn, {});
            const Parameter& w = *built.layer->parameters()[0];
            const Tensor q = built.layer->packedWeights().dequantize();
            const Tensor& values = in.asFloat(scratch);
            Tensor dq({5, 21});
            for (std::size_t r = 0; r < 5; ++r)
                for (std::size_t k = 0; k < 21; ++k)
                    for (std::size_t i = 0; i < 4; ++i) dq.row(r)[k] += up.row(i)[r] * values.row(i)[k];
            makeQuantizer(Component(weights))->backward(w.value.matrix(), dq.matrix(), dq.matrix());
            for (std::size_t i = 0; i < dq.size(); ++i) CHECK(w.gradient[i] == Approx(dq[i]).margin(1e-5));
            for (std::size_t i = 0; i < 4; ++i)
                for (std::size_t k = 0; k < 21; ++k) {
                    double sum = 0;
                    for (std::size_t r = 0; r < 5; ++r)
                        sum += static_cast<double>(up.row(i)[r]) * static_cast<double>(q.row(r)[k]);
                    CHECK(static_cast<double>(dIn.row(i)[k]) == Approx(sum).margin(1e-5));
                }
        }
}

TEST_CASE("dense says what is wrong with its place", "[layers]") {
    CHECK_THROWS_WITH(test::build("dense", {28, 28}), containsText("flatten"));
    CHECK_THROWS_WITH(test::build("dense", {4}, dense(3, "nothing")), containsText("unknown quantizer"));
}
