// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/input_bits.h"
#include "core/layers/layer.h"

#include <utility>

namespace orthant {

/// Encodes the inputs of a network as signs. A step has no slope: nothing before it can be trained.
class InputBitsLayer final : public Layer {
  public:
    InputBitsLayer(InputBits code, Shape shape) : code_(code), shape_(std::move(shape)) {}

    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        const Tensor& x = in.asFloat(scratch_);
        encode({x.data(), in.batch, x.size() / in.batch, x.size() / in.batch}, code_, out.bits);
        out.binary = true;
        out.batch = in.batch;
        out.shape = shape_;
    }
    void backward(const Activation& in, const Tensor&, Tensor* dIn, const LayerContext&) override {
        if (dIn) dIn->resize({in.batch, elementCount(in.shape)});
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override { ops.emplace_back(EncodeOp{code_}); }

  private:
    InputBits code_;
    Shape shape_;
    Tensor scratch_;
};

/// {n} becomes {n * planes}, an image gets so many times its channels.
inline BuiltLayer inputBitsLayer(InputBits::Code code, const Params& params, const LayerSite& site) {
    const InputBits bits{code, params.size("planes")};
    Shape shape = site.input;
    if (shape.size() == 2) shape.push_back(1);
    shape.back() *= bits.planes;
    return {std::make_unique<InputBitsLayer>(bits, shape), shape, true};
}

} // namespace orthant
