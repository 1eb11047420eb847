// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/kernels/update.h"
#include "core/optimizers/catalogue.h"

#include <cmath>

namespace orthant {
namespace {

constexpr std::size_t grain = std::size_t{1} << 15;

class Adam final : public Optimizer {
  public:
    Adam(double rate, double beta1, double beta2, double epsilon)
        : rate_(rate), beta1_(beta1), beta2_(beta2), epsilon_(epsilon) {}

    std::size_t slots() const override { return 2; }
    double learningRate() const override { return rate_; }
    void update(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        const auto t = static_cast<double>(context.step);
        kernels::AdamConstants constants;
        constants.learningRate = static_cast<float>(context.rate / (1 - std::pow(beta1_, t)));
        constants.beta1 = static_cast<float>(beta1_);
        constants.beta2 = static_cast<float>(beta2_);
        constants.rootCorrection = static_cast<float>(1 / std::sqrt(1 - std::pow(beta2_, t)));
        constants.epsilon = static_cast<float>(epsilon_);
        constants.clip = context.clip;
        parallelBlocks(parameter.value.size(), grain, [&](std::size_t begin, std::size_t end) {
            kernels::adamStep(parameter.value.data() + begin, state[0].data() + begin, state[1].data() + begin,
                              parameter.gradient.data() + begin, end - begin, constants);
        });
    }

  private:
    double rate_, beta1_, beta2_, epsilon_;
};

} // namespace

OptimizerEntry optimizer_entries::adam() {
    OptimizerEntry entry;
    entry.id = "adam";
    entry.title = "Adam";
    entry.summary = "Steps of nearly equal size in every coordinate, by running moments of the gradient.";
    entry.source = "Kingma and Ba 2015, arXiv:1412.6980, algorithm 1";
    entry.grade = "paper";
    entry.params = {
        realParam("learningRate", "Learning rate", 1e-3, "Step size before the schedule.").range(0, 10).log(),
        realParam("beta1", "Beta 1", 0.9, "Memory of the mean gradient.").range(0, 0.9999),
        realParam("beta2", "Beta 2", 0.999, "Memory of the squared gradient.").range(0, 0.999999),
        realParam("epsilon", "Epsilon", 1e-8, "Added to the root of the squared gradient.").range(1e-12, 1).log(),
    };
    entry.make = [](const Params& p) {
        return std::make_unique<Adam>(p.real("learningRate"), p.real("beta1"), p.real("beta2"), p.real("epsilon"));
    };
    return entry;
}

} // namespace orthant
