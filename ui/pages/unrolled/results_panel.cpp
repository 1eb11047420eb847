// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/results_panel.h"

#include "core/base/text.h"
#include "ui/charts/plot_view.h"
#include "ui/models/background.h"
#include "ui/pages/unrolled/results_plots.h"
#include "ui/pages/unrolled/results_table.h"
#include "ui/pages/unrolled/solver_export.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/furniture.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/panel_grid.h"
#include "ui/widgets/text_labels.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace orthant::ui {

namespace {

/// Bounds of which a curve over the layers is drawn: T2, T3, and T4 in both readings.
constexpr std::size_t mostCurves = 4;
bool isCurve(const MeasuredBound& measured) { return measured.bound.id != "T1" && measured.bound.id != "T5"; }

} // namespace

ResultsPanel::ResultsPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), thresholds_(new QCheckBox(tr("Count thresholds"))), network_(new QComboBox), varied_(new QComboBox), export_(new SolverExport(session)),
      bounds_(new QLabel), pages_(new QStackedWidget), right_(new QSplitter(Qt::Vertical)), grid_(new PanelGrid), pareto_(addPlot()), variation_(addPlot()), table_(new ResultsTable) {
    gap_ = addPlot();
    for (std::size_t i = 0; i < mostCurves; ++i) boundPlots_.push_back(addPlot());
    grid_->setLead(pareto_);
    grid_->setLowest(260);
    right_->addWidget(grid_);
    right_->addWidget(table_);
    right_->setStretchFactor(0, 1);
    right_->setChildrenCollapsible(false);
    right_->setContentsMargins(4, 4, 10, 8);
    auto* splitter = formBeside(makeSide(), right_, 280, 300, session.settings(), "unrolled_results");
    pages_->addWidget(new EmptyState("unrolled", tr("No results yet"), tr("Train networks in the Train tab, or open a folder of trained ones. Bits against error, bounds beside measurements and the export of the packed solver are here.")));
    pages_->addWidget(splitter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pages_);

    timer_.setSingleShot(true);
    timer_.setInterval(std::chrono::milliseconds(300));
    connect(&timer_, &QTimer::timeout, this, &ResultsPanel::draw);
    connect(thresholds_, &QCheckBox::toggled, this, &ResultsPanel::draw);
    connect(network_, &QComboBox::activated, this, &ResultsPanel::choose);
    connect(varied_, &QComboBox::activated, this, &ResultsPanel::draw);
    connect(table_, &ResultsTable::chosen, this, [this](std::size_t network, double varied) {
        network_->setCurrentIndex(static_cast<int>(network));
        varied_->setCurrentIndex(varied_->findData(varied));
        draw();
    });
    connect(&session, &Session::unrolledChanged, this, &ResultsPanel::follow);
    follow();
}

QWidget* ResultsPanel::makeSide() {
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(12, 8, 10, 8);
    for (const auto& [box, name, tip] : {std::tuple(network_, tr("Network"), tr("Whose bounds and export are here")), std::tuple(varied_, tr("Value"), tr("Whose points and bounds are shown"))}) {
        box->setAccessibleName(name);
        box->setObjectName("results_" + name.toLower());
        box->setToolTip(tip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
        WheelGuard::protect(box);
    }
    thresholds_->setObjectName("count_thresholds");
    thresholds_->setToolTip(tr("32 bits for each threshold and step: the same for all networks with as many layers"));
    bounds_->setWordWrap(true);
    bounds_->setTextFormat(Qt::PlainText);
    bounds_->setObjectName("bounds");
    bounds_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(thresholds_);
    column->addWidget(headingLabel(tr("One network"), 2, side));
    column->addWidget(network_);
    column->addWidget(varied_);
    column->addWidget(headingLabel(tr("Take it with you"), 2, side));
    column->addWidget(export_);
    column->addWidget(headingLabel(tr("Bounds"), 2, side));
    column->addWidget(smallLabel(tr("Proved by us in two lines each and checked for these very matrices; none is a theorem of the paper."), side));
    column->addWidget(bounds_);
    column->addStretch(1);
    return side;
}

PlotView* ResultsPanel::addPlot() {
    auto* plot = new PlotView;
    grid_->add(plot);
    connect(plot->addEnlarge(), &QAction::triggered, this, [this, plot] { grid_->enlarge(plot); });
    connect(plot, &PlotFrame::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(plot, &PlotFrame::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    return plot;
}

void ResultsPanel::setFront(bool front) {
    front_ = front;
    if (front) draw();
}

void ResultsPanel::follow() {
    if (model_) model_->disconnect(this);
    model_ = session_.unrolled();
    boundsOf_.reset();
    network_->clear();
    varied_->clear();
    showBounds({});
    pages_->setCurrentIndex(model_ ? 1 : 0);
    if (model_) {
        for (const PlannedNetwork& network : model_->plan().networks) network_->addItem(QString::fromStdString(network.title));
        for (const double value : model_->plan().varyValues) varied_->addItem(QStringLiteral("%1 = %2").arg(QString::fromStdString(variedName(model_->plan())), QString::fromStdString(shortest(value))), value);
        varied_->setCurrentIndex(varied_->count() - 1);
        connect(model_.get(), &UnrolledModel::changed, this, [this] { if (front_ && !timer_.isActive()) timer_.start(); });
    }
    varied_->setVisible(varied_->count() > 0);
    for (PlotView* plot : {pareto_, variation_}) plot->resetView();
    draw();
    const int high = std::min(table_->wholeHeight(), std::max(140, height() * 2 / 5));
    right_->setSizes({std::max(300, height() - high), high});
}

void ResultsPanel::draw() {
    table_->setModel(model_.get(), thresholds_->isChecked());
    if (!model_ || !front_) return;
    fillParetoPlot(*pareto_, *model_, varied_->currentData().toDouble(), thresholds_->isChecked());
    fillVariedPlot(*variation_, *model_);
    grid_->setAvailable(variation_, !model_->plan().varyValues.empty());
    choose();
}

void ResultsPanel::choose() {
    const auto job = chosenJob();
    export_->setJob(model_, job);
    grid_->setAvailable(gap_, model_ && job && fillGapPlot(*gap_, *model_, model_->jobs()[*job].network));
    if (job != boundsOf_) askBounds();
}

/// The first seed of the chosen network that is trained.
std::optional<std::size_t> ResultsPanel::chosenJob() const {
    if (!model_ || network_->currentIndex() < 0) return std::nullopt;
    for (const std::uint64_t seed : model_->plan().seeds)
        if (const auto job = model_->jobOf(static_cast<std::size_t>(network_->currentIndex()), seed, varied_->currentData().toDouble()); job && model_->result(*job).done) return job;
    return std::nullopt;
}

void ResultsPanel::askBounds() {
    if (busy_) return; // asked again when it has ended
    boundsOf_ = chosenJob();
    showBounds({});
    if (!boundsOf_) return;
    const UnrolledJob& job = model_->jobs()[*boundsOf_];
    const UnrolledPlan& plan = model_->plan();
    const PlannedNetwork& own = plan.networks[job.network];
    BoundsRequest request{plan, model_->folder(), job, {}, {}, {}, 0, 0};
    int closest = -1; // of the other sets of weights: on the same links the float ones beside the quantized ones, then any
    for (std::size_t i = 0; i < plan.networks.size(); ++i) {
        const PlannedNetwork& other = plan.networks[i];
        const auto twin = model_->jobOf(i, job.seed, job.varied);
        if (other.algorithm != own.algorithm || !twin || !model_->result(*twin).done) continue;
        const bool isFloat = other.weights.id == "float32", same = sameLinks(other, own);
        if (isFloat && same) request.floatJob = model_->jobs()[*twin];
        const int close = same ? isFloat != (own.weights.id == "float32") ? 2 : 1 : 0;
        if (i == job.network || close <= closest) continue;
        request.otherJob = model_->jobs()[*twin];
        closest = close;
    }
    const UnrolledResult& result = model_->result(*boundsOf_);
    if (result.testLoss && result.trainLoss) request.gap = *result.testLoss - *result.trainLoss;
    request.bits = result.bits.bits() + result.thresholdBits;
    request.samples = static_cast<double>(trainingOf(planAt(plan, job.varied), job.network).size("samples"));
    busy_ = true;
    bounds_->setText(tr("Computing..."));
    inBackground(
        this, [request] { return boundsOf(request); },
        [this, model = model_, asked = *boundsOf_](Outcome<std::vector<MeasuredBound>> outcome) {
            busy_ = false;
            if (model != model_ || chosenJob() != asked) return askBounds();
            if (outcome.value) showBounds(*outcome.value);
            else bounds_->setText(tr("Not computed: %1").arg(QString::fromStdString(outcome.error->what())));
        });
}

void ResultsPanel::showBounds(const std::vector<MeasuredBound>& bounds) {
    QStringList lines;
    for (const MeasuredBound& measured : bounds) {
        const Bound& bound = measured.bound;
        const QString value = bound.applies && bound.values.size() == 1 ? tr("%1, ").arg(bound.values.front(), 0, 'g', 3) : QString();
        const QString seen = bound.id == "T5" && bound.values.size() == 1 ? measured.measured.empty() ? tr("; the measured gap was not stored by the version that trained it") : tr("; measured: %1").arg(measured.measured.front(), 0, 'g', 2) : QString();
        lines << tr("%1 %2: %3%4%5.").arg(QString::fromStdString(bound.id), QString::fromStdString(bound.title), value, reasonText(bound), seen);
    }
    bounds_->setText(lines.isEmpty() ? tr("They appear when the chosen network is trained.") : lines.join("\n\n"));
    std::size_t next = 0;
    for (const MeasuredBound& measured : bounds) {
        if (!isCurve(measured) || measured.measured.empty() || next == boundPlots_.size()) continue;
        grid_->setAvailable(boundPlots_[next], true);
        fillBoundPlot(*boundPlots_[next++], measured);
    }
    while (next < boundPlots_.size()) grid_->setAvailable(boundPlots_[next++], false);
}

} // namespace orthant::ui
