// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/weight_histogram.h"

#include "ui/charts/plot_view.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/weight_choice.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

namespace orthant::ui {

WeightHistogram::WeightHistogram(QWidget* parent)
    : QWidget(parent), choice_(new WeightChoice(this)), time_(new QSlider(Qt::Horizontal, this)), step_(new QLabel(this)),
      follow_(new QCheckBox(tr("Follow"), this)), plot_(new PlotView(this)) {
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
    column->addWidget(choice_);
    column->addWidget(plot_, 1);
    column->addLayout(bottom);

    connect(choice_, &WeightChoice::layerChanged, plot_, &PlotView::resetView); // weights of another layer lie elsewhere
    connect(choice_, &WeightChoice::changed, this, &WeightHistogram::draw);
    connect(time_, &QSlider::valueChanged, this, [this](int position) {
        follow_->setChecked(position == time_->maximum());
        draw();
    });
    connect(follow_, &QCheckBox::toggled, this, [this](bool on) { if (on) refresh(); });
    setRun(nullptr);
}

void WeightHistogram::setRun(std::shared_ptr<const RunModel> run) {
    run_ = std::move(run);
    choice_->clear();
    follow_->setChecked(true);
    if (run_) refresh();
    else draw();
}

void WeightHistogram::refresh() {
    if (!run_) return;
    choice_->showLayers(*run_);
    {
        const QSignalBlocker block(time_);
        // Old readings are thinned out as time goes: a slider that stands still keeps its place as far as it can.
        time_->setRange(0, std::max(0, static_cast<int>(run_->probes().size()) - 1));
        time_->setEnabled(run_->probes().size() > 1);
        if (follow_->isChecked()) time_->setValue(time_->maximum());
    }
    draw();
}

void WeightHistogram::draw() {
    static const RunModel nothing{RunRecord{}};
    const RunModel& run = run_ ? *run_ : nothing;
    const auto reading = static_cast<std::size_t>(time_->value());
    const bool any = reading < run.probes().size();
    step_->setText(any ? tr("step %1").arg(run.probes()[reading].step) : QString());
    fillWeightPlot(*plot_, run, choice_->layer(), choice_->view(), reading);
}

} // namespace orthant::ui
