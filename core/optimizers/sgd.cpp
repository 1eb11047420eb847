// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/kernels/update.h"
#include "core/optimizers/catalogue.h"

namespace orthant {
namespace {

constexpr std::size_t grain = std::size_t{1} << 15;

class Sgd final : public Optimizer {
  public:
    Sgd(double rate, double momentum, bool nesterov) : rate_(rate), momentum_(momentum), nesterov_(nesterov) {}

    std::size_t slots() const override { return 1; }
    double learningRate() const override { return rate_; }
    void update(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        const kernels::SgdConstants constants{static_cast<float>(context.rate), static_cast<float>(momentum_), nesterov_,
                                              context.clip};
        parallelBlocks(parameter.value.size(), grain, [&](std::size_t begin, std::size_t end) {
            kernels::sgdStep(parameter.value.data() + begin, state[0].data() + begin, parameter.gradient.data() + begin,
                             end - begin, constants);
        });
    }

  private:
    double rate_, momentum_;
    bool nesterov_;
};

} // namespace

OptimizerEntry optimizer_entries::sgd() {
    OptimizerEntry entry;
    entry.id = "sgd";
    entry.title = "SGD";
    entry.summary = "Steps along the negative gradient, with momentum.";
    entry.source = "Sutskever et al. 2013, for the momentum";
    entry.grade = "paper";
    entry.params = {
        realParam("learningRate", "Learning rate", 0.05, "Step size before the schedule.").range(0, 100).log(),
        realParam("momentum", "Momentum", 0.9, "Share of the last step that is kept.").range(0, 0.999),
        booleanParam("nesterov", "Nesterov", false, "Takes the gradient one momentum step ahead."),
    };
    entry.make = [](const Params& p) {
        return std::make_unique<Sgd>(p.real("learningRate"), p.real("momentum"), p.boolean("nesterov"));
    };
    return entry;
}

} // namespace orthant
