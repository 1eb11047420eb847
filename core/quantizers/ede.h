// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/decay.h"
#include "core/quantizers/ramp.h"

#include <algorithm>
#include <cmath>

namespace orthant {

/// The annealed tanh of IR-Net: k tanh(t x) and its slope k t sech^2(t x), with t from tMin to tMax in equal ratios over the
/// run and k = max(1 / t, 1). Early the slope is near 1 over a wide range, late a narrow peak.
/// With e = exp(-2 |t x|): tanh = (1 - e) / (1 + e), sech^2 = 4 e / (1 + e)^2, which keeps its digits in the tails.
/// @source  Qin et al. 2020, IR-Net (error decay estimator), arXiv:1909.10788
struct ErrorDecay {
    double tMin = 0.1, tMax = 10;
    double t = tMin;

    void at(double progress) { t = geometricRamp(tMin, tMax, progress); }
    double scheduled() const { return t; }
    double k() const { return std::max(1 / t, 1.0); }

    template <class T>
    [[gnu::always_inline]] T value(T x) const {
        const T e = decay(2 * std::abs(static_cast<T>(t) * x));
        const T magnitude = static_cast<T>(k()) * (1 - e) / (1 + e);
        return x < 0 ? -magnitude : magnitude;
    }
    template <class T>
    [[gnu::always_inline]] T slope(T x) const {
        const T e = decay(2 * std::abs(static_cast<T>(t) * x));
        return static_cast<T>(k() * t) * 4 * e / ((1 + e) * (1 + e));
    }
};

} // namespace orthant
