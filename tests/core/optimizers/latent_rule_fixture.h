// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizers/optimizer.h"

#include <limits>
#include <vector>

namespace orthant::test {

/// One latent parameter under a rule, stepped by hand.
struct RuleBench {
    std::unique_ptr<Optimizer> rule;
    Parameter parameter;
    std::vector<Tensor> state;
    UpdateContext context{0, 0.1, std::numeric_limits<float>::infinity(), 0.1, 0, 10};

    RuleBench(const Component& component, const std::vector<float>& values, bool latent = true) : rule(makeOptimizer(component)) {
        parameter.latent = latent;
        parameter.value.resize({values.size()});
        parameter.gradient.resize({values.size()});
        for (std::size_t i = 0; i < values.size(); ++i) parameter.value[i] = values[i];
        state.assign(rule->slots(), Tensor({values.size()}));
    }
    void step(const std::vector<float>& gradient) {
        for (std::size_t i = 0; i < gradient.size(); ++i) parameter.gradient[i] = gradient[i];
        ++context.step;
        rule->update(parameter, state, context);
    }
    double value(std::size_t i) const { return static_cast<double>(parameter.value[i]); }
};

/// Plain gradient descent, so that a rule shows itself.
inline Component plainSgd() { return Component("sgd", {{"learningRate", 0.1}, {"momentum", 0.0}}); }

} // namespace orthant::test
