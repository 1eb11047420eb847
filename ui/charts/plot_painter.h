// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/colors.h"
#include "ui/charts/axis_scale.h"
#include "ui/charts/plot_types.h"

#include <QFont>
#include <QRectF>

#include <vector>

class QPainter;
class QPen;

namespace orthant::ui {

enum class Marker { None, Circle, Square, Triangle, Diamond, Cross, Down, Plus };

/// How a series looks: colour first, marker or dashes as the second cue.
struct SeriesLook {
    QColor color;
    Marker marker = Marker::None;
    PlotSeries::Style style = PlotSeries::Style::Line;
    bool faint = false;
    int dash = 0; ///< pattern of a theory line; of a curve: 0 is solid, then one for each round of the colours
};

struct LegendEntry {
    QString name;
    SeriesLook look;
    bool hidden = false;
    std::size_t series = 0; ///< index of the series that a click hides; noSeries: nothing to hide
    static constexpr std::size_t noSeries = static_cast<std::size_t>(-1);
};

/// All that stands around the data of a plot.
struct PlotTexts {
    QString title, caption, xTitle, yTitle;
    QString remark; ///< said by the plot itself, after the caption
    std::vector<LegendEntry> legend;
    double rightRoom = 0; ///< kept free beside the plot, for a colour bar
    bool wholeX = false;  ///< PlotAxis::whole of the x axis
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
    QString captionText; ///< in lines; the last one ends with an ellipsis where there is no room for all
    std::vector<PlacedEntry> legend;
    std::vector<Tick> xTicks, yTicks;

    QPointF toPixel(const QPointF& unit) const {
        return {plot.left() + unit.x() * plot.width(), plot.bottom() - unit.y() * plot.height()};
    }
    QPointF toUnit(const QPointF& pixel) const {
        return {(pixel.x() - plot.left()) / plot.width(), (plot.bottom() - pixel.y()) / plot.height()};
    }
};

/// What a drawing over two axes needs to know: where, over which values, in which colours.
struct PlotSpace {
    PlotLayout layout;
    AxisScale x, y;
    PlotColors colors;

    QPointF toPixel(double vx, double vy) const { return layout.toPixel({x.toUnit(vx), y.toUnit(vy)}); }
    QPointF toValue(const QPointF& pixel) const {
        const QPointF unit = layout.toUnit(pixel);
        return {x.fromUnit(unit.x()), y.fromUnit(unit.y())};
    }
};

/// @param tools  size of the tool buttons in the upper right corner, which nothing may touch; empty in exports
PlotLayout layoutPlot(const QSizeF& size, const PlotTexts& texts, const AxisScale& x, const AxisScale& y, const QSizeF& tools);
/// The same without axes: `plot` is all that title, legend and caption leave.
PlotLayout layoutPicture(const QSizeF& size, const PlotTexts& texts, const QSizeF& tools);

void paintGrid(QPainter& painter, const PlotSpace& space);
/// Covers what was drawn outside of the plot area. Not clipping, because the SVG writer of Qt 6.4 knows none.
void paintMask(QPainter& painter, const PlotLayout& layout, const PlotColors& colors);
/// Title, caption and legend.
void paintHeadings(QPainter& painter, const PlotLayout& layout, const PlotTexts& texts, const PlotColors& colors);
/// Axes, labels, titles and legend.
void paintFrame(QPainter& painter, const PlotSpace& space, const PlotTexts& texts);
void paintEmpty(QPainter& painter, const QRectF& area, const QFont& font, const QString& text, const PlotColors& colors);

void paintMarker(QPainter& painter, const QPointF& centre, Marker marker, double size, const QColor& color, const QColor& background);
QVector<qreal> dashPattern(int dash);
/// Gives a pen the dashes of a curve or a theory line.
void setDashes(QPen& pen, const SeriesLook& look);

/// The box beside the pointer: a heading and one line for each series.
struct ReadoutLine {
    QString text;
    QColor color; ///< of the swatch; not valid: none
    bool muted = false;
};
void paintReadout(QPainter& painter, const PlotLayout& layout, const QPointF& pointer, const std::vector<ReadoutLine>& lines,
                  const PlotColors& colors);

} // namespace orthant::ui
