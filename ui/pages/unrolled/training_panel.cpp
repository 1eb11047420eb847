// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/training_panel.h"

#include "core/base/text.h"
#include "ui/base/icons.h"
#include "ui/charts/plot_view.h"
#include "ui/pages/unrolled/plan_form.h"
#include "ui/widgets/furniture.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/panel_grid.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>

#include <algorithm>

namespace orthant::ui {

TrainingPanel::TrainingPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), form_(new PlanForm), grid_(new PanelGrid), status_(new QLabel) {
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 2, 12, 4);
    bar->setSpacing(4);
    makeBar(*bar);
    for (const Fill fill : {fillLayerPlot, fillProgressPlot, fillScalePlot, fillThresholdPlot, fillFlippedPlot, fillLatentPlot}) addPlot(fill);
    grid_->setLowest(210);
    auto* choices = new QHBoxLayout;
    choices->setContentsMargins(4, 0, 4, 0);
    network_ = addChoice(*choices, tr("Network"), tr("Whose stages and latent weights are shown"));
    seed_ = addChoice(*choices, tr("Seed"), tr("The seed whose curves are shown"));
    varied_ = addChoice(*choices, tr("Value"), tr("The varied value whose curves are shown"));
    choices->addWidget(status_, 1);
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(4, 0, 10, 8);
    column->addLayout(choices);
    column->addWidget(grid_, 1);

    auto* splitter = formBeside(form_, right, 290, 320, session.settings(), "unrolled_train");
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(bar);
    outer->addWidget(splitter, 1);

    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &TrainingPanel::draw);
    connect(&session, &Session::unrolledChanged, this, &TrainingPanel::follow);
    clock_.start();
    follow();
}

void TrainingPanel::makeBar(QHBoxLayout& bar) {
    start_ = add(bar, "play", "start", tr("Start"), Qt::Key_F5, tr("Train all networks of this plan as a new run"), [this] { Q_EMIT startAsked(); });
    pause_ = add(bar, "pause", "pause", tr("Pause"), Qt::Key_F6, tr("Hold the training, or let it go on"), [this] {
        if (model_->status() == RunStatus::Paused) session_.runs().resume(*model_->id());
        else session_.runs().pause(*model_->id());
    });
    stop_ = add(bar, "stop", "stop", tr("Stop"), Qt::SHIFT | Qt::Key_F5, tr("End the training after this step; finished networks keep their models"), [this] { session_.runs().stop(*model_->id()); });
    goOn_ = add(bar, "step", "continue", tr("Go on"), Qt::Key_F8, tr("Train the networks of this run that are not finished"), [this] { session_.continueUnrolled(); });
    save_ = add(bar, "save", "save", tr("Save"), {}, tr("Write the plan of the form as a file, for orthant-cli run and for others"), [this] { Q_EMIT saveAsked(); });
    bar.addStretch(1);
    status_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    status_->setProperty("role", "muted");
    status_->setObjectName("unrolled_status");
}

QAction* TrainingPanel::add(QHBoxLayout& row, const QString& iconName, const QString& name, const QString& text, const QKeySequence& keys, const QString& tip,
                            const std::function<void()>& work) {
    auto* action = new QAction(icon(iconName), text, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setObjectName("unrolled_" + name);
    addAction(action);
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row.addWidget(button);
    connect(action, &QAction::triggered, this, [this, work] {
        try {
            work();
        } catch (const Error& error) {
            Q_EMIT session_.failed(QString::fromStdString(error.message()), QString::fromStdString(error.what()));
        }
    });
    return action;
}

QComboBox* TrainingPanel::addChoice(QHBoxLayout& row, const QString& name, const QString& tip) {
    auto* box = new QComboBox(this);
    box->setObjectName("choice_" + name.toLower());
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    WheelGuard::protect(box);
    row.addWidget(box);
    connect(box, &QComboBox::activated, this, &TrainingPanel::draw);
    return box;
}

void TrainingPanel::addPlot(Fill fill) {
    auto* plot = new PlotView;
    plots_.emplace_back(plot, fill);
    grid_->add(plot);
    connect(plot->addEnlarge(), &QAction::triggered, this, [this, plot] { grid_->enlarge(plot); });
    connect(plot, &PlotFrame::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(plot, &PlotFrame::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
}

void TrainingPanel::setFront(bool front) {
    front_ = front;
    if (front) draw();
}

void TrainingPanel::follow() {
    if (model_) model_->disconnect(this);
    model_ = session_.unrolled();
    for (const auto& [plot, fill] : plots_) plot->resetView();
    if (model_) connect(model_.get(), &UnrolledModel::changed, this, &TrainingPanel::schedule);
    fillChoices();
    draw();
}

void TrainingPanel::fillChoices() {
    for (QComboBox* box : {network_, seed_, varied_}) box->clear();
    if (model_) {
        const UnrolledPlan& plan = model_->plan();
        for (const PlannedNetwork& network : plan.networks) network_->addItem(QString::fromStdString(network.title));
        for (const std::uint64_t seed : plan.seeds) seed_->addItem(tr("seed %1").arg(seed), QVariant::fromValue(seed));
        for (const double value : plan.varyValues) varied_->addItem(QStringLiteral("%1 = %2").arg(QString::fromStdString(variedName(plan)), QString::fromStdString(shortest(value))), value);
    }
    network_->setVisible(model_ != nullptr);
    seed_->setVisible(seed_->count() > 1);
    varied_->setVisible(varied_->count() > 0);
}

UnrolledChoice TrainingPanel::choice() const {
    UnrolledChoice choice;
    choice.network = static_cast<std::size_t>(std::max(0, network_->currentIndex()));
    if (seed_->count() > 0) choice.seed = seed_->currentData().value<std::uint64_t>();
    if (varied_->count() > 0) choice.varied = varied_->currentData().toDouble();
    return choice;
}

void TrainingPanel::schedule() {
    refresh();
    if (!front_ || timer_.isActive()) return;
    // After a drawing that took t, nothing is drawn for 3 t, so that input is answered at once.
    timer_.start(static_cast<int>(std::max<qint64>(0, 3 * lastCost_ - clock_.elapsed())));
}

void TrainingPanel::draw() {
    refresh();
    if (!front_) return;
    QElapsedTimer cost;
    cost.start();
    static const UnrolledModel nothing(UnrolledRecord{}, {});
    for (const auto& [plot, fill] : plots_) fill(*plot, model_ ? *model_ : nothing, choice());
    lastCost_ = cost.elapsed();
    clock_.restart();
}

void TrainingPanel::refresh() {
    const bool active = model_ && model_->active(), paused = active && model_->status() == RunStatus::Paused;
    start_->setEnabled(!active);
    pause_->setEnabled(active);
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setIcon(icon(paused ? "play" : "pause"));
    stop_->setEnabled(active);
    goOn_->setEnabled(model_ && !active && model_->jobsDone() < model_->jobs().size());
    if (!model_) return status_->setText(tr("Press Start (F5): all networks train on the same problem"));
    QString text = tr("%1, %2 of %3 trained").arg(statusText(model_->status())).arg(model_->jobsDone()).arg(model_->jobs().size());
    if (active && !model_->readings(model_->jobAtWork()).empty()) {
        const UnrolledJob& job = model_->jobs()[model_->jobAtWork()];
        const UnrolledReading& reading = model_->readings(model_->jobAtWork()).back();
        text += tr("; %1, seed %2: step %3 of %4 (%5").arg(QString::fromStdString(model_->plan().networks[job.network].title)).arg(job.seed).arg(reading.step).arg(reading.totalSteps).arg(QString::fromStdString(reading.stage));
        text += reading.layer > 0 ? tr(", layer %1)").arg(reading.layer) : QStringLiteral(")");
    }
    if (active && model_->secondsLeft() >= 0) text += tr(", about %1 left").arg(QString::fromStdString(duration(model_->secondsLeft())));
    if (!model_->error().empty()) text += ": " + QString::fromStdString(model_->error());
    status_->setText(status_->fontMetrics().elidedText(text, Qt::ElideRight, status_->width()));
    status_->setToolTip(text + "\n" + QString::fromStdString(model_->folder().string()));
}

} // namespace orthant::ui
