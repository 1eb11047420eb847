// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/layers/catalogue.h"
#include "core/layers/pointwise.h"

namespace orthant {

/// Lifts a scalar function and its slope to a layer without parameters.
/// @tparam Function  has `static float value(float)`, `static float slope(float)` and `static constexpr const char* id`
template <class Function>
class PointwiseLayer final : public Layer {
  public:
    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        const Tensor& x = in.asFloat(scratch_);
        out.values.reshape(x.shape());
        parallelBlocks(x.size(), grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) out.values[i] = Function::value(x[i]);
        });
        out.binary = false;
        out.batch = in.batch;
        out.shape = in.shape;
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn) return;
        const Tensor& x = in.asFloat(scratch_);
        dIn->reshape(x.shape());
        parallelBlocks(x.size(), grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) (*dIn)[i] = Function::slope(x[i]) * dOut[i];
        });
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        ops.emplace_back(PointwiseOp{Function::id});
    }

  private:
    static constexpr std::size_t grain = std::size_t{1} << 15;
    Tensor scratch_;
};

template <class Function>
LayerEntry pointwiseEntry(std::string title, std::string summary, std::string source) {
    LayerEntry entry;
    entry.id = Function::id;
    entry.title = std::move(title);
    entry.summary = std::move(summary);
    entry.source = std::move(source);
    entry.build = [](const Params&, const LayerSite& site) {
        return BuiltLayer{std::make_unique<PointwiseLayer<Function>>(), site.input, false};
    };
    return entry;
}

} // namespace orthant
