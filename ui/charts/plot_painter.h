// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/colors.h"
#include "ui/charts/axis_scale.h"
#include "ui/charts/plot_types.h"

#include <QFont>
#include <QRectF>

#include <vector>

class QPainter;

namespace orthant::ui {

enum class Marker { None, Circle, Square, Triangle, Diamond, Cross, Down, Plus };

/// How a series looks: colour first, marker or dashes as the second cue.
struct SeriesLook {
    QColor color;
    Marker marker = Marker::None;
    PlotSeries::Style style = PlotSeries::Style::Line;
    bool faint = false;
    int dash = 0; ///< pattern of a theory line
};

struct LegendEntry {
    QString name;
    SeriesLook look;
    bool hidden = false;
    std::size_t series = 0;
};

/// All that stands around the data of a plot.
struct PlotTexts {
    QString title, caption, xTitle, yTitle;
    QString remark; ///< said by the plot itself, after the caption
    std::vector<LegendEntry> legend;
};

/// Where everything goes, for one size; all in pixels of the painter.
struct PlotLayout {
    struct PlacedEntry {
        QRectF rect;
        QString text;
        std::size_t entry; ///< index in PlotTexts::legend; its size for "+ 3 more"
    };

    QSizeF size;
    QFont font, titleFont, smallFont;
    QRectF plot, titleRect, captionRect, xTitleRect, yTitleRect;
    QString captionText; ///< as much as finds room
    std::vector<PlacedEntry> legend;
    std::vector<Tick> xTicks, yTicks;

    QPointF toPixel(const QPointF& unit) const {
        return {plot.left() + unit.x() * plot.width(), plot.bottom() - unit.y() * plot.height()};
    }
    QPointF toUnit(const QPointF& pixel) const {
        return {(pixel.x() - plot.left()) / plot.width(), (plot.bottom() - pixel.y()) / plot.height()};
    }
};

/// @param tools  size of the tool buttons in the upper right corner, which nothing may touch; empty in exports
PlotLayout layoutPlot(const QSizeF& size, const PlotTexts& texts, const AxisScale& x, const AxisScale& y, const QSizeF& tools);

void paintGrid(QPainter& painter, const PlotLayout& layout, const AxisScale& x, const AxisScale& y, const PlotColors& colors);
/// Covers what was drawn outside of the plot area. Not clipping, because the SVG writer of Qt 6.4 knows none.
void paintMask(QPainter& painter, const PlotLayout& layout, const PlotColors& colors);
/// Axes, labels, titles and legend.
void paintFrame(QPainter& painter, const PlotLayout& layout, const PlotTexts& texts, const AxisScale& x, const AxisScale& y,
                const PlotColors& colors);
void paintEmpty(QPainter& painter, const QRectF& area, const QFont& font, const QString& text, const PlotColors& colors);

void paintMarker(QPainter& painter, const QPointF& centre, Marker marker, double size, const QColor& color, const QColor& background);
QVector<qreal> dashPattern(int dash);

/// The box beside the pointer: a heading and one line for each series.
struct ReadoutLine {
    QString text;
    QColor color; ///< of the swatch; not valid: none
    bool muted = false;
};
void paintReadout(QPainter& painter, const PlotLayout& layout, const QPointF& pointer, const std::vector<ReadoutLine>& lines,
                  const PlotColors& colors);

} // namespace orthant::ui
