// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/legality.h"

#include <QWidget>

namespace orthant::ui {

class CurveEditor;
class PanelGrid;
class PlotFrame;
class PlotView;

/// A pair of maps in four linked plots: F and B, the proximal map P behind them, T over P, and the regularizer.
class PairPlots final : public QWidget {
    Q_OBJECT
  public:
    explicit PairPlots(QWidget* parent = nullptr);

    /// @param curve  the drawn F at equal steps over [-reach, reach]; empty: F is shown and not drawn
    void show(const SampledPair& pair, const std::optional<Decomposition>& behind, const std::vector<double>& curve, double reach);
    /// Nothing to show, with the reason.
    void clear(const QString& why);
    const std::vector<double>& curve() const;
    CurveEditor& editor() { return *maps_; }

  Q_SIGNALS:
    void curveDrawn();
    void failed(const QString& message);
    void saved(const QString& file);

  private:
    void add(PlotFrame& plot);

    PanelGrid* grid_;
    CurveEditor* maps_;
    PlotView *proximal_, *outer_, *regularizer_;
};

} // namespace orthant::ui
