// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/weight_histogram.h"

#include "ui/charts/plot_view.h"
#include "ui/widgets/input_boxes.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

WeightHistogram::WeightHistogram(QWidget* parent)
    : QWidget(parent), layer_(new QComboBox(this)), views_(new QButtonGroup(this)),
      time_(new QSlider(Qt::Horizontal, this)), step_(new QLabel(this)), follow_(new QCheckBox(tr("Follow"), this)),
      plot_(new PlotView(this)) {
    auto* top = new QHBoxLayout;
    top->setSpacing(0);
    layer_->setAccessibleName(tr("Layer"));
    layer_->setToolTip(tr("The layer whose weights are shown"));
    WheelGuard::protect(layer_);
    top->addWidget(layer_, 1);
    top->addSpacing(8);
    const struct {
        WeightView view;
        QString text, tip;
    } choices[] = {{WeightView::Latent, tr("Latent"), tr("The float weights that the optimizer moves")},
                   {WeightView::Binarized, tr("Binarized"), tr("The values that the network multiplies with")},
                   {WeightView::Both, tr("Both"), tr("Latent and binarized weights in one plot")}};
    for (const auto& choice : choices) {
        auto* button = new QToolButton(this);
        button->setText(choice.text);
        button->setToolTip(choice.tip);
        button->setCheckable(true);
        views_->addButton(button, static_cast<int>(choice.view));
        top->addWidget(button);
    }
    views_->button(static_cast<int>(WeightView::Both))->setChecked(true);

    auto* bottom = new QHBoxLayout;
    time_->setAccessibleName(tr("Step of the reading"));
    time_->setToolTip(tr("Move back to see the weights at an earlier step"));
    WheelGuard::protect(time_);
    follow_->setChecked(true);
    follow_->setToolTip(tr("Always show the newest reading"));
    step_->setMinimumWidth(step_->fontMetrics().horizontalAdvance("step 00000000"));
    bottom->addWidget(time_, 1);
    bottom->addWidget(step_);
    bottom->addWidget(follow_);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(plot_, 1);
    column->addLayout(bottom);

    connect(layer_, &QComboBox::currentIndexChanged, this, [this] {
        plot_->resetView(); // weights of another layer lie elsewhere
        draw();
    });
    connect(views_, &QButtonGroup::idToggled, this, [this](int, bool on) { if (on) draw(); });
    connect(time_, &QSlider::valueChanged, this, [this](int position) {
        follow_->setChecked(position == time_->maximum());
        draw();
    });
    connect(follow_, &QCheckBox::toggled, this, [this](bool on) { if (on) refresh(); });
    setRun(nullptr);
}

void WeightHistogram::setRun(std::shared_ptr<const RunModel> run) {
    run_ = std::move(run);
    const QSignalBlocker block(layer_);
    layer_->clear();
    follow_->setChecked(true);
    if (run_) refresh();
    else draw();
}

void WeightHistogram::setView(WeightView view) { views_->button(static_cast<int>(view))->setChecked(true); }

void WeightHistogram::refresh() {
    if (!run_) return;
    showLayers();
    {
        const QSignalBlocker block(time_);
        // Old readings are thinned out as time goes: a slider that stands still keeps its place as far as it can.
        time_->setRange(0, std::max(0, static_cast<int>(run_->probes().size()) - 1));
        time_->setEnabled(run_->probes().size() > 1);
        if (follow_->isChecked()) time_->setValue(time_->maximum());
    }
    draw();
}

void WeightHistogram::showLayers() {
    if (run_->probes().empty() || layer_->count() == static_cast<int>(run_->layers().size())) return;
    const QSignalBlocker block(layer_);
    const QString before = layer_->currentText();
    layer_->clear();
    for (const std::string& layer : run_->layers()) layer_->addItem(QString::fromStdString(layer));
    int chosen = layer_->findText(before);
    if (chosen < 0 && !run_->probes().empty()) // the first layer that has something to compare
        for (const LayerReading& layer : run_->probes().front().layers)
            if (chosen < 0 && layer.binarized) chosen = layer_->findText(QString::fromStdString(layer.layer));
    layer_->setCurrentIndex(std::max(0, chosen));
}

void WeightHistogram::draw() {
    static const RunModel nothing{RunRecord{}};
    const RunModel& run = run_ ? *run_ : nothing;
    const auto reading = static_cast<std::size_t>(time_->value());
    const bool any = reading < run.probes().size();
    step_->setText(any ? tr("step %1").arg(run.probes()[reading].step) : QString());
    fillWeightPlot(*plot_, run, layer_->currentText().toStdString(), static_cast<WeightView>(views_->checkedId()), reading);
}

} // namespace orthant::ui
