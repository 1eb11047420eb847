// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/update.h"

#include "tests/catch.h"
#include "tests/reference/products.h"

#include <cmath>

using namespace orthant;

namespace {

struct State {
    Tensor w, m, v, g;
};

State start(std::size_t n) {
    State s{reference::randomTensor({n}, 1), reference::randomTensor({n}, 2), reference::randomTensor({n}, 3),
            reference::randomTensor({n}, 4)};
    for (float& value : s.v.values())
        value *= value;
    return s;
}

/// Values that differ in any bit.
std::size_t differences(const Tensor& a, const Tensor& b) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        count += a[i] != b[i];
    return count;
}

const std::vector<std::size_t> lengths = {0, 1, 7, 16, 33, 1000, 40000};

} // namespace

TEST_CASE("an Adam step follows the published formula") {
    const std::size_t n = 1000;
    const double alpha = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    State s = start(n);
    s.m.fill(0);
    s.v.fill(0);
    std::vector<double> w(s.w.values().begin(), s.w.values().end()), m(n), v(n);
    for (int t = 1; t <= 3; ++t) {
        const kernels::AdamConstants constants{.learningRate = static_cast<float>(alpha / (1 - std::pow(beta1, t))),
                                               .rootCorrection =
                                                   static_cast<float>(1 / std::sqrt(1 - std::pow(beta2, t)))};
        kernels::adamStep(s.w.data(), s.m.data(), s.v.data(), s.g.data(), n, constants);
        for (std::size_t i = 0; i < n; ++i) {
            m[i] = beta1 * m[i] + (1 - beta1) * s.g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * s.g[i] * s.g[i];
            w[i] -= alpha * (m[i] / (1 - std::pow(beta1, t))) / (std::sqrt(v[i] / (1 - std::pow(beta2, t))) + epsilon);
        }
    }
    double worst = 0;
    for (std::size_t i = 0; i < n; ++i)
        worst = std::max(worst, std::abs(w[i] - s.w[i]));
    CHECK(worst < 1e-5); // the constants 1 - beta2 are rounded to float
}

TEST_CASE("an SGD step follows the formula, with and without Nesterov's look ahead") {
    for (const bool nesterov : {false, true}) {
        State s = start(100);
        const State before = s;
        kernels::sgdStep(s.w.data(), s.m.data(), s.g.data(), 100,
                         {.learningRate = 0.1F, .momentum = 0.9F, .nesterov = nesterov});
        double worst = 0;
        for (std::size_t i = 0; i < 100; ++i) {
            const double u = 0.9 * before.m[i] + before.g[i];
            const double w = before.w[i] - 0.1 * (nesterov ? before.g[i] + 0.9 * u : u);
            worst = std::max({worst, std::abs(u - s.m[i]), std::abs(w - s.w[i])});
        }
        CHECK(worst < 1e-6);
    }
}

TEST_CASE("updates clamp the weights") {
    State s = start(1000);
    kernels::adamStep(s.w.data(), s.m.data(), s.v.data(), s.g.data(), 1000, {.learningRate = 1.0F, .clip = 0.5F});
    CHECK(*std::max_element(s.w.values().begin(), s.w.values().end()) == 0.5F);
    CHECK(*std::min_element(s.w.values().begin(), s.w.values().end()) == -0.5F);
    s = start(1000);
    kernels::sgdStep(s.w.data(), s.m.data(), s.g.data(), 1000, {.learningRate = 1.0F, .clip = 0.25F});
    CHECK(*std::max_element(s.w.values().begin(), s.w.values().end()) == 0.25F);
    CHECK(*std::min_element(s.w.values().begin(), s.w.values().end()) == -0.25F);
}

TEST_CASE("every target gives the same updates to the last bit") {
    for (const std::size_t n : lengths) {
        State adam, sgd;
        reference::onEveryTarget([&](const std::string& target) {
            INFO(target << ", " << n << " values");
            State a = start(n), b = start(n);
            kernels::adamStep(a.w.data(), a.m.data(), a.v.data(), a.g.data(), n,
                              {.rootCorrection = 3.0F, .clip = 1.0F});
            kernels::sgdStep(b.w.data(), b.m.data(), b.g.data(), n, {.momentum = 0.9F, .nesterov = true, .clip = 1.0F});
            if (adam.w.empty()) {
                adam = a;
                sgd = b;
            }
            CHECK(differences(a.w, adam.w) + differences(a.m, adam.m) + differences(a.v, adam.v) == 0);
            CHECK(differences(b.w, sgd.w) + differences(b.m, sgd.m) == 0);
        });
    }
}
