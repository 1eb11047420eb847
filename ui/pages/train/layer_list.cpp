// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/layer_list.h"

#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "ui/base/icons.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

const EntryInfo* entryOf(const std::string& id) {
    for (const EntryInfo* entry : catalogueEntries("layers"))
        if (entry->id == id) return entry;
    return nullptr;
}

/// The values that tell layers apart at a glance: "512, ste_sign".
QString digest(const Component& layer, const EntryInfo& entry) {
    QStringList words;
    for (const ParamSpec& spec : entry.params) {
        const ParamValue* value = layer.params ? layer.params->find(spec.id) : nullptr;
        if (!value) continue;
        if (spec.kind == ParamKind::Component) words << QString::fromStdString(std::get<Component>(*value).id);
        else if (spec.kind == ParamKind::Integer) words << QString::fromStdString(toText(*value));
        if (words.size() == 2) break;
    }
    return words.join(", ");
}

QToolButton* tool(const QString& iconName, const QString& tip, bool enabled, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setEnabled(enabled);
    return button;
}

} // namespace

LayerList::LayerList(ExperimentModel& model, QWidget* parent)
    : QWidget(parent), model_(model), column_(new QVBoxLayout(this)), open_(static_cast<std::size_t>(-1)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(2);
    connect(&model, &ExperimentModel::layersChanged, this, &LayerList::rebuild);
}

void LayerList::rebuild() {
    while (QLayoutItem* item = column_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // the button that was clicked is inside
        }
        delete item;
    }
    sections_.clear();
    const std::size_t count = model_.experiment().layers.size();
    for (std::size_t i = 0; i < count; ++i) {
        sections_.push_back(makeLayer(i));
        column_->addWidget(sections_.back());
    }
    auto* add = new QPushButton(icon("add"), tr("Add a layer"), this);
    auto* menu = new QMenu(add);
    menu->setToolTipsVisible(true);
    for (const EntryInfo* entry : catalogueEntries("layers")) {
        QAction* action = menu->addAction(QString::fromStdString(entry->title));
        action->setToolTip(QString::fromStdString(entry->summary));
        connect(action, &QAction::triggered, this, [this, id = entry->id] {
            open_ = model_.experiment().layers.size();
            model_.insertLayer(open_, resolveComponent("layers", Component(id), {}));
        });
    }
    add->setMenu(menu);
    column_->addWidget(add);
}

Section* LayerList::makeLayer(std::size_t index) {
    const Component& layer = model_.experiment().layers[index];
    const std::size_t count = model_.experiment().layers.size();
    const EntryInfo* entry = entryOf(layer.id);
    auto* section = new Section(tr("%1  %2").arg(index + 1).arg(QString::fromStdString(entry ? entry->title : layer.id)), this);
    auto* up = tool("up", tr("Move this layer towards the input"), index > 0, section);
    auto* down = tool("down", tr("Move this layer towards the output"), index + 1 < count, section);
    auto* remove = tool("trash", tr("Remove this layer"), count > 1, section);
    for (QToolButton* button : {up, down, remove}) section->addTool(button);
    connect(up, &QToolButton::clicked, this, [this, index] { model_.moveLayer(index, index - 1); });
    connect(down, &QToolButton::clicked, this, [this, index] { model_.moveLayer(index, index + 1); });
    connect(remove, &QToolButton::clicked, this, [this, index] { model_.removeLayer(index); });
    if (!entry) return section;

    section->setHint(digest(layer, *entry));
    auto* body = new QWidget(section);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(20, 0, 0, 6);
    column->addWidget(smallLabel(QString::fromStdString(entry->summary), body));
    if (!entry->params.empty()) {
        auto* form = new ParamForm(entry->params, model_.experiment().folder, body);
        if (layer.params) form->setValues(*layer.params);
        column->addWidget(form);
        connect(form, &ParamForm::changed, this, [this, index, form, section, entry] {
            const Component edited(entry->id, form->values());
            section->setHint(digest(edited, *entry));
            model_.setLayer(index, edited);
        });
    }
    section->setContent(body);
    section->setOpen(index == open_);
    return section;
}

} // namespace orthant::ui
