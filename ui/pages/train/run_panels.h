// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/boundary_view.h"
#include "ui/models/run_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>
#include <set>
#include <vector>

class QSlider;
class QTabBar;

namespace orthant::ui {

class MistakePanels;
class PanelGrid;
class PlotFrame;
class PlotView;
class WeightHistogram;
class WeightRidges;

/// The plots of a run behind tabs: an overview, the weights, what the network gets wrong, what theory looks at.
/// Draws what is seen, at most 30 times a second, and never more than a quarter of the time.
class RunPanels final : public QWidget {
    Q_OBJECT
  public:
    enum Tab { Overview, Weights, Wrong, Theory };
    explicit RunPanels(QWidget* parent = nullptr);

    void setRun(std::shared_ptr<RunModel> run); ///< may be null
    void setLive(bool live);                    ///< false: sleep
    void showTab(Tab tab);

  Q_SIGNALS:
    void failed(const QString& message);
    void saved(const QString& file);

  private:
    struct Panel {
        QWidget* widget;
        std::set<int> tabs;
        std::function<bool(const RunModel&)> fill; ///< whether there is anything that needs room
    };
    void add(QWidget* widget, std::set<int> tabs, std::function<bool(const RunModel&)> fill);
    /// A panel that holds a plot: its button and its messages.
    void addTools(QWidget* widget, PlotFrame& plot);
    void addPlot(std::set<int> tabs, std::function<void(PlotView&, const RunModel&)> fill);
    void addTheory();
    void makeTools();
    const RunModel& run() const; ///< without one, an empty one
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
    QTabBar* tabs_;
    QWidget* smoothingRow_;
    QSlider* smoothing_;
    WeightHistogram* weights_;
    WeightRidges* ridges_;
    BoundaryView* boundary_;
    MistakePanels* mistakes_;
    std::vector<Panel> panels_;
    std::vector<PlotView*> plots_;
};

} // namespace orthant::ui
