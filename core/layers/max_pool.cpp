// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/bit_images.h"
#include "core/layers/catalogue.h"
#include "core/layers/pool_layer.h"
#include "core/tensor/pooling.h"

namespace orthant {
namespace {

class MaxPool final : public Layer {
  public:
    explicit MaxPool(const Window& window) : window_(window) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        out.batch = in.batch;
        out.shape = window_.outShape(window_.channels);
        out.binary = in.binary;
        if (in.binary) return maxPool(in.bits, window_, out.bits);
        out.values.reshape({in.batch, window_.outHeight(), window_.outWidth(), window_.channels});
        if (context.training) winners_.resize(out.values.size());
        maxPool(imagesOf(in.values, window_), window_, out.values.matrix(),
                context.training ? std::span(winners_) : std::span<std::int32_t>());
    }
    /// The gradient goes to the first of the largest values; of equal signs, too.
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext& context) override {
        if (!dIn) return;
        if (in.binary || !context.training) {
            Tensor pooled(dOut.shape());
            winners_.resize(dOut.size());
            maxPool(imagesOf(in.asFloat(scratch_), window_), window_, pooled.matrix(), winners_);
        }
        dIn->reshape({in.batch, window_.height, window_.width, window_.channels});
        maxPoolGradient(dOut.matrix(), winners_, window_, dIn->matrix());
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override { ops.emplace_back(MaxPoolOp{window_}); }

  private:
    Window window_;
    std::vector<std::int32_t> winners_;
    Tensor scratch_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    const Window window = poolWindow(params, site);
    return {std::make_unique<MaxPool>(window), window.outShape(window.channels), site.binaryInput};
}

} // namespace

LayerEntry layer_entries::max_pool() {
    LayerEntry entry;
    entry.id = "max_pool";
    entry.title = "Max pool";
    entry.summary = "Keeps the largest value under a window, for each channel. Put it before the batch norm: of signs the "
                    "largest is +1 nearly everywhere.";
    entry.source = "definition";
    entry.params = poolParams();
    entry.build = build;
    return entry;
}

} // namespace orthant
