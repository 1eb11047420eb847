// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "core/unrolled/problem.h"

#include <string>
#include <utility>
#include <vector>

namespace orthant::ui {

class FigureView;

/// A signal as Whole has it, with a name: an original, an estimate.
struct NamedSignal {
    std::string title;
    const Tensor* values = nullptr; ///< {height, width}, {length} or {channels, length}
};

/// Signals of a problem as a person of that field draws them: sparse vectors as spikes, series over seconds, pictures as tiles. The
/// original lies under an estimate, as points or as a dashed line; tiles stand side by side. Several channels are drawn as the root
/// of the sum of their squares.
/// @param original  null: none
Figure signalFigure(const Problem& problem, const Tensor* original, const std::vector<NamedSignal>& estimates);

/// What was measured: a picture where it has that form or several rows, else a curve.
Figure measurementFigure(const Problem& problem, const Whole& whole);

/// Shows a figure; pictures get the grey range of this one, so that they compare.
void showSignal(FigureView& view, const Figure& figure, const Tensor& range);

} // namespace orthant::ui
