// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"
#include "core/layers/channel_layer.h"

namespace orthant {
namespace {

/// y = x + shift_c, with a trained shift for each channel.
class Shift final : public Layer {
  public:
    explicit Shift(std::size_t channels) {
        shift_.name = "shift";
        shift_.value.resize({channels});
    }

    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        mapChannels(in, in.asFloat(scratch_), shift_.value.size(),
                    [&](float x, std::size_t c) { return x + shift_.value[c]; }, out);
    }
    void backward(const Activation&, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        shift_.gradient.resize(shift_.value.shape());
        sumChannels(dOut, shift_.gradient, [&](std::size_t i) { return dOut[i]; });
        if (dIn) *dIn = dOut;
    }
    std::vector<Parameter*> parameters() override { return {&shift_}; }
    /// A normalization that does nothing but add: subtracting 0 and multiplying by 1 are exact.
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        const std::size_t n = shift_.value.size();
        ops.emplace_back(NormalizeOp{std::vector<float>(n, 0.0F), std::vector<float>(n, 1.0F), std::vector<float>(n, 1.0F),
                                     {shift_.value.values().begin(), shift_.value.values().end()}});
    }

  private:
    Parameter shift_;
    Tensor scratch_;
};

} // namespace

LayerEntry layer_entries::shift() {
    LayerEntry entry;
    entry.id = "shift";
    entry.title = "Shift";
    entry.summary = "Adds a trained constant to each channel: before a sign a threshold that is learned, before and after a "
                    "PReLU the place of its bend.";
    entry.source = "Liu et al. 2020, ReActNet (RSign and RPReLU), arXiv:2003.03488";
    entry.build = [](const Params&, const LayerSite& site) {
        return BuiltLayer{std::make_unique<Shift>(channelCount(site.input)), site.input, false};
    };
    return entry;
}

} // namespace orthant
