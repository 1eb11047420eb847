// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_panels.h"

#include "ui/base/icons.h"
#include "ui/charts/plot_view.h"
#include "ui/models/background.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/panel_grid.h"
#include "ui/widgets/run_plots.h"
#include "ui/widgets/text_labels.h"
#include "ui/widgets/weight_histogram.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

RunPanels::RunPanels(QWidget* parent)
    : QWidget(parent), grid_(new PanelGrid(this)), smoothing_(new QSlider(Qt::Horizontal, this)), loss_(new PlotView),
      accuracy_(new PlotView), flips_(new PlotView), angles_(new PlotView), weights_(new WeightHistogram), boundary_(new BoundaryView) {
    add(loss_, *loss_);
    add(accuracy_, *accuracy_);
    add(boundary_, *boundary_);
    add(weights_, weights_->plot());
    add(flips_, *flips_);
    add(angles_, *angles_);

    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(2, 0, 2, 0);
    auto* label = smallLabel(tr("Smoothing"), this);
    label->setWordWrap(false);
    label->setBuddy(smoothing_);
    smoothing_->setRange(0, 99);
    smoothing_->setValue(60);
    smoothing_->setMaximumWidth(160);
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setToolTip(tr("Moving average over the training readings of loss and accuracy; the pale curve is as measured"));
    WheelGuard::protect(smoothing_);
    tools->addWidget(label);
    tools->addWidget(smoothing_);
    tools->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 4);
    column->setSpacing(4);
    column->addLayout(tools);
    column->addWidget(grid_, 1);

    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &RunPanels::draw);
    connect(smoothing_, &QSlider::valueChanged, this, &RunPanels::draw);
    clock_.start();
    setRun(nullptr);
}

void RunPanels::add(QWidget* panel, PlotFrame& plot) {
    grid_->add(panel);
    QAction* enlarge = plot.addTool("enlarge", tr("Enlarge, or show all plots"));
    connect(enlarge, &QAction::triggered, this, [this, panel] { grid_->enlarge(panel); });
    connect(&plot, &PlotFrame::failed, this, &RunPanels::failed);
    connect(&plot, &PlotFrame::saved, this, &RunPanels::saved);
}

double RunPanels::smoothing() const { return smoothing_->value() / 100.0; }

void RunPanels::setRun(std::shared_ptr<RunModel> run) {
    if (run_) run_->disconnect(this);
    run_ = std::move(run);
    pointsAsked_ = false;
    boundary_->setPoints({});
    boundary_->setBoundary({});
    weights_->setRun(run_);
    for (PlotView* plot : {loss_, accuracy_, flips_, angles_}) plot->resetView();
    if (run_) connect(run_.get(), &RunModel::changed, this, &RunPanels::schedule);
    draw();
}

void RunPanels::setLive(bool live) {
    live_ = live;
    if (live) draw();
}

void RunPanels::schedule() {
    if (!live_ || timer_.isActive()) return;
    // Long runs have long curves: after a drawing that took t, nothing is drawn for 3 t, so that input is answered at once.
    timer_.start(static_cast<int>(std::max<qint64>(0, 3 * lastCost_ - clock_.elapsed())));
}

void RunPanels::draw() {
    static const RunModel nothing{RunRecord{}};
    const RunModel& run = run_ ? *run_ : nothing;
    QElapsedTimer cost;
    cost.start();
    fillLossPlot(*loss_, run, smoothing());
    fillAccuracyPlot(*accuracy_, run, smoothing());
    fillFlipPlot(*flips_, run);
    fillAnglePlot(*angles_, run);
    weights_->refresh();
    grid_->setAvailable(boundary_, run.boundary().has_value());
    if (run.boundary()) {
        fillBoundary(*boundary_, run);
        if (!pointsAsked_) loadPoints();
    }
    lastCost_ = cost.elapsed();
    clock_.restart();
}

void RunPanels::loadPoints() {
    pointsAsked_ = true;
    inBackground(
        this, [experiment = run_->experiment()] { return planePoints(experiment); },
        [this, asked = std::weak_ptr(run_)](Outcome<LabelledPoints> outcome) {
            // Without its data file the map is still worth seeing.
            if (outcome.value && asked.lock() == run_) boundary_->setPoints(std::move(*outcome.value));
        });
}

} // namespace orthant::ui
