// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"

namespace orthant {
namespace {

/// Activations through a quantizer whose shipped form is the sign, which leaves bits for the next layer, or one of few levels,
/// which leaves planes of bits. A soft one (hard tanh, an annealed map) gives floats in training.
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
        const bool asTrained = context.training || context.soft;
        out.binary = quantizer_->isSign() || (!levels() && !asTrained);
        out.levels.planes.clear();
        if (out.binary) {
            out.bits.packSigns(x.matrix());
        } else {
            out.values.reshape(x.shape());
            if (levels()) {
                out.levels = asPlanes(asTrained ? quantizer_->pack(x.matrix()) : quantizer_->packFinal(x.matrix()));
                out.levels.dequantize(out.values.matrix());
            } else {
                quantizer_->forward(x.matrix(), out.values.matrix());
            }
        }
        out.batch = in.batch;
        out.shape = in.shape;
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn && quantizer_->state().parameters.empty()) return;
        const Tensor& x = in.asFloat(scratch_);
        Tensor& dx = dIn ? *dIn : unused_;
        dx.reshape(x.shape());
        quantizer_->backward(x.matrix(), dOut.matrix(), dx.matrix());
    }
    std::vector<Parameter*> parameters() override { return quantizer_->state().parameters; }
    std::vector<NamedTensor> buffers() override { return quantizer_->state().buffers; }
    bool soft() const override { return quantizer_->signs() == Signs::Shipped; }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        if (levels()) ops.emplace_back(LevelsOp{levelsOf(*quantizer_)});
        else ops.emplace_back(SignOp{});
    }

  private:
    /// Planes of bits, not signs.
    bool levels() const { return quantizer_->signs() == Signs::Never; }

    std::unique_ptr<Quantizer> quantizer_;
    std::uint64_t stream_;
    Tensor scratch_, unused_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    const Component& component = params.component("quantizer");
    const std::string where = site.where + "/quantizer";
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), component.id, "quantizer", where + "/id");
    auto quantizer = makeQuantizer(component, where);
    const bool signs = quantizer->signs() != Signs::Never;
    if (!entry.forActivations || !(signs || givesLevels(*quantizer)))
        throw Error("expected a quantizer that is the sign or one of few levels when shipped, found '" + entry.id + "'",
                    where + "/id");
    return {std::make_unique<Binarize>(std::move(quantizer), site.rng.stream()), site.input, signs};
}

} // namespace

LayerEntry layer_entries::binarize() {
    LayerEntry entry;
    entry.id = "binarize";
    entry.title = "Binarize";
    entry.summary = "Replaces each value by its sign, one bit, or by one of few levels, some bits; the quantizer says how "
                    "gradients come back. A soft quantizer replaces it by its sign in the trained network.";
    entry.source = "Courbariaux, Hubara et al. 2016 (BNN)";
    entry.params = {componentParam("quantizer", "Quantizer", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                                   "What is shipped is the sign, or one of few levels that are the same for all values.")};
    entry.build = build;
    return entry;
}

} // namespace orthant
