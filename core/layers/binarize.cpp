// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"

namespace orthant {
namespace {

/// Activations through a quantizer; a sign leaves bits for the next layer.
class Binarize final : public Layer {
  public:
    explicit Binarize(std::unique_ptr<Quantizer> quantizer) : quantizer_(std::move(quantizer)) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        const Tensor& x = in.asFloat(scratch_);
        out.bits.packSigns(x.matrix());
        quantizer_->beginStep(context.quantizer);
        out.binary = true;
        out.batch = in.batch;
        out.shape = in.shape;
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn) return;
        const Tensor& x = in.asFloat(scratch_);
        dIn->reshape(x.shape());
        quantizer_->backward(x.matrix(), dOut.matrix(), dIn->matrix());
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override { ops.emplace_back(SignOp{}); }

  private:
    std::unique_ptr<Quantizer> quantizer_;
    Tensor scratch_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    const Component& component = params.component("quantizer");
    const std::string where = site.where + "/quantizer";
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), component.id, "quantizer", where + "/id");
    auto quantizer = makeQuantizer(component, where);
    if (!entry.forActivations || !quantizer->isSign())
        throw Error("expected a quantizer whose forward map is the sign, found '" + entry.id + "'", where + "/id");
    return {std::make_unique<Binarize>(std::move(quantizer)), site.input, true};
}

} // namespace

LayerEntry layer_entries::binarize() {
    LayerEntry entry;
    entry.id = "binarize";
    entry.title = "Binarize";
    entry.summary = "Replaces each value by its sign, one bit; the quantizer says how gradients come back.";
    entry.source = "Courbariaux, Hubara et al. 2016 (BNN)";
    entry.params = {componentParam("quantizer", "Quantizer", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                                   "Forward always the sign; the backward map differs.")};
    entry.build = build;
    return entry;
}

} // namespace orthant
