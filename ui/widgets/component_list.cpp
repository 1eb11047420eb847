// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/component_list.h"

#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "ui/base/icons.h"
#include "ui/widgets/furniture.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/section.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace orthant::ui {

namespace {

constexpr auto none = static_cast<std::size_t>(-1);

/// The values that tell entries apart at a glance: "512, ste_sign".
QString digest(const Component& component, const EntryInfo& entry) {
    QStringList words;
    for (const ParamSpec& spec : entry.params) {
        const ParamValue* value = component.params ? component.params->find(spec.id) : nullptr;
        if (!value) continue;
        if (spec.kind == ParamKind::Component) words << QString::fromStdString(std::get<Component>(*value).id);
        else if (spec.kind == ParamKind::Integer) words << QString::fromStdString(toText(*value));
        if (words.size() == 2) break;
    }
    return words.join(", ");
}

} // namespace

ComponentList::ComponentList(ComponentListWords words, std::filesystem::path folder, QWidget* parent)
    : QWidget(parent), words_(std::move(words)), folder_(std::move(folder)), column_(new QVBoxLayout(this)), open_(none) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(2);
    rebuild();
}

void ComponentList::setComponents(std::vector<Component> components) {
    components_ = std::move(components);
    open_ = none;
    rebuild();
}

void ComponentList::edit(std::size_t open) {
    open_ = open;
    rebuild();
    Q_EMIT changed();
}

void ComponentList::rebuild() {
    clearLater(*column_);
    for (std::size_t i = 0; i < components_.size(); ++i) column_->addWidget(makeSection(i));
    addMenu();
}

void ComponentList::addMenu() {
    auto* add = new QPushButton(icon("add"), words_.add, this);
    auto* menu = new QMenu(add);
    menu->setToolTipsVisible(true);
    for (const EntryInfo* entry : catalogueEntries(words_.catalogue)) {
        QAction* action = menu->addAction(QString::fromStdString(entry->title));
        action->setToolTip(QString::fromStdString(entry->summary));
        connect(action, &QAction::triggered, this, [this, id = entry->id] {
            components_.push_back(resolveComponent(words_.catalogue, Component(id), {}));
            edit(components_.size() - 1);
        });
    }
    add->setMenu(menu);
    column_->addWidget(add);
}

Section* ComponentList::makeSection(std::size_t index) {
    const Component& component = components_[index];
    const auto entries = catalogueEntries(words_.catalogue);
    const auto found = std::ranges::find(entries, component.id, &EntryInfo::id);
    const EntryInfo* entry = found == entries.end() ? nullptr : *found;
    auto* section = new Section(tr("%1  %2").arg(index + 1).arg(QString::fromStdString(entry ? entry->title : component.id)), this);
    auto* up = iconButton("up", words_.up, index > 0, section);
    auto* down = iconButton("down", words_.down, index + 1 < components_.size(), section);
    auto* remove = iconButton("trash", words_.remove, components_.size() > words_.least, section);
    for (QToolButton* button : {up, down, remove}) section->addTool(button);
    connect(up, &QToolButton::clicked, this, [this, index] {
        std::swap(components_[index], components_[index - 1]);
        edit(none);
    });
    connect(down, &QToolButton::clicked, this, [this, index] {
        std::swap(components_[index], components_[index + 1]);
        edit(none);
    });
    connect(remove, &QToolButton::clicked, this, [this, index] {
        components_.erase(std::next(components_.begin(), static_cast<std::ptrdiff_t>(index)));
        edit(none);
    });
    if (!entry) return section;

    section->setHint(digest(component, *entry));
    auto* body = new QWidget(section);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(20, 0, 0, 6);
    column->addWidget(smallLabel(QString::fromStdString(entry->summary), body));
    if (!entry->params.empty()) {
        auto* form = new ParamForm(entry->params, folder_, body);
        if (component.params) form->setValues(*component.params);
        column->addWidget(form);
        connect(form, &ParamForm::changed, this, [this, index, form, section, entry] {
            components_[index] = Component(entry->id, form->values());
            section->setHint(digest(components_[index], *entry));
            Q_EMIT changed();
        });
    }
    section->setContent(body);
    section->setOpen(index == open_);
    return section;
}

} // namespace orthant::ui
