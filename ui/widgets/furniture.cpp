// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/furniture.h"

#include "ui/base/icons.h"
#include "ui/base/settings.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QTableWidget>
#include <QToolButton>

namespace orthant::ui {

QSplitter* formBeside(QWidget* form, QWidget* content, int least, int wished, Settings& settings, const QString& key) {
    auto* scroll = new QScrollArea;
    scroll->setWidget(form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(least);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(scroll);
    splitter->addWidget(content);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({wished, 900});
    splitter->restoreState(settings.splitter(key));
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter, [splitter, &settings, key] { settings.setSplitter(key, splitter->saveState()); });
    return splitter;
}

void showAsResults(QTableWidget& table, int nameColumn) {
    table.horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table.horizontalHeader()->setSectionResizeMode(nameColumn, QHeaderView::Stretch);
    table.horizontalHeader()->setMinimumSectionSize(72); // numbers of neighbours stay apart
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeaderItem(nameColumn)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.verticalHeader()->hide();
    table.setShowGrid(false);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setTabKeyNavigation(false);
    table.setWordWrap(false);
}

QToolButton* iconButton(const QString& iconName, const QString& tip, bool enabled, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setEnabled(enabled);
    return button;
}

void clearLater(QBoxLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace orthant::ui
