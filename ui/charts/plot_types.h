// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace orthant::ui {

/// One curve of a plot. Values that are NaN or infinite are left out: "not measured" bridges a line.
struct PlotSeries {
    enum class Style {
        Line,   ///< a solid line through the points; x should not fall
        Steps,  ///< a filled step area: y[i] holds from x[i] to x[i + 1]; x may have one more value, the last edge
        Spikes, ///< a vertical line from zero to y[i], with a marker: what a distribution over few values really is
        Points, ///< markers without a line, painted by ourselves: fast for 100,000 points
        Theory, ///< a dashed line: what a formula predicts
    };

    QString name;
    std::vector<double> x, y;
    Style style = Style::Line;
    int color = -1;     ///< palette index; -1: the next free one (a faint series takes that of the series after it)
    QString note = {};  ///< formula and source, shown when the pointer is on the curve or on its name
    bool faint = false; ///< a raw curve behind its smoothed one: thin, pale, not in the legend nor the read-out
    std::vector<double> spread = {}; ///< half the height of an error bar at each point; NaN or 0: none there; empty: none at all
};

struct PlotAxis {
    QString title;
    QString unit = {};
    bool logarithmic = false; ///< values <= 0 are left out, and the plot says how many
    bool allowLog = true;     ///< whether the user may switch to a logarithmic axis
    std::optional<double> minimum = {}, maximum = {}; ///< fixed ends of the unzoomed view
    bool whole = false;       ///< of an x axis that counts: ticks at whole numbers alone
};

enum class PlotFormat { Png, Svg, Pdf, Csv };

} // namespace orthant::ui
