// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"

namespace orthant {
namespace {

/// Activations through a quantizer whose shipped form is the sign, which leaves bits for the next layer. A soft one (hard
/// tanh, an annealed map) gives floats in training.
class Binarize final : public Layer {
  public:
    Binarize(std::unique_ptr<Quantizer> quantizer, std::uint64_t stream)
        : quantizer_(std::move(quantizer)), stream_(stream) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        const Tensor& x = in.asFloat(scratch_);
        if (context.training) {
            QuantizerContext here = context.quantizer;
            here.stream = stream_;
            quantizer_->beginStep(here, x.matrix());
        }
        out.binary = quantizer_->isSign() || !(context.training || context.soft);
        if (out.binary) {
            out.bits.packSigns(x.matrix());
        } else {
            out.values.reshape(x.shape());
            quantizer_->forward(x.matrix(), out.values.matrix());
        }
        out.batch = in.batch;
        out.shape = in.shape;
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn) return;
        const Tensor& x = in.asFloat(scratch_);
        dIn->reshape(x.shape());
        quantizer_->backward(x.matrix(), dOut.matrix(), dIn->matrix());
    }
    bool soft() const override { return quantizer_->signs() == Signs::Shipped; }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override { ops.emplace_back(SignOp{}); }

  private:
    std::unique_ptr<Quantizer> quantizer_;
    std::uint64_t stream_;
    Tensor scratch_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    const Component& component = params.component("quantizer");
    const std::string where = site.where + "/quantizer";
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), component.id, "quantizer", where + "/id");
    auto quantizer = makeQuantizer(component, where);
    if (!entry.forActivations || quantizer->signs() == Signs::Never)
        throw Error("expected a quantizer that is the sign when shipped, found '" + entry.id + "'", where + "/id");
    return {std::make_unique<Binarize>(std::move(quantizer), site.rng.stream()), site.input, true};
}

} // namespace

LayerEntry layer_entries::binarize() {
    LayerEntry entry;
    entry.id = "binarize";
    entry.title = "Binarize";
    entry.summary = "Replaces each value by its sign, one bit; the quantizer says how gradients come back. A soft quantizer "
                    "replaces it by its sign in the trained network.";
    entry.source = "Courbariaux, Hubara et al. 2016 (BNN)";
    entry.params = {componentParam("quantizer", "Quantizer", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                                   "Of several bits or with a scale it may not be: what is shipped is the sign.")};
    entry.build = build;
    return entry;
}

} // namespace orthant
