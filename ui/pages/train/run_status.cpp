// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_status.h"

#include "core/base/text.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace orthant::ui {

RunStatusLine::RunStatusLine(QWidget* parent) : QWidget(parent) {
    const QString titles[FieldCount] = {tr("State"), tr("Epoch"), tr("Step"), tr("Samples/s"), tr("Elapsed"), tr("Left"), tr("Test accuracy")};
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(8);
    for (int i = 0; i < FieldCount; ++i) {
        auto* field = new QVBoxLayout;
        field->setSpacing(0);
        auto* name = smallLabel(titles[i], this);
        name->setWordWrap(false);
        values_[i] = new QLabel("-", this);
        values_[i]->setObjectName("status_" + QString::number(i));
        values_[i]->setAccessibleName(titles[i]);
        QFont font = values_[i]->font();
        font.setWeight(QFont::DemiBold);
        values_[i]->setFont(font);
        field->addWidget(name);
        field->addWidget(values_[i]);
        row->addLayout(field, 1);
    }
}

void RunStatusLine::show(const RunModel* run) {
    if (!run) {
        for (QLabel* value : values_) value->setText("-");
        values_[State]->setText(tr("not started"));
        return;
    }
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    values_[State]->setText(statusText(run->status()));
    values_[Epoch]->setText(tr("%1 / %2").arg(run->epoch(), 0, 'f', 1).arg(run->epochs()));
    values_[Step]->setText(tr("%1 / %2").arg(run->step()).arg(run->totalSteps()));
    values_[Speed]->setText(run->samplesPerSecond() > 0 ? text(compactCount(run->samplesPerSecond())) : "-");
    values_[Elapsed]->setText(text(duration(run->seconds())));
    values_[Left]->setText(run->secondsLeft() >= 0 ? text(duration(run->secondsLeft())) : "-");
    const auto accuracy = run->last(Metric::TestAccuracy);
    values_[TestAccuracy]->setText(accuracy ? tr("%1 %").arg(*accuracy * 100, 0, 'f', 2) : "-");
}

} // namespace orthant::ui
