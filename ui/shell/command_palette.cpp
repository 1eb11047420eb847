// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/base/query.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QVBoxLayout>

#include <algorithm>

namespace orthant::ui {

std::vector<QAction*> commandsOf(const QWidget& window) {
    std::vector<QAction*> commands;
    for (QAction* action : window.findChildren<QAction*>())
        if (action->property("command").toBool()) commands.push_back(action);
    return commands;
}

CommandPalette::CommandPalette(QWidget* window) : QFrame(window), line_(new QLineEdit(this)), list_(new QListWidget(this)) {
    setProperty("card", true);
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    line_->setPlaceholderText(tr("Type a command"));
    line_->setAccessibleName(tr("Command"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->addWidget(line_);
    column->addWidget(list_);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(line_, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(list_, &QListWidget::itemClicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open() {
    const int width = std::min(560, parentWidget()->width() - 40);
    setGeometry((parentWidget()->width() - width) / 2, 60, width, std::min(420, parentWidget()->height() - 100));
    line_->clear();
    filter({});
    show();
    raise();
    line_->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched != line_) return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) hide();
    if (event->type() != QEvent::KeyPress) return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape) {
        hide();
        parentWidget()->setFocus();
        return true;
    }
    if (key != Qt::Key_Up && key != Qt::Key_Down) return false;
    const int count = list_->count();
    if (count > 0) list_->setCurrentRow((list_->currentRow() + (key == Qt::Key_Down ? 1 : count - 1)) % count);
    return true;
}

void CommandPalette::filter(const QString& query) {
    list_->clear();
    for (QAction* action : commandsOf(*parentWidget())) {
        const QString text = action->text().remove('&');
        if (!action->isEnabled() || !matchesQuery(text + " " + action->toolTip(), query)) continue;
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QListWidgetItem(action->icon(), keys.isEmpty() ? text : tr("%1\t%2").arg(text, keys), list_);
        item->setData(Qt::UserRole, QVariant::fromValue(QPointer<QAction>(action)));
        item->setToolTip(action->toolTip());
    }
    if (list_->count() > 0) list_->setCurrentRow(0);
}

void CommandPalette::run() {
    const QListWidgetItem* item = list_->currentItem();
    if (!item) return;
    const auto action = item->data(Qt::UserRole).value<QPointer<QAction>>();
    hide();
    if (action) action->trigger();
}

} // namespace orthant::ui
