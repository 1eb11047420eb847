// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_event.h"
#include "ui/charts/plot_frame.h"

#include <QRectF>

#include <cstdint>

namespace orthant::ui {

struct LabelledPoints {
    std::vector<double> x, y;
    std::vector<std::uint8_t> classes;
};

/// Class regions of a two-dimensional problem with its data points, painted by ourselves: 30 Hz with a 200 x 200 grid and
/// 10,000 points. Pointer and keys as in PlotView.
class BoundaryView final : public PlotFrame {
    Q_OBJECT
  public:
    explicit BoundaryView(QWidget* parent = nullptr);
    ~BoundaryView() override;

    void setTitle(const QString& title);
    void setCaption(const QString& caption);
    void setAxes(const PlotAxis& x, const PlotAxis& y); ///< logarithmic axes are not offered here
    void setClassNames(const QStringList& names);
    /// The decision over the plane; the margin is the strength of the colour.
    void setBoundary(BoundaryReading boundary);
    void setPoints(LabelledPoints points);
    void setEmptyText(const QString& text);
    void resetView();
    QRectF visibleRange() const;

    QString title() const override;
    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    Table toTable() const override;
    /// The read-out at a position in this widget, as text; empty outside of the plot area.
    QString readingAt(const QPointF& position) const;

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
