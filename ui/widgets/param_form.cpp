// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/param_form.h"

#include "ui/base/icons.h"
#include "ui/widgets/param_editor.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

ParamForm::ParamForm(std::span<const ParamSpec> specs, std::filesystem::path folder, QWidget* parent, Help help)
    : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    rows_.reserve(specs.size());
    for (const ParamSpec& spec : specs) addRow(spec, folder, layout, help);
    setValues({});
}

void ParamForm::addRow(const ParamSpec& spec, const std::filesystem::path& folder, QVBoxLayout* layout, Help style) {
    const QString title = QString::fromStdString(spec.title);
    const QString help = QString::fromStdString(spec.help);
    auto* line = new QWidget(this);
    auto* column = new QVBoxLayout(line);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(2);
    auto* editor = makeParamEditor(spec, folder, line);
    auto* label = new QLabel(title, line);
    label->setBuddy(editor->focusTarget());
    label->setToolTip(help);
    label->setWordWrap(true);
    editor->setToolTip(help);
    editor->focusTarget()->setAccessibleName(title);
    editor->focusTarget()->setAccessibleDescription(help);
    editor->setObjectName(QString::fromStdString(spec.id));

    auto* reset = new QToolButton(line);
    reset->setIcon(icon("reset"));
    reset->setAutoRaise(true);
    reset->setToolTip(tr("Back to the default: %1").arg(editor->textOf(spec.defaultValue)));
    reset->setAccessibleName(tr("Reset %1").arg(title));
    reset->setObjectName(QString::fromStdString("reset_" + spec.id));
    QSizePolicy policy = reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(policy);

    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(label, 1);
    if (!editor->wide()) head->addWidget(editor);
    head->addWidget(reset);
    column->addLayout(head);
    if (editor->wide()) column->addWidget(editor);
    if (!help.isEmpty() && style == Help::Lines) column->addWidget(smallLabel(help, line));
    layout->addWidget(line);

    const std::size_t index = rows_.size();
    rows_.push_back({spec, editor, reset, line});
    connect(editor, &ParamEditor::edited, this, [this, index] { take(index); });
    connect(reset, &QToolButton::clicked, this, [this, index] {
        rows_[index].editor->setValue(rows_[index].spec.defaultValue);
        take(index);
        rows_[index].editor->focusTarget()->setFocus();
    });
}

void ParamForm::setValues(const Params& values) {
    Params complete;
    for (const Row& row : rows_) {
        const ParamValue* value = values.find(row.spec.id);
        row.editor->setValue(value ? *value : row.spec.defaultValue);
        complete.set(row.spec.id, row.editor->value());
        showReset(row);
    }
    values_ = std::move(complete);
    showApplying();
}

void ParamForm::take(std::size_t index) {
    const Row& row = rows_[index];
    const ParamValue value = row.editor->value();
    showReset(row);
    if (const ParamValue* old = values_.find(row.spec.id); old && *old == value) return;
    values_.set(row.spec.id, value);
    showApplying();
    Q_EMIT changed();
}

void ParamForm::showApplying() {
    for (const Row& row : rows_) row.line->setVisible(applies(row.spec, values_));
}

void ParamForm::showReset(const Row& row) {
    row.reset->setVisible(!(row.editor->value() == row.editor->completed(row.spec.defaultValue)));
}

} // namespace orthant::ui
