// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/normals.h"
#include "core/layers/layer.h"
#include "tests/catch.h"

#include <functional>

namespace orthant::test {

inline Params defaults(const LayerEntry& entry, const Params& given = {}) { return resolveParams(entry.params, given, ""); }

/// A layer of the catalogue for inputs of this shape.
inline BuiltLayer build(std::string_view id, const Shape& input, const Params& given = {}) {
    const LayerEntry& entry = findEntry(layerCatalogue(), id, "layer");
    return entry.build(defaults(entry, given), LayerSite{input, false, Rng(5), "/layers/0", nullptr});
}

inline Activation activation(const Tensor& values) {
    Activation a;
    a.values = values;
    a.batch = values.rows();
    a.shape = Shape(values.shape().begin() + 1, values.shape().end());
    return a;
}

inline Tensor normals(const Shape& shape, std::uint64_t seed, float scale = 1.0F) {
    Tensor x(shape);
    fillNormal(Rng(seed), scale, x.values());
    return x;
}

inline double dot(const Tensor& a, const Tensor& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

/// Central difference of `loss` along one value.
inline double slope(float& value, double step, const std::function<double()>& loss) {
    const float before = value;
    value = before + static_cast<float>(step);
    const double width = static_cast<double>(value) - static_cast<double>(before);
    const double high = loss();
    value = before - static_cast<float>(width);
    const double low = loss();
    value = before;
    return (high - low) / (2 * width);
}

/// A layer beside central differences of <output, up>: what backward() said, and what the loss does.
struct GradientBench {
    BuiltLayer& built;
    Activation& in;
    const Tensor& up;
    LayerContext context = {};
    Activation out = {};
    Tensor dIn = {};

    double loss() {
        built.layer->forward(in, out, context);
        return dot(out.values, up);
    }
    /// Forward and backward once, so that dIn and the gradients of the parameters are those of `in`.
    void run() {
        loss();
        built.layer->backward(in, up, &dIn, context);
    }
    double inputSlope(std::size_t i, double step) {
        return slope(in.values[i], step, [this] { return loss(); });
    }
    /// After run(): every gradient of a parameter is the slope of the loss.
    void checkParameters(double step, double margin) {
        for (Parameter* parameter : built.layer->parameters())
            for (std::size_t i = 0; i < parameter->value.size(); ++i)
                REQUIRE(static_cast<double>(parameter->gradient[i]) == Approx(slopeOf(*parameter, i, step)).margin(margin));
    }
    double slopeOf(Parameter& parameter, std::size_t i, double step) {
        return slope(parameter.value[i], step, [this] { return loss(); });
    }
};

} // namespace orthant::test
