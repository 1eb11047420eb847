// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_rail.h"

#include "ui/base/icons.h"

#include <QButtonGroup>
#include <QToolButton>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

QToolButton* railButton(const QString& iconName, const QString& text, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setIconSize({24, 24});
    button->setText(text);
    button->setToolTip(tip);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setAutoRaise(true);
    button->setFixedSize(68, 56);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

PageRail::PageRail(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)), group_(new QButtonGroup(this)) {
    column_->setContentsMargins(6, 8, 6, 8);
    column_->setSpacing(4);
    column_->addStretch(1);
}

void PageRail::addPage(const QString& id, const QString& title, const QString& iconName, const QString& tip) {
    auto* button = railButton(iconName, title, tip, this);
    button->setCheckable(true);
    button->setObjectName("page_" + id);
    group_->addButton(button);
    column_->insertWidget(pages_++, button);
    connect(button, &QToolButton::clicked, this, [this, id] { Q_EMIT pageChosen(id); });
}

void PageRail::addTool(const QString& iconName, const QString& text, const QString& tip, const std::function<void()>& action) {
    auto* button = railButton(iconName, text, tip, this);
    column_->addWidget(button);
    connect(button, &QToolButton::clicked, this, action);
}

void PageRail::setCurrent(const QString& id) {
    if (auto* button = findChild<QToolButton*>("page_" + id)) button->setChecked(true);
}

} // namespace orthant::ui
