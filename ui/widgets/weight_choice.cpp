// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/weight_choice.h"

#include "ui/widgets/input_boxes.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace orthant::ui {

WeightChoice::WeightChoice(QWidget* parent) : QWidget(parent), layer_(new QComboBox(this)), views_(new QButtonGroup(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    layer_->setAccessibleName(tr("Layer"));
    layer_->setToolTip(tr("The layer whose weights are shown"));
    WheelGuard::protect(layer_);
    row->addWidget(layer_, 1);
    row->addSpacing(8);
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
        row->addWidget(button);
    }
    setView(WeightView::Both);
    connect(layer_, &QComboBox::currentIndexChanged, this, [this] {
        Q_EMIT layerChanged();
        Q_EMIT changed();
    });
    connect(views_, &QButtonGroup::idToggled, this, [this](int, bool on) { if (on) Q_EMIT changed(); });
}

void WeightChoice::showLayers(const RunModel& run) {
    if (run.probes().empty() || layer_->count() == static_cast<int>(run.layers().size())) return;
    const QSignalBlocker block(layer_);
    const QString before = layer_->currentText();
    layer_->clear();
    for (const std::string& layer : run.layers()) layer_->addItem(QString::fromStdString(layer));
    int chosen = layer_->findText(before);
    if (chosen < 0) // the first layer that has something to compare
        for (const LayerReading& layer : run.probes().front().layers)
            if (chosen < 0 && layer.binarized) chosen = layer_->findText(QString::fromStdString(layer.layer));
    layer_->setCurrentIndex(std::max(0, chosen));
}

void WeightChoice::clear() {
    const QSignalBlocker block(layer_);
    layer_->clear();
}

std::string WeightChoice::layer() const { return layer_->currentText().toStdString(); }
WeightView WeightChoice::view() const { return static_cast<WeightView>(views_->checkedId()); }
void WeightChoice::setView(WeightView view) { views_->button(static_cast<int>(view))->setChecked(true); }

void WeightChoice::follow(const WeightChoice& other) {
    const QSignalBlocker blockLayer(layer_), blockViews(views_);
    layer_->setCurrentIndex(layer_->findText(other.layer_->currentText()));
    setView(other.view());
}

} // namespace orthant::ui
