// SPDX-License-Identifier: GPL-3.0-or-later
/// Programs to export: networks whose running statistics come from random batches.
#pragma once

#include "core/base/rng.h"
#include "core/experiment/experiment.h"
#include "core/kernels/normals.h"
#include "core/network/network.h"
#include "core/network/program.h"

#include <string>

namespace support {

/// Pixels as data sets give them: odd multiples of 2^-8, so that sums are exact in any order.
inline orthant::Tensor pixels(std::size_t count, std::size_t size, std::uint64_t seed) {
    orthant::Tensor inputs({count, size});
    const orthant::Rng rng(seed);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        inputs[i] = static_cast<float>(2 * static_cast<int>(rng.below(i, 256)) - 255) / 256.0F;
    return inputs;
}

/// @param layers  JSON list of layers for inputs of 5 x 7 and 4 classes
inline orthant::Program programOf(const std::string& layers) {
    const orthant::Experiment experiment = orthant::parseExperiment(
        R"({"orthant": 1, "data": "glyphs", "network": {"layers": )" + layers + "}}");
    orthant::Network network(experiment.layers, {5, 7}, 4, 3);
    // Scales of both signs, so that thresholds of both directions are exported.
    std::uint64_t stream = 0;
    for (orthant::Parameter* parameter : network.parameters())
        if (parameter->name == "gamma" || parameter->name == "beta" || parameter->name == "bias")
            orthant::fillNormal(orthant::Rng(11, ++stream), 1.0F, parameter->value.values());
    orthant::LayerContext context;
    context.training = true;
    for (std::uint64_t batch = 0; batch < 5; ++batch) {
        orthant::Tensor inputs = pixels(50, 35, batch);
        inputs.reshape({50, 5, 7});
        network.forward(inputs, context);
    }
    return orthant::lower(network, "model", {"a", "b", "c", "d"});
}

inline const char* const binaryLayers = R"([
    "flatten", {"id": "dense", "units": 20}, "batch_norm", "binarize",
    {"id": "dense", "units": 70, "weights": "xnor_scale", "bias": true}, "batch_norm", "binarize",
    {"id": "dense", "units": 4, "weights": "xnor_scale", "bias": true}, "batch_norm"])";
inline const char* const floatLayers = R"([
    "flatten", {"id": "dense", "units": 9, "weights": "identity", "bias": true}, "batch_norm", "relu",
    {"id": "dense", "units": 8, "weights": "identity"}, "hardtanh", "binarize", {"id": "dense", "units": 4}])";
/// Offsets, planes, blocks of scales, and masks with and without offsets.
inline const char* const richLayers = R"([
    "flatten", {"id": "dense", "units": 24, "weights": "dab"}, "batch_norm", "binarize",
    {"id": "dense", "units": 40, "weights": "lbq"}, "batch_norm", "binarize",
    {"id": "dense", "units": 32, "weights": {"id": "hada_scale", "beta": 7}}, "batch_norm", "binarize",
    {"id": "dense", "units": 36, "weights": {"id": "ttq", "factor": 0.4}}, "batch_norm", "binarize",
    {"id": "dense", "units": 20, "weights": "adabin", "bias": true}, "batch_norm", "binarize",
    {"id": "dense", "units": 4, "weights": "n_m", "bias": true}, "batch_norm"])";
inline const char* const imageLayers = R"([
    {"id": "conv2d", "filters": 6, "bias": true}, "batch_norm", "binarize",
    {"id": "conv2d", "filters": 10, "paddingSign": "+1", "weights": "xnor_scale"}, "max_pool", "batch_norm", "binarize",
    {"id": "conv2d", "filters": 8, "kernel": 2, "padding": "valid"}, "batch_norm", "binarize",
    {"id": "avg_pool", "sizeHeight": 1}, "flatten", {"id": "dense", "units": 4}, "batch_norm"])";
/// Bits enter; a block that makes the image smaller in a block that adds channels; shifts and bent lines that fold and that do not.
inline const char* const residualLayers = R"([
    {"id": "thermometer", "planes": 5}, {"id": "conv2d", "filters": 6, "padding": "valid", "kernel": 2}, "batch_norm",
    "residual", "shift", "binarize", {"id": "conv2d", "filters": 6, "stride": 2}, "batch_norm",
    "residual", "binarize", {"id": "conv2d", "filters": 9}, "prelu", "shift", "binarize",
    {"id": "conv2d", "filters": 9, "weights": "xnor_scale"}, "batch_norm", "residual_end", "prelu", "residual_end",
    "binarize", "global_avg_pool", {"id": "dense", "units": 4}, "batch_norm"])";
/// Activations of several bits and of two learned levels, and ternary ones; groups of channels.
inline const char* const levelLayers = R"([
    {"id": "conv2d", "filters": 6}, "batch_norm", {"id": "binarize", "quantizer": "dorefa_activations"},
    {"id": "conv2d", "filters": 8, "groups": 2, "weights": "adabin"}, "batch_norm",
    {"id": "binarize", "quantizer": {"id": "adabin_activations", "centre": 0.25}},
    {"id": "conv2d", "filters": 8, "groups": 8, "weights": "xnor_scale"}, "max_pool", "batch_norm",
    {"id": "binarize", "quantizer": "ternary"}, {"id": "conv2d", "filters": 9}, "batch_norm", "binarize",
    "flatten", {"id": "dense", "units": 4}, "batch_norm"])";
inline const char* const planeLayers = R"([
    {"id": "bit_planes", "planes": 4}, {"id": "conv2d", "filters": 8}, "batch_norm", "binarize", "flatten",
    {"id": "dense", "units": 4}, "batch_norm"])";

} // namespace support
