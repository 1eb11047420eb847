// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_content.h"
#include "ui/charts/plot_frame.h"

#include <QRectF>

namespace orthant::ui {

class PlotScene;

/// What the read-out shows for one series: the point that is nearest to the pointer.
struct PlotReading {
    std::size_t series;
    std::size_t point;
    double x, y;
};

/// What drawing has cost so far; for tests and benchmarks.
struct PlotDrawCounts {
    std::size_t replaces = 0; ///< calls of `replace` since the view was made
    std::size_t points = 0;   ///< points handed over in the last frame
};

/// A plot over two axes, with curves: its visible part, and how pointer and keys move it. What is drawn behind and over the
/// curves is the derived class's.
/// Pointer: hover reads values, the wheel zooms at the pointer (over an axis: that axis only), dragging pans, a double
/// click resets, a click on a legend entry hides its series. Keys: + - 0 zoom, arrows pan, Ctrl+C copies, T shows the table.
class PlaneView : public PlotFrame {
    Q_OBJECT
  public:
    explicit PlaneView(QWidget* parent = nullptr);
    ~PlaneView() override;

    /// The view shows everything again if an axis becomes logarithmic or linear; else a zoomed view stays where it is.
    void setAxes(const PlotAxis& x, const PlotAxis& y);
    /// Replaces all curves; cheap enough for 30 Hz.
    /// @cost  one pass over the visible points and one `replace` of at most two points per pixel column for each series
    void setSeries(std::vector<PlotSeries> series);
    /// Shows everything again and follows new data.
    void resetView();

    const std::vector<PlotSeries>& series() const;
    const PlotAxis& xAxis() const;
    const PlotAxis& yAxis() const;
    /// Visible ranges, in values.
    QRectF visibleRange() const;
    /// True while the view fits the data, false after a zoom or a pan.
    bool followsData() const;
    /// Where the data are drawn, in this widget.
    QRectF plotArea() const;
    QPointF toPixel(double x, double y) const;
    /// The nearest point of each shown series to a position in this widget; empty outside of the plot area.
    std::vector<PlotReading> readingsAt(const QPointF& position) const;
    /// Centre of a legend entry in this widget; a null point when it is not shown.
    QPointF legendEntryCentre(const QString& name) const;
    PlotDrawCounts drawCounts() const;

    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;

  Q_SIGNALS:
    void viewChanged(); ///< by the person or by resetView

  protected:
    /// Ranges that show everything: those of the curves.
    virtual AxisScale fittingX() const;
    virtual AxisScale fittingY() const;
    virtual bool hasData() const;
    /// Legend and titles, with what the derived class adds.
    virtual PlotTexts texts(const PlotColors& colors, const QSizeF& size) const;
    /// Behind the curves: the grid. What leaves the plot area is covered.
    virtual void paintBehind(QPainter& painter, const PlotSpace& space) const;
    /// Over everything else; nothing is covered any more.
    virtual void paintAbove(QPainter& painter, const PlotSpace& space) const;
    /// Whether a picture lies behind the curves, which then get a seam.
    virtual bool hasPicture() const { return false; }

    const PlotContent& content() const;
    /// The drawing on the surface, brought up to date.
    const PlotSpace& space() const;

    const PlotLayout& layout() const override;
    void paintSurface(QPainter& painter) override;
    void paintOverlay(QPainter& painter, const QPointF& pointer) const override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    QString toolTipAt(const QPointF& pointer) const override;
    bool pointerEvent(QEvent* event) override;
    bool keyPressed(QKeyEvent* event) override;
    void changed() override;

  private:
    void paint(QPainter& painter, PlotScene& scene, const PlotSpace& space, const PlotTexts& texts) const;
    const LegendEntry* legendEntryAt(const QPointF& pointer) const;

    struct Plane;
    std::unique_ptr<Plane> plane_;
};

} // namespace orthant::ui
