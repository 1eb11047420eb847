// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/io/bundle.h"
#include "core/layers/layer.h"
#include "core/network/program.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A stack of layers with latent float parameters.
class Network {
  public:
    /// Builds and initializes the layers; every shape is checked.
    /// @param where  prefix of places in errors; "/3" is the fourth layer
    /// @errors  Error: unknown layer, wrong parameter, shapes that do not fit, a last layer without `classes` outputs
    Network(std::span<const Component> layers, const Shape& inputShape, std::size_t classes, std::uint64_t seed,
            const std::string& where = "/network/layers");

    const Shape& inputShape() const { return inputShape_; }
    std::size_t classes() const { return classes_; }
    std::size_t layerCount() const { return layers_.size(); }
    Layer& layer(std::size_t i) { return *layers_[i]; }
    const Layer& layer(std::size_t i) const { return *layers_[i]; }
    const std::string& layerName(std::size_t i) const { return names_[i]; } ///< "dense_1", "batch_norm_1", ...
    const Shape& outputShape(std::size_t i) const { return shapes_[i]; }

    /// Scores of a batch.
    /// @shape  inputs: n x sample shape; result: n x classes
    const Tensor& forward(const Tensor& inputs, const LayerContext& context);
    /// Gradients of all parameters from the gradient of the scores of the last forward().
    void backward(const Tensor& scoreGradient, const LayerContext& context);

    /// Scores in evaluation mode, in batches.
    Tensor evaluate(const Tensor& inputs, std::size_t batchSize = 500);

    std::vector<Parameter*> parameters();

    /// Everything that evaluation depends on, by name ("dense_1/weights", "batch_norm_1/mean", ...).
    Bundle state() const;
    /// @errors  Error for a missing name or another shape
    void restore(const Bundle& state);

  private:
    Shape inputShape_;
    std::size_t classes_ = 0;
    std::vector<std::unique_ptr<Layer>> layers_;
    std::vector<std::string> names_;
    std::vector<Shape> shapes_;
    std::vector<Activation> activations_; ///< activations_[i] enters layer i
    Tensor gradient_[2];
};

/// The packed network. Everything between a product and a sign becomes one threshold for each channel, found by bisection
/// on the very function that training evaluates: ties, gamma < 0 and gamma = 0 are exact by construction.
/// @errors  Error that names a layer that cannot be lowered
Program lower(const Network& network, const std::string& name, std::vector<std::string> classNames);

} // namespace orthant
