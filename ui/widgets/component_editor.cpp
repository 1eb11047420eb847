// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/component_editor.h"

#include "core/experiment/catalogues.h"
#include "ui/widgets/input_boxes.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace orthant::ui {

ComponentEditor::ComponentEditor(std::string catalogue, std::filesystem::path folder, QWidget* parent)
    : ParamEditor(parent), catalogue_(std::move(catalogue)), folder_(std::move(folder)), box_(new QComboBox(this)),
      summary_(smallLabel({}, this)) {
    for (const EntryInfo* entry : catalogueEntries(catalogue_)) {
        box_->addItem(QString::fromStdString(entry->title), QString::fromStdString(entry->id));
        box_->setItemData(box_->count() - 1, QString::fromStdString(entry->summary), Qt::ToolTipRole);
    }
    box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box_->setMinimumContentsLength(8);
    WheelGuard::protect(box_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(box_);
    column->addWidget(summary_);
    connect(box_, &QComboBox::currentIndexChanged, this,
            [this](int index) { choose(box_->itemData(index).toString()); });
}

QWidget* ComponentEditor::focusTarget() { return box_; }

void ComponentEditor::setValue(const ParamValue& value) { setComponent(std::get<Component>(value)); }

void ComponentEditor::setComponent(const Component& component) {
    const std::string oldId = component_.id;
    component_ = std::get<Component>(completed(component));
    if (form_ && component_.id == oldId) {
        form_->setValues(component_.params ? *component_.params : Params{});
        return;
    }
    const QSignalBlocker block(box_);
    box_->setCurrentIndex(box_->findData(QString::fromStdString(component_.id)));
    rebuild();
}

ParamValue ComponentEditor::completed(const ParamValue& value) const {
    try {
        return resolveComponent(catalogue_, std::get<Component>(value), {});
    } catch (const Error&) {
        return value; // shown as it is; the document check says what is wrong with it
    }
}

QString ComponentEditor::textOf(const ParamValue& value) const {
    const int index = box_->findData(QString::fromStdString(std::get<Component>(value).id));
    return index < 0 ? ParamEditor::textOf(value) : box_->itemText(index);
}

void ComponentEditor::choose(const QString& id) {
    component_ = std::get<Component>(completed(Component(id.toStdString())));
    rebuild();
    Q_EMIT edited();
}

void ComponentEditor::rebuild() {
    if (frame_) {
        frame_->hide();
        frame_->deleteLater(); // a click inside it may be what brought us here
        frame_ = nullptr;
        form_ = nullptr;
    }
    const EntryInfo* found = nullptr;
    for (const EntryInfo* entry : catalogueEntries(catalogue_))
        if (entry->id == component_.id) found = entry;
    if (!found) {
        summary_->setText(tr("'%1' is not known here.").arg(QString::fromStdString(component_.id)));
        return;
    }
    summary_->setText(QString::fromStdString(found->summary));
    summary_->setToolTip(found->source.empty() ? QString() : tr("Source: %1").arg(QString::fromStdString(found->source)));
    if (found->params.empty()) return;
    frame_ = new QFrame(this);
    auto* inside = new QVBoxLayout(frame_);
    inside->setContentsMargins(10, 2, 0, 0);
    form_ = new ParamForm(found->params, folder_, frame_);
    form_->setValues(component_.params ? *component_.params : Params{});
    inside->addWidget(form_);
    layout()->addWidget(frame_);
    connect(form_, &ParamForm::changed, this, [this] {
        component_ = Component(component_.id, form_->values());
        Q_EMIT edited();
    });
}

} // namespace orthant::ui
