// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/pool_layer.h"
#include "core/tensor/pooling.h"

namespace orthant {

/// The mean of each channel under a window.
class AveragePoolLayer final : public Layer {
  public:
    /// @param shape  of the output: an image, or a vector of channels where the window is the image
    AveragePoolLayer(const Window& window, Shape shape) : window_(window), shape_(std::move(shape)) {}

    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        out.batch = in.batch;
        out.shape = shape_;
        out.binary = false;
        Shape shape = shape_;
        shape.insert(shape.begin(), in.batch);
        out.values.reshape(std::move(shape));
        averagePool(imagesOf(in.asFloat(scratch_), window_), window_, out.values.matrix());
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn) return;
        dIn->reshape({in.batch, window_.height, window_.width, window_.channels});
        averagePoolGradient({dOut.data(), in.batch, dOut.size() / in.batch, dOut.size() / in.batch}, window_,
                            dIn->matrix());
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        ops.emplace_back(AveragePoolOp{window_});
    }

  private:
    Window window_;
    Shape shape_;
    Tensor scratch_;
};

} // namespace orthant
