// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_frame.h"

#include <QPointF>
#include <QRectF>

namespace orthant::ui {

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

/// The plot of the program: lines, steps, spikes and points over two axes.
/// Pointer: hover reads values, the wheel zooms at the pointer (over an axis: that axis only), dragging pans, a double
/// click resets, a click on a legend entry hides its series. Keys: + - 0 zoom, arrows pan, Ctrl+C copies, T shows the table.
class PlotView final : public PlotFrame {
    Q_OBJECT
  public:
    explicit PlotView(QWidget* parent = nullptr);
    ~PlotView() override;

    void setTitle(const QString& title);
    void setCaption(const QString& caption); ///< a short text under the plot
    void setAxes(const PlotAxis& x, const PlotAxis& y);
    /// Replaces all series; cheap enough for 30 Hz.
    /// @cost  one pass over the visible points and one `replace` of at most two points per pixel column for each series
    void setSeries(std::vector<PlotSeries> series);
    void setEmptyText(const QString& text); ///< shown while there is no point to draw
    void setLogX(bool on);
    void setLogY(bool on);
    /// Shows everything again and follows new data.
    void resetView();

    const std::vector<PlotSeries>& series() const;
    const PlotAxis& xAxis() const;
    const PlotAxis& yAxis() const;
    /// Visible ranges, in values.
    QRectF visibleRange() const;
    /// True while the view fits the data, false after a zoom or a pan.
    bool followsData() const;
    /// How many values the logarithmic axes leave out.
    std::size_t hiddenByLog() const;
    /// Where the data are drawn, in this widget.
    QRectF plotArea() const;
    QPointF toPixel(double x, double y) const;
    /// The nearest point of each shown series to a position in this widget; empty outside of the plot area.
    std::vector<PlotReading> readingsAt(const QPointF& position) const;
    /// Centre of a legend entry in this widget; a null point when it is not shown.
    QPointF legendEntryCentre(const QString& name) const;
    PlotDrawCounts drawCounts() const;

    QString title() const override;
    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    Table toTable() const override;

  Q_SIGNALS:
    void viewChanged();

  protected:
    bool eventFilter(QObject*, QEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void changeEvent(QEvent*) override;

  private:
    class Canvas;
    std::unique_ptr<Canvas> canvas_;
};

} // namespace orthant::ui
