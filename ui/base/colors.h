// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

class QPalette;

namespace orthant::ui {

/// Colours of a plot. They follow from the palette of the widget, so a plot needs no link to the theme.
struct PlotColors {
    bool dark = false;
    QColor background, text, muted, grid, axis, accent;

    /// Colour of a series: seven colours that stay apart for colour-blind readers (after Okabe and Ito 2008), shifted until
    /// each has a contrast of 3 to the background. Indices wrap.
    QColor series(int index) const;
    static int seriesCount();

    static PlotColors light();
    static PlotColors darkTheme();
    /// Dark on white: what is printed and put on slides.
    static PlotColors forExport();
    static PlotColors of(const QPalette& palette);
};

/// WCAG contrast ratio of two opaque colours, 1 to 21.
double contrast(const QColor& a, const QColor& b);

} // namespace orthant::ui
