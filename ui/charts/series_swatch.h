// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/colors.h"

#include <QPixmap>

namespace orthant::ui {

/// What a list or a table shows beside a name for the curve of this number: a square of its colour, in bars where the colours
/// begin again and the curve is dashed.
QPixmap seriesSwatch(int index, const PlotColors& colors);

} // namespace orthant::ui
