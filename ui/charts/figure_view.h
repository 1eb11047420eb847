// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "ui/charts/plot_frame.h"

namespace orthant::ui {

/// Shows a Figure of the core with the view that suits it: curves, a density map with curves over it, or tiles.
class FigureView final : public QWidget {
    Q_OBJECT
  public:
    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;

    /// A figure of the same id and kind goes into the view that is there, which keeps its zoom, the series that the user has
    /// hidden and the logarithmic axes that she has chosen. Any other figure gets a new view.
    /// @cost  that of setSeries or setMap of the view: meant for 30 times a second
    void setFigure(const Figure& figure);
    /// Shown while the figure has no data, and before the first one.
    void setEmptyText(const QString& text);

    /// The view in use; never null. It changes with a figure of another id or kind.
    PlotFrame& frame() const { return *frame_; }

  Q_SIGNALS:
    void frameChanged(); ///< frame() is another one
    void failed(const QString& message);
    void saved(const QString& file);

  private:
    enum class Kind { Curves, Map, Tiles };
    static Kind kindOf(const Figure& figure);
    void use(PlotFrame* frame);

    PlotFrame* frame_ = nullptr;
    Kind kind_ = Kind::Curves;
    std::string id_;
    QString emptyText_;
};

PlotSeries plotSeriesOf(const FigureSeries& series);
PlotAxis plotAxisOf(const FigureAxis& axis);

} // namespace orthant::ui
