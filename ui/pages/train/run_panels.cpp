// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_panels.h"

#include "ui/charts/confusion_view.h"
#include "ui/charts/plot_view.h"
#include "ui/models/background.h"
#include "ui/pages/train/mistake_panels.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/motion_plots.h"
#include "ui/widgets/panel_grid.h"
#include "ui/widgets/run_plots.h"
#include "ui/widgets/text_labels.h"
#include "ui/widgets/weight_choice.h"
#include "ui/widgets/weight_histogram.h"
#include "ui/widgets/weight_ridges.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSlider>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

RunPanels::RunPanels(QWidget* parent)
    : QWidget(parent), grid_(new PanelGrid(this)), tabs_(new QTabBar(this)), smoothingRow_(new QWidget(this)), smoothing_(new QSlider(Qt::Horizontal, smoothingRow_)),
      weights_(new WeightHistogram), ridges_(new WeightRidges), boundary_(new BoundaryView), mistakes_(new MistakePanels(this)) {
    makeTools();
    addPlot({Overview}, [this](PlotView& plot, const RunModel& run) { fillLossPlot(plot, run, smoothing()); });
    addPlot({Overview}, [this](PlotView& plot, const RunModel& run) { fillAccuracyPlot(plot, run, smoothing()); });
    add(&mistakes_->matrix(), {Wrong}, [](const RunModel&) { return true; });
    addTools(&mistakes_->matrix(), mistakes_->matrix());
    add(mistakes_->samples(), {Wrong}, [](const RunModel& run) { return !run.boundary(); }); // points are seen better in the map
    add(boundary_, {Overview, Wrong}, [this](const RunModel& run) {
        if (!run.boundary()) return false;
        fillBoundary(*boundary_, run);
        if (!pointsAsked_) loadPoints();
        return true;
    });
    addTools(boundary_, *boundary_);
    add(weights_, {Overview, Weights}, [this](const RunModel&) {
        weights_->refresh();
        return true;
    });
    addTools(weights_, weights_->plot());
    add(ridges_, {Weights}, [this](const RunModel&) {
        ridges_->refresh();
        return true;
    });
    addTools(ridges_, ridges_->plot());
    addPlot({Overview, Weights}, fillFlipPlot);
    addPlot({Overview, Weights}, fillAnglePlot);
    addTheory();

    connect(&weights_->choice(), &WeightChoice::changed, this, [this] {
        ridges_->choice().follow(weights_->choice());
        ridges_->refresh();
    });
    connect(&ridges_->choice(), &WeightChoice::changed, this, [this] {
        weights_->choice().follow(ridges_->choice());
        weights_->refresh();
    });
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &RunPanels::draw);
    connect(smoothing_, &QSlider::valueChanged, this, &RunPanels::draw);
    connect(tabs_, &QTabBar::currentChanged, this, &RunPanels::draw);
    clock_.start();
    setRun(nullptr);
}

void RunPanels::makeTools() {
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    const std::pair<QString, QString> titles[] = {{tr("Overview"), tr("Loss, accuracy, weights and sign flips")},
                                                  {tr("Weights"), tr("How the weights of a layer move and settle")},
                                                  {tr("Mistakes"), tr("Which classes are taken for which, and the samples")},
                                                  {tr("Theory"), tr("Flip mass, gaps, dead weights: what the theory of binary training looks at")}};
    for (const auto& [title, tip] : titles) tabs_->setTabToolTip(tabs_->addTab(title), tip);
    auto* label = smallLabel(tr("Smoothing"), smoothingRow_);
    label->setWordWrap(false);
    label->setBuddy(smoothing_);
    smoothing_->setRange(0, 99);
    smoothing_->setValue(60);
    smoothing_->setMaximumWidth(160);
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setToolTip(tr("Moving average over the training readings of loss and accuracy; the pale curve is as measured"));
    WheelGuard::protect(smoothing_);
    auto* row = new QHBoxLayout(smoothingRow_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(label);
    row->addWidget(smoothing_, 1);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(2, 0, 2, 0);
    tools->addWidget(tabs_);
    tools->addWidget(smoothingRow_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    column->addLayout(tools);
    column->addWidget(grid_, 1);
}

void RunPanels::add(QWidget* widget, std::set<int> tabs, std::function<bool(const RunModel&)> fill) {
    grid_->add(widget);
    panels_.push_back({widget, std::move(tabs), std::move(fill)});
}

void RunPanels::addTools(QWidget* widget, PlotFrame& plot) {
    connect(plot.addEnlarge(), &QAction::triggered, this, [this, widget] { grid_->enlarge(widget); });
    connect(&plot, &PlotFrame::failed, this, &RunPanels::failed);
    connect(&plot, &PlotFrame::saved, this, &RunPanels::saved);
}

void RunPanels::addPlot(std::set<int> tabs, std::function<void(PlotView&, const RunModel&)> fill) {
    auto* plot = new PlotView;
    plots_.push_back(plot);
    add(plot, std::move(tabs), [plot, fill = std::move(fill)](const RunModel& run) {
        fill(*plot, run);
        return true;
    });
    addTools(plot, *plot);
}

/// What a method does not have takes no room once the others have something to show.
void RunPanels::addTheory() {
    for (std::size_t i = 0; i < motionPlotCount(); ++i) {
        auto* plot = new PlotView;
        plots_.push_back(plot);
        add(plot, {Theory}, [plot, i](const RunModel& run) {
            fillMotionPlot(*plot, run, i);
            return !plot->series().empty() || run.probes().size() < 3;
        });
        addTools(plot, *plot);
    }
}

double RunPanels::smoothing() const { return smoothing_->value() / 100.0; }

const RunModel& RunPanels::run() const {
    static const RunModel nothing{RunRecord{}};
    return run_ ? *run_ : nothing;
}

void RunPanels::setRun(std::shared_ptr<RunModel> run) {
    if (run_) run_->disconnect(this);
    run_ = std::move(run);
    pointsAsked_ = false;
    boundary_->setPoints({});
    boundary_->setBoundary({});
    weights_->setRun(run_);
    ridges_->setRun(run_);
    mistakes_->setRun(run_);
    for (PlotView* plot : plots_) plot->resetView();
    if (run_) connect(run_.get(), &RunModel::changed, this, &RunPanels::schedule);
    draw();
}

void RunPanels::setLive(bool live) {
    live_ = live;
    draw();
}

void RunPanels::showTab(Tab tab) { tabs_->setCurrentIndex(tab); }

void RunPanels::schedule() {
    if (!live_ || timer_.isActive()) return;
    // Long runs have long curves: after a drawing that took t, nothing is drawn for 3 t, so that input is answered at once.
    timer_.start(static_cast<int>(std::max<qint64>(0, 3 * lastCost_ - clock_.elapsed())));
}

void RunPanels::draw() {
    QElapsedTimer cost;
    cost.start();
    const int tab = tabs_->currentIndex();
    for (const Panel& panel : panels_) grid_->setAvailable(panel.widget, panel.tabs.contains(tab) && panel.fill(run()));
    smoothingRow_->setVisible(tab == Overview); // it smoothes what is there
    mistakes_->setShown(live_ && tab == Wrong);
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
