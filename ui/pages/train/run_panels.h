// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/boundary_view.h"
#include "ui/models/run_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>

class QSlider;

namespace orthant::ui {

class PanelGrid;
class PlotFrame;
class PlotView;
class WeightHistogram;

/// The plots of a run: loss, accuracy, weights, flips, angles, and the decision map for data in the plane.
/// Draws at most 30 times a second, and never more than a quarter of the time.
class RunPanels final : public QWidget {
    Q_OBJECT
  public:
    explicit RunPanels(QWidget* parent = nullptr);

    void setRun(std::shared_ptr<RunModel> run); ///< may be null
    void setLive(bool live);                    ///< false: sleep

  Q_SIGNALS:
    void failed(const QString& message);
    void saved(const QString& file);

  private:
    void add(QWidget* panel, PlotFrame& plot);
    void schedule();
    void draw();
    void loadPoints();
    double smoothing() const;

    std::shared_ptr<RunModel> run_;
    bool live_ = false, pointsAsked_ = false;
    QElapsedTimer clock_;
    QTimer timer_;
    qint64 lastCost_ = 0;
    PanelGrid* grid_;
    QSlider* smoothing_;
    PlotView *loss_, *accuracy_, *flips_, *angles_;
    WeightHistogram* weights_;
    BoundaryView* boundary_;
};

} // namespace orthant::ui
