// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/method_panel.h"

#include "core/experiment/recipe.h"
#include "ui/widgets/grade_badge.h"
#include "ui/widgets/method_picker.h"
#include "ui/widgets/text_labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

namespace {

QString escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); }

/// "ste_sign (clip 1, ...)": what a component is, without its nested parts.
QString componentText(const Component& component) {
    QStringList values;
    if (component.params)
        for (const auto& [id, value] : *component.params) values << QString::fromStdString(id + ' ' + toText(value));
    const QString name = escaped(component.id);
    return values.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, values.join(", ").toHtmlEscaped());
}

QString paramsText(const Params& params) {
    QStringList values;
    for (const auto& [id, value] : params) {
        const auto* part = std::get_if<Component>(&value);
        values << escaped(id) + ' ' + (part ? componentText(*part) : escaped(toText(value)));
    }
    return values.join(", ");
}

/// All that is known of a method, as a few paragraphs.
QString textOf(const Method& method) {
    QStringList parts{QStringLiteral("<h3>%1</h3><p>%2</p>").arg(escaped(method.title), escaped(method.summary))};
    QStringList rows;
    const auto row = [&rows](const QString& name, const QString& value) {
        if (!value.isEmpty()) rows << QStringLiteral("<p><b>%1</b><br>%2</p>").arg(name, value);
    };
    row(MethodPanel::tr("Weights"), method.weights ? componentText(*method.weights) : QString());
    row(MethodPanel::tr("Activations"), method.activations ? componentText(*method.activations) : QString());
    row(MethodPanel::tr("Update rule"), method.optimizer ? componentText(*method.optimizer) : QString());
    QStringList terms;
    for (const Component& term : method.terms) terms << componentText(term);
    row(MethodPanel::tr("Loss terms"), terms.join("<br>"));
    row(MethodPanel::tr("Training"), paramsText(method.training));
    row(MethodPanel::tr("As published"), paramsText(method.published));
    row(MethodPanel::tr("Remarks"), escaped(method.notes));
    row(MethodPanel::tr("Source"), escaped(method.source));
    QStringList meanings;
    for (const QString& badge : gradeBadges(method.grade)) meanings << gradeMeaning(badge).toHtmlEscaped();
    row(MethodPanel::tr("How sure"), meanings.join("<br>"));
    return parts.join(QString()) + rows.join(QString());
}

} // namespace

MethodPanel::MethodPanel(ExperimentModel& model, QWidget* page)
    : QFrame(page), model_(model), picker_(new MethodPicker(MethodPicker::Mode::One, this)), text_(new QLabel),
      realEnds_(new QCheckBox(tr("The first and the last layer keep real weights"), this)), use_(new QPushButton(tr("Use this method"), this)) {
    setProperty("card", true);
    setAutoFillBackground(true);
    setObjectName("method_panel");
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::RichText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setAlignment(Qt::AlignTop);
    text_->setContentsMargins(4, 0, 8, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(text_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(220);
    for (QWidget* part : {static_cast<QWidget*>(text_), scroll->viewport()}) part->setBackgroundRole(QPalette::Base);
    realEnds_->setToolTip(tr("Many papers binarize only what lies between them. Then compare with other methods under the same choice."));
    use_->setProperty("primary", true);
    use_->setObjectName("use_method");
    auto* leave = new QPushButton(tr("Close"), this);

    auto* both = new QHBoxLayout;
    both->setSpacing(12);
    both->addWidget(picker_, 3);
    both->addWidget(scroll, 2);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(realEnds_, 1);
    buttons->addWidget(leave);
    buttons->addWidget(use_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->addWidget(headingLabel(tr("Methods"), 2, this));
    column->addWidget(smallLabel(tr("A method sets how weights and activations are binarized and how they are trained. Data, layers, epochs and seed stay."), this));
    column->addLayout(both, 1);
    column->addLayout(buttons);

    connect(picker_, &MethodPicker::chosenChanged, this, &MethodPanel::describe);
    connect(picker_, &MethodPicker::activated, this, &MethodPanel::use);
    connect(use_, &QPushButton::clicked, this, &MethodPanel::use);
    connect(leave, &QPushButton::clicked, this, &QWidget::hide);
    page->installEventFilter(this);
    hide();
}

void MethodPanel::open() {
    try {
        const std::span<const Method> all = methods();
        picker_->setMethods({all.begin(), all.end()});
    } catch (const Error& error) {
        Q_EMIT failed(tr("The methods cannot be read: %1").arg(QString::fromStdString(error.message())), QString::fromStdString(error.what()));
        return;
    }
    place();
    show();
    raise();
    picker_->setFocus();
}

void MethodPanel::place() {
    const QSize room = parentWidget()->size();
    const int width = std::min(940, room.width() - 32), height = std::min(720, room.height() - 32);
    setGeometry((room.width() - width) / 2, (room.height() - height) / 2, width, height);
}

void MethodPanel::describe() {
    const auto chosen = picker_->chosen();
    use_->setEnabled(!chosen.empty() && !model_.empty());
    text_->setText(chosen.empty() ? QString() : textOf(findMethod(chosen.front())));
}

void MethodPanel::use() {
    const auto chosen = picker_->chosen();
    if (chosen.empty() || model_.empty()) return;
    try {
        const Method& method = findMethod(chosen.front());
        model_.edit(withMethod(model_.experiment(), method, {realEnds_->isChecked()}));
        hide();
        Q_EMIT used(QString::fromStdString(method.title));
    } catch (const Error& error) {
        Q_EMIT failed(tr("This experiment cannot use the method: %1").arg(QString::fromStdString(error.message())), QString::fromStdString(error.what()));
    }
}

void MethodPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) hide();
    else QFrame::keyPressEvent(event);
}

bool MethodPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    return false;
}

} // namespace orthant::ui
