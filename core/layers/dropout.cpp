// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/layers/catalogue.h"

#include <algorithm>

namespace orthant {
namespace {

/// In training each value is dropped with probability `rate` and the others are divided by 1 - rate; in evaluation the
/// values pass unchanged. What is dropped depends on the seed, the step and the place alone.
class Dropout final : public Layer {
  public:
    Dropout(float rate, Rng rng) : rate_(rate), rng_(rng) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        if (!context.training) {
            out = in;
            return;
        }
        const Tensor& x = in.asFloat(scratch_);
        keep_.reshape(x.shape());
        out.values.reshape(x.shape());
        const Rng rng = rng_.split(static_cast<std::uint64_t>(context.quantizer.step));
        const auto limit = static_cast<std::uint32_t>(static_cast<double>(rate_) * 4294967296.0);
        const float scale = 1.0F / (1.0F - rate_);
        parallelBlocks((x.size() + 3) / 4, std::size_t{1} << 12, [&](std::size_t begin, std::size_t end) {
            for (std::size_t b = begin; b < end; ++b) {
                const auto words = rng.block(b);
                for (std::size_t i = 4 * b; i < std::min(x.size(), 4 * b + 4); ++i) {
                    keep_[i] = words[i % 4] >= limit ? scale : 0.0F;
                    out.values[i] = keep_[i] * x[i];
                }
            }
        });
        out.binary = false;
        out.levels.planes.clear(); // of an evaluation before
        out.batch = in.batch;
        out.shape = in.shape;
    }
    void backward(const Activation&, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (!dIn) return;
        dIn->reshape(dOut.shape());
        for (std::size_t i = 0; i < dOut.size(); ++i) (*dIn)[i] = keep_[i] * dOut[i];
    }
    void lower(std::vector<ProgramOp>&, const std::string&) const override {} // nothing is dropped after training

  private:
    float rate_;
    Rng rng_;
    Tensor keep_, scratch_;
};

} // namespace

LayerEntry layer_entries::dropout() {
    LayerEntry entry;
    entry.id = "dropout";
    entry.title = "Dropout";
    entry.summary = "Drops random values in training, so that the network does not lean on single ones.";
    entry.source = "Srivastava et al. 2014";
    entry.params = {realParam("rate", "Rate", 0.2, "Share of values that is dropped.").range(0, 0.95)};
    entry.build = [](const Params& params, const LayerSite& site) {
        return BuiltLayer{std::make_unique<Dropout>(static_cast<float>(params.real("rate")), site.rng), site.input,
                          site.binaryInput};
    };
    return entry;
}

} // namespace orthant
