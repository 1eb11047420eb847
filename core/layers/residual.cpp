// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"
#include "core/layers/shortcut.h"

namespace orthant {
namespace {

/// The begin of a residual block: keeps what enters for the end, whose gradient comes back here.
class Residual final : public Layer {
  public:
    explicit Residual(std::shared_ptr<Shortcut> shortcut) : shortcut_(std::move(shortcut)) {}

    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        out = in;
        shortcut_->values = in.asFloat(scratch_);
    }
    void backward(const Activation&, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn) return;
        *dIn = dOut;
        if (shortcut_->gradient.size() != dOut.size()) return; // no end was built: a layer tried by itself
        for (std::size_t i = 0; i < dIn->size(); ++i) (*dIn)[i] += shortcut_->gradient[i];
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override { ops.emplace_back(SaveOp{}); }

  private:
    std::shared_ptr<Shortcut> shortcut_;
    Tensor scratch_;
};

} // namespace

LayerEntry layer_entries::residual() {
    LayerEntry entry;
    entry.id = "residual";
    entry.title = "Residual block: begin";
    entry.summary = "What enters here is added again at the end of the block, past the layers between. Put it before the "
                    "binarization: then the shortcut carries real values.";
    entry.source = "He et al. 2015, arXiv:1512.03385; with signs: Liu et al. 2018, Bi-Real Net, arXiv:1808.00278";
    entry.build = [](const Params&, const LayerSite& site) {
        auto shortcut = std::make_shared<Shortcut>();
        shortcut->shape = site.input;
        if (site.openShortcuts) site.openShortcuts->push_back(shortcut);
        return BuiltLayer{std::make_unique<Residual>(std::move(shortcut)), site.input, site.binaryInput};
    };
    return entry;
}

} // namespace orthant
