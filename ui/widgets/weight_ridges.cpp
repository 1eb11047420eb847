// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/weight_ridges.h"

#include "ui/widgets/weight_choice.h"

#include <QVBoxLayout>

namespace orthant::ui {

WeightRidges::WeightRidges(QWidget* parent) : QWidget(parent), choice_(new WeightChoice(this)), plot_(new RidgeView(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(choice_);
    column->addWidget(plot_, 1);
    connect(choice_, &WeightChoice::layerChanged, plot_, &RidgeView::resetView);
    connect(choice_, &WeightChoice::changed, this, &WeightRidges::refresh);
    setRun(nullptr);
}

void WeightRidges::setRun(std::shared_ptr<const RunModel> run) {
    run_ = std::move(run);
    choice_->clear();
    plot_->resetView();
    refresh();
}

void WeightRidges::refresh() {
    static const RunModel nothing{RunRecord{}};
    const RunModel& run = run_ ? *run_ : nothing;
    choice_->showLayers(run);
    fillRidgePlot(*plot_, run, choice_->layer(), choice_->view());
}

} // namespace orthant::ui
