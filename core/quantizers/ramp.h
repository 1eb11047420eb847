// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace orthant {

/// From one value to another over the planned run, in equal steps.
inline double linearRamp(double from, double to, double progress) { return from + (to - from) * progress; }

/// The same in equal ratios; both ends are positive.
inline double geometricRamp(double from, double to, double progress) { return from * std::pow(to / from, progress); }

} // namespace orthant
