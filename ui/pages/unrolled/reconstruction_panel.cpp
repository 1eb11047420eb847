// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/reconstruction_panel.h"

#include "core/base/text.h"
#include "ui/base/icons.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/plot_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/panel_grid.h"
#include "ui/widgets/signal_figures.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace orthant::ui {

namespace {

QString decibels(double value) { return QStringLiteral("%1 dB").arg(value, 0, 'f', 1); }

const Tensor& at(const Reconstruction& network, std::size_t layer) { return network.estimates[std::min(layer, network.estimates.size() - 1)]; }

/// "-12.3 dB: PIBiNN, layer 7", the number first because long names are cut; a network with fewer layers stays at its last one.
QString heading(const Reconstruction& network, std::size_t layer) {
    const std::size_t own = std::min(layer, network.nmse.size() - 1);
    return ReconstructionPanel::tr("%1: %2, layer %3").arg(decibels(network.nmse[own]), QString::fromStdString(network.title)).arg(own);
}

QString measuredCaption() {
    return ReconstructionPanel::tr("The network sees this and the operator, nothing else. Fewer numbers than unknowns, or blurred and noisy ones: without a prior there is no way back.");
}

} // namespace

ReconstructionPanel::ReconstructionPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), run_(new QComboBox), networks_(new QMenu(this)), layer_(new QSlider(Qt::Horizontal)), layerText_(new QLabel), title_(new QLabel),
      pages_(new QStackedWidget), grid_(new PanelGrid), curve_(new PlotView) {
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 2, 12, 4);
    makeBar(*bar);
    empty_ = new EmptyState("unrolled", tr("Nothing to reconstruct with yet"), tr("Train networks in the Train tab, or open a folder of trained ones. Each finished network shows here what it makes of a signal after each of its layers."));
    pictures_ = addView();
    measured_ = addView();
    for (std::size_t i = 0; i < most; ++i) views_.push_back(addView());
    grid_->add(curve_);
    connect(curve_->addEnlarge(), &QAction::triggered, this, [this] { grid_->enlarge(curve_); });
    connect(curve_, &PlotFrame::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    grid_->setLowest(210);
    pages_->addWidget(empty_);
    auto* framed = new QWidget;
    auto* frame = new QVBoxLayout(framed);
    frame->setContentsMargins(8, 0, 10, 8);
    frame->addWidget(grid_);
    pages_->addWidget(framed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(pages_, 1);

    timer_.setInterval(std::chrono::milliseconds(450));
    connect(&timer_, &QTimer::timeout, this, [this] { layer_->setValue(layer_->value() < layer_->maximum() ? layer_->value() + 1 : 0); });
    connect(layer_, &QSlider::valueChanged, this, &ReconstructionPanel::showLayer);
    connect(run_, &QComboBox::activated, this, &ReconstructionPanel::ask);
    connect(&reconstructions_, &ReconstructionModel::changed, this, &ReconstructionPanel::show);
    connect(&session, &Session::unrolledChanged, this, &ReconstructionPanel::follow);
    follow();
}

void ReconstructionPanel::makeBar(QHBoxLayout& bar) {
    const auto addButton = [&](QAction* action, const QString& name) {
        action->setObjectName(name);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        bar.addWidget(button);
    };
    play_ = new QAction(icon("play"), tr("Play"), this);
    play_->setCheckable(true);
    play_->setShortcut(Qt::Key_Space);
    play_->setToolTip(tr("Goes through the layers, again and again (Space)"));
    addButton(play_, "play_layers");
    connect(play_, &QAction::toggled, this, &ReconstructionPanel::play);
    layer_->setObjectName("layer");
    layer_->setAccessibleName(tr("Layer"));
    layer_->setMinimumWidth(140);
    layer_->setPageStep(1);
    layer_->setMaximum(0); // the first result is shown at its last layer
    WheelGuard::protect(layer_);
    bar.addWidget(layer_, 1);
    layerText_->setMinimumWidth(layerText_->fontMetrics().horizontalAdvance(tr("layer %1 of %2").arg(100).arg(100)));
    layerText_->setContentsMargins(6, 0, 0, 0); // the handle of the slider stands over its end
    bar.addWidget(layerText_);
    run_->setObjectName("reconstruction_run");
    run_->setAccessibleName(tr("Seed and value"));
    run_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    WheelGuard::protect(run_);
    bar.addWidget(run_);
    auto* networks = new QToolButton(this);
    networks->setText(tr("Networks"));
    networks->setIcon(icon("down"));
    networks->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    networks->setObjectName("reconstruction_networks");
    networks->setToolTip(tr("Up to four side by side"));
    networks->setPopupMode(QToolButton::InstantPopup);
    networks->setMenu(networks_);
    bar.addWidget(networks);
    next_ = new QAction(icon("step"), tr("Another signal"), this);
    next_->setShortcut(Qt::CTRL | Qt::Key_Right);
    next_->setToolTip(tr("The next one of the test part (Ctrl+Right)"));
    addButton(next_, "another_signal");
    connect(next_, &QAction::triggered, this, [this] {
        ++number_;
        ask();
    });
    title_->setProperty("role", "muted");
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    bar.addWidget(title_, 1);
}

FigureView* ReconstructionPanel::addView() {
    auto* view = new FigureView;
    grid_->add(view);
    connect(view, &FigureView::frameChanged, this, [this, view] {
        connect(view->frame().addEnlarge(), &QAction::triggered, this, [this, view] { grid_->enlarge(view); });
    });
    connect(view, &FigureView::failed, this, [this](const QString& message) { Q_EMIT session_.failed(message, {}); });
    connect(view, &FigureView::saved, this, [this](const QString& file) { Q_EMIT session_.said(tr("Saved %1").arg(file)); });
    return view;
}

void ReconstructionPanel::setFront(bool front) {
    front_ = front;
    if (!front) play_->setChecked(false);
    if (front && stale_) ask();
}

void ReconstructionPanel::follow() {
    if (model_) model_->disconnect(this);
    model_ = session_.unrolled();
    reconstructions_.clear();
    run_->clear();
    networks_->clear();
    chosen_.clear();
    asked_ = 0;
    if (model_) {
        const UnrolledPlan& plan = model_->plan();
        for (const double varied : plan.varyValues.empty() ? std::vector<double>{0} : plan.varyValues)
            for (const std::uint64_t seed : plan.seeds) {
                QString text = tr("seed %1").arg(seed);
                if (!plan.varyValues.empty()) text = QStringLiteral("%1 = %2, %3").arg(QString::fromStdString(variedName(plan)), QString::fromStdString(shortest(varied)), text);
                run_->addItem(text, QVariant::fromValue(std::pair(static_cast<double>(seed), varied)));
            }
        for (std::size_t i = 0; i < plan.networks.size(); ++i) {
            QAction* action = networks_->addAction(QString::fromStdString(plan.networks[i].title));
            action->setCheckable(true);
            action->setChecked(i < most);
            connect(action, &QAction::toggled, this, &ReconstructionPanel::chooseNetworks);
        }
        connect(model_.get(), &UnrolledModel::changed, this, [this] { if (model_->jobsDone() != asked_) ask(); });
    }
    run_->setVisible(run_->count() > 1);
    chooseNetworks();
    show();
}

void ReconstructionPanel::chooseNetworks() {
    chosen_.clear();
    const QList<QAction*> actions = networks_->actions();
    for (qsizetype i = 0; i < actions.size(); ++i)
        if (actions[i]->isChecked()) chosen_.insert(static_cast<std::size_t>(i));
    for (QAction* action : actions) action->setEnabled(action->isChecked() || chosen_.size() < most);
    ask();
}

void ReconstructionPanel::ask() {
    stale_ = !front_;
    if (!front_ || !model_) return;
    asked_ = model_->jobsDone();
    ReconstructionRequest request{model_->plan(), model_->folder(), {}, number_};
    const auto [seed, varied] = run_->currentData().value<std::pair<double, double>>();
    for (const std::size_t network : chosen_)
        if (const auto job = model_->jobOf(network, static_cast<std::uint64_t>(seed), varied); job && model_->result(*job).done && model_->result(*job).error.empty())
            request.jobs.push_back(model_->jobs()[*job]);
    reconstructions_.request(request);
    if (request.jobs.empty()) {
        reconstructions_.clear();
        show();
    }
}

void ReconstructionPanel::show() {
    if (reconstructions_.error()) Q_EMIT session_.failed(tr("Not reconstructed: %1").arg(QString::fromStdString(reconstructions_.error()->message())), QString::fromStdString(reconstructions_.error()->what()));
    const auto& set = reconstructions_.result();
    pages_->setCurrentIndex(set ? 1 : 0);
    for (QAction* action : {play_, next_}) action->setEnabled(set != nullptr);
    layer_->setEnabled(set != nullptr);
    title_->setText(set ? QString::fromStdString(set->whole.title) : QString());
    if (!set) return layerText_->clear();
    std::size_t deepest = 0;
    for (const Reconstruction& network : set->networks) deepest = std::max(deepest, network.nmse.size() - 1);
    const bool wasLast = layer_->value() == layer_->maximum();
    const QSignalBlocker block(layer_);
    layer_->setMaximum(static_cast<int>(deepest));
    if (wasLast) layer_->setValue(layer_->maximum());
    Figure measured = measurementFigure(*set->problem, set->whole);
    measured.title = tr("Measured").toStdString();
    measured.caption = measuredCaption().toStdString();
    showSignal(*measured_, measured, set->whole.measured.shape() == set->whole.original.shape() ? set->whole.original : set->whole.measured);
    showLayer();
}

void ReconstructionPanel::showLayer() {
    const auto& set = reconstructions_.result();
    if (!set) return;
    const auto layer = static_cast<std::size_t>(layer_->value());
    layerText_->setText(tr("layer %1 of %2").arg(layer).arg(layer_->maximum()));
    std::vector<NamedSignal> all;
    std::vector<std::string> titles;
    for (const Reconstruction& network : set->networks) all.push_back({heading(network, layer).toStdString(), &at(network, layer)});
    Figure together = signalFigure(*set->problem, &set->whole.original, all);
    const bool pictures = !together.tiles.empty();
    grid_->setAvailable(pictures_, pictures);
    if (pictures) {
        together.title = tr("After layer %1").arg(layer).toStdString();
        together.caption = tr("Grey values of the original in all pictures. The error is 10 log10(sum |x_k - x|^2 / sum |x|^2) of this picture.").toStdString();
        showSignal(*pictures_, together, set->whole.original);
    }
    for (std::size_t i = 0; i < views_.size(); ++i) {
        const bool shown = !pictures && i < set->networks.size();
        grid_->setAvailable(views_[i], shown);
        if (!shown) continue;
        Figure figure = signalFigure(*set->problem, &set->whole.original, {{tr("estimate").toStdString(), all[i].values}});
        figure.title = all[i].title;
        showSignal(*views_[i], figure, {});
    }
    showCurves(*set, layer);
}

void ReconstructionPanel::showCurves(const ReconstructionSet& set, std::size_t layer) {
    curve_->setTitle(tr("Error of this signal"));
    curve_->setCaption(tr("NMSE after each layer for what is shown here alone, by the packed networks as they ship; the dashed line is the layer that is shown."));
    curve_->setAxes({.title = tr("Layer"), .whole = true}, {.title = tr("NMSE"), .unit = "dB", .allowLog = false});
    std::vector<PlotSeries> series;
    double low = 0, high = 0;
    for (const Reconstruction& network : set.networks) {
        std::vector<double> layers(network.nmse.size());
        std::iota(layers.begin(), layers.end(), 0.0);
        series.push_back({.name = QString::fromStdString(network.title), .x = std::move(layers), .y = network.nmse, .color = static_cast<int>(network.network)});
        for (const double value : network.nmse)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    }
    const auto here = static_cast<double>(layer);
    series.push_back({.name = tr("shown"), .x = {here, here}, .y = {low, high}, .style = PlotSeries::Style::Theory});
    curve_->setSeries(std::move(series));
}

void ReconstructionPanel::play(bool on) {
    play_->setIcon(icon(on ? "pause" : "play"));
    if (on) timer_.start();
    else timer_.stop();
}

} // namespace orthant::ui
