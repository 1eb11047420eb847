// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

#include "core/training/losses/loss.h"

namespace orthant::test {

/// Compares the gradient of a loss with central differences.
inline void checkGradient(const char* id) {
    const Loss loss = makeLoss(Component(id));
    Tensor scores = normals({4, 3}, 1, 1.5F);
    const std::vector<std::uint16_t> labels{0, 2, 1, 2};
    Tensor gradient, unused;
    loss(scores, labels, &gradient);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double central = slope(scores[i], 1e-3, [&] { return loss(scores, labels, nullptr); });
        CHECK(static_cast<double>(gradient[i]) == Approx(central).margin(1e-4));
    }
}

} // namespace orthant::test
