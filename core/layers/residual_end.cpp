// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/layers/catalogue.h"
#include "core/layers/shortcut.h"

namespace orthant {
namespace {

/// The end of a residual block: adds what entered it.
class ResidualEnd final : public Layer {
  public:
    ResidualEnd(std::shared_ptr<Shortcut> shortcut, const ShortcutMap& map) : shortcut_(std::move(shortcut)), map_(map) {}

    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        out.values = in.asFloat(scratch_);
        out.binary = false;
        out.batch = in.batch;
        out.shape = in.shape;
        addShortcut({shortcut_->values.data(), in.batch, map_.pool.inputs(), map_.pool.inputs()}, map_,
                    rowsOf(out.values, in.batch));
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        shortcut_->gradient.reshape({in.batch, map_.pool.inputs()});
        const std::size_t width = dOut.size() / in.batch;
        shortcutGradient({dOut.data(), in.batch, width, width}, map_, shortcut_->gradient.matrix());
        if (dIn) *dIn = dOut;
    }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override { ops.emplace_back(AddSavedOp{map_}); }

  private:
    static MatrixView rowsOf(Tensor& values, std::size_t batch) {
        const std::size_t width = values.size() / batch;
        return {values.data(), batch, width, width};
    }

    std::shared_ptr<Shortcut> shortcut_;
    ShortcutMap map_;
    Tensor scratch_;
};

} // namespace

LayerEntry layer_entries::residual_end() {
    LayerEntry entry;
    entry.id = "residual_end";
    entry.title = "Residual block: end";
    entry.summary = "Adds what entered at the last begin that is still open. Where the block made the image smaller, its mean "
                    "is added; channels that it gained get nothing.";
    entry.source = "He et al. 2015, arXiv:1512.03385 (shortcut A, with a mean in place of a stride)";
    entry.build = [](const Params&, const LayerSite& site) {
        if (!site.openShortcuts || site.openShortcuts->empty())
            throw Error("there is no open residual block that could end here", site.where);
        std::shared_ptr<Shortcut> shortcut = std::move(site.openShortcuts->back());
        site.openShortcuts->pop_back();
        const ShortcutMap map = shortcutMap(shortcut->shape, site.input, site.where);
        return BuiltLayer{std::make_unique<ResidualEnd>(std::move(shortcut), map), site.input, false};
    };
    return entry;
}

} // namespace orthant
