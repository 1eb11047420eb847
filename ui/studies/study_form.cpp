// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/studies/study_form.h"

#include "ui/base/icons.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/text_labels.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

StudyForm::StudyForm(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

std::uint64_t StudyForm::seed() const { return seedValue_; }

void StudyForm::setSeed(std::uint64_t seed) {
    seedValue_ = seed;
    const QSignalBlocker block(seed_);
    if (seed_) seed_->setValue(static_cast<double>(seed));
}

void StudyForm::setStudy(const StudyEntry& study, const Params& values, QWidget* extra, const std::vector<std::string>& extraIds) {
    study_ = &study;
    values_ = resolveParams(study.params, values, "");
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(10, 6, 8, 8);
    column->setSpacing(6);
    auto* summary = smallLabel(QString::fromStdString(study.summary), body);
    column->addWidget(headingLabel(QString::fromStdString(study.title), 2, body));
    column->addWidget(summary);

    if (!study.presets.empty()) {
        auto* grid = new QGridLayout;
        grid->setSpacing(4);
        int at = 0;
        for (const StudyPreset& preset : study.presets) {
            auto* button = new QPushButton(QString::fromStdString(preset.title), body);
            button->setToolTip(QString::fromStdString(preset.hint));
            button->setObjectName("preset_" + QString::number(at));
            grid->addWidget(button, at / 2, at % 2);
            ++at;
            connect(button, &QPushButton::clicked, this, [this, params = preset.params] {
                Params next = params; // what the preset does not name goes back to its default, except what was chosen to look at
                for (const char* kept : {"run", "samples", "pairs"})
                    if (const ParamValue* value = values_.find(kept); value && !next.has(kept)) next.set(kept, *value);
                setValues(next);
                Q_EMIT changed();
            });
        }
        column->addLayout(grid);
    }
    if (!study.variant.empty()) {
        auto* button = new QPushButton(QString::fromStdString(study.variantTitle), body);
        button->setProperty("primary", true);
        button->setObjectName("variant");
        column->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, id = study.variant] { Q_EMIT variantAsked(id); });
    }
    if (extra) column->addWidget(extra);

    std::vector<ParamSpec> shown;
    std::ranges::copy_if(study.params, std::back_inserter(shown), [&](const ParamSpec& spec) { return std::ranges::find(extraIds, spec.id) == extraIds.end(); });
    form_ = new ParamForm(shown, {}, body, ParamForm::Help::Tips);
    form_->setValues(values_);
    column->addWidget(form_);
    connect(form_, &ParamForm::changed, this, &StudyForm::takeForm);

    auto* seedRow = new QHBoxLayout;
    auto* label = new QLabel(tr("Seed"), body);
    seed_ = new NumberBox(NumberBox::Kind::Whole, body);
    seed_->setRange(0, 1e9);
    seed_->setValue(static_cast<double>(seedValue_));
    label->setBuddy(seed_);
    label->setToolTip(tr("The same seed gives the same numbers, on any number of threads"));
    auto* again = new QToolButton(body);
    again->setIcon(icon("reset"));
    again->setToolTip(tr("Draw again with the next seed"));
    again->setAccessibleName(again->toolTip());
    again->setObjectName("draw_again");
    seedRow->addWidget(label, 1);
    seedRow->addWidget(seed_);
    seedRow->addWidget(again);
    column->addLayout(seedRow);
    column->addStretch(1);
    connect(seed_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        seedValue_ = static_cast<std::uint64_t>(value);
        Q_EMIT changed();
    });
    connect(again, &QToolButton::clicked, this, [this] { seed_->setValue(seed_->value() + 1); });
    if (QWidget* before = takeWidget()) before->deleteLater(); // one of its buttons may be asking for this
    setWidget(body);
    setMinimumWidth(body->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width() + 2); // nothing is cut off
}

void StudyForm::setValues(const Params& values) {
    values_ = resolveParams(study_->params, values, "");
    form_->setValues(values_);
}

void StudyForm::takeForm() {
    for (const auto& [id, value] : form_->values()) values_.set(id, value);
    Q_EMIT changed();
}

} // namespace orthant::ui
