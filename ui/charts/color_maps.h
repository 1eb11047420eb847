// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/colors.h"

namespace orthant::ui {

/// Colours for numbers. Lightness alone tells the order, so the maps also work for colour-blind readers and in grey print.
/// Values outside of the domain take the colour of its end.

/// From little (t = 0, near the background but apart from it) to much (t = 1, far from it).
QColor sequentialColor(double t, const PlotColors& colors);
/// The same in shades of grey.
QColor greyColor(double t, const PlotColors& colors);
/// From -1 (blue) over 0 (near the background) to 1 (orange); both sides are equally strong.
QColor divergingColor(double t, const PlotColors& colors);

} // namespace orthant::ui
