// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"
#include "core/layers/channel_layer.h"

namespace orthant {
namespace {

/// y = x for x > 0, else slope_c x, with a trained slope for each channel.
/// Backward: dy/dx is 1 or the slope, dslope_c the sum of dy x over the values that are not positive.
class Prelu final : public Layer {
  public:
    Prelu(std::size_t channels, float slope) {
        slope_.name = "slope";
        slope_.value.resize({channels}, slope);
    }

    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        mapChannels(in, in.asFloat(scratch_), slope_.value.size(),
                    [&](float x, std::size_t c) { return x > 0 ? x : slope_.value[c] * x; }, out);
    }
    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        const Tensor& x = in.asFloat(scratch_);
        slope_.gradient.resize(slope_.value.shape());
        sumChannels(x, slope_.gradient, [&](std::size_t i) { return x[i] > 0 ? 0.0F : dOut[i] * x[i]; });
        if (!dIn) return;
        dIn->reshape(x.shape());
        const std::size_t channels = slope_.value.size();
        forEachChannelRow(x, channels, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i)
                for (std::size_t c = 0; c < channels; ++c) {
                    const std::size_t at = i * channels + c;
                    (*dIn)[at] = x[at] > 0 ? dOut[at] : slope_.value[c] * dOut[at];
                }
        });
    }
    std::vector<Parameter*> parameters() override { return {&slope_}; }
    void lower(std::vector<ProgramOp>& ops, const std::string&) const override {
        ops.emplace_back(PreluOp{{slope_.value.values().begin(), slope_.value.values().end()}});
    }

  private:
    Parameter slope_;
    Tensor scratch_;
};

} // namespace

LayerEntry layer_entries::prelu() {
    LayerEntry entry;
    entry.id = "prelu";
    entry.title = "PReLU";
    entry.summary = "Keeps positive values and multiplies negative ones by a trained slope, one for each channel.";
    entry.source = "He et al. 2015, arXiv:1502.01852; between binary convolutions: Liu et al. 2020, ReActNet, arXiv:2003.03488";
    entry.params = {realParam("slope", "Slope", 0.25, "The slope of negative values at the start.").range(-1, 1)};
    entry.build = [](const Params& params, const LayerSite& site) {
        return BuiltLayer{
            std::make_unique<Prelu>(channelCount(site.input), static_cast<float>(params.real("slope"))), site.input, false};
    };
    return entry;
}

} // namespace orthant
