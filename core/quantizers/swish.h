// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/decay.h"

#include <cmath>

namespace orthant {

/// SignSwish and its slope, u = mu x:
///   SS_mu(x) = tanh(u / 2) + (u / 2) sech^2(u / 2),  SS_mu'(x) = mu (2 - u tanh(u / 2)) / (1 + cosh u)
/// With e = exp(-|u|): tanh(|u| / 2) = (1 - e) / (1 + e), sech^2(u / 2) = 4 e / (1 + e)^2 and 1 / (1 + cosh u) =
/// 2 e / (1 + e)^2, which needs one exponential and cannot overflow.
/// SS passes 1 at u = 1.278, has its peak 1.19968 at u = 2.399 and falls to 1 from there: the slope is negative beyond.
/// Always in line, so that loops over them become vectors.
/// @source  Darabi et al. 2018, BNN+, arXiv:1812.11800
template <class T>
[[gnu::always_inline]] inline T swish(T x, T mu) {
    const T u = std::abs(mu * x);
    const T e = decay(u);
    const T sum = 1 + e;
    const T value = (1 - e) / sum + u * 2 * e / (sum * sum);
    return x < 0 ? -value : value;
}

template <class T>
[[gnu::always_inline]] inline T swishSlope(T x, T mu) {
    const T u = std::abs(mu * x);
    const T e = decay(u);
    const T sum = 1 + e;
    return mu * (2 - u * (1 - e) / sum) * 2 * e / (sum * sum);
}

} // namespace orthant
