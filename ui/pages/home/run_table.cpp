// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/home/run_table.h"

#include "core/base/text.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

enum ColumnIndex { Title, Accuracy, Bits, Time, State, When, ColumnCount };

QTableWidgetItem* cell(const QString& text, bool number = false) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return item;
}

} // namespace

RunTable::RunTable(QWidget* parent) : QWidget(parent), table_(new QTableWidget(0, ColumnCount, this)) {
    table_->setHorizontalHeaderLabels({tr("Run"), tr("Test accuracy"), tr("Bits per weight"), tr("Training time"), tr("State"), tr("Changed")});
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(Title, QHeaderView::Stretch);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeaderItem(Title)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->verticalHeader()->hide();
    table_->setShowGrid(false);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setTabKeyNavigation(false);
    table_->setAccessibleName(tr("Recent runs; Return opens one"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(table_);
    // Return and double click; a run without a readable experiment cannot be opened, its row says why.
    connect(table_, &QTableWidget::itemActivated, this, [this](const QTableWidgetItem* item) {
        const QString folder = table_->item(item->row(), Title)->data(Qt::UserRole).toString();
        if (!folder.isEmpty()) Q_EMIT opened(folder);
    });
}

void RunTable::setRuns(std::span<const RunSummary> runs) {
    table_->setRowCount(static_cast<int>(runs.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        const RunSummary& run = runs[static_cast<std::size_t>(row)];
        const QString folder = QString::fromStdString(run.folder.string());
        const std::string& name = !run.title.empty() ? run.title : !run.name.empty() ? run.name : run.folder.filename().string();
        auto* title = cell(QString::fromStdString(name));
        title->setData(Qt::UserRole, folder);
        table_->setItem(row, Title, title);
        table_->setItem(row, Accuracy, cell(run.testAccuracy ? QString::number(*run.testAccuracy * 100, 'f', 2) + " %" : QString(), true));
        table_->setItem(row, Bits, cell(run.bitsPerWeight ? QString::number(*run.bitsPerWeight, 'f', 2) : QString(), true));
        table_->setItem(row, Time, cell(run.seconds > 0 ? QString::fromStdString(duration(run.seconds)) : QString(), true));
        table_->setItem(row, State, cell(run.error.empty() ? QString::fromStdString(run.status)
                                                           : QString::fromStdString(run.status.empty() ? "damaged" : run.status)));
        table_->setItem(row, When, cell(run.modified > 0 ? QLocale().toString(QDateTime::fromSecsSinceEpoch(run.modified), QLocale::ShortFormat) : QString()));
        const QString tip = run.error.empty() ? folder : folder + "\n" + QString::fromStdString(run.error);
        for (int i = 0; i < ColumnCount; ++i) table_->item(row, i)->setToolTip(tip);
        if (!run.error.empty()) table_->item(row, State)->setText(table_->item(row, State)->text() + ": " + QString::fromStdString(run.error).left(60));
    }
    const int height = table_->horizontalHeader()->sizeHint().height() + table_->rowCount() * table_->verticalHeader()->defaultSectionSize() + 4;
    table_->setFixedHeight(height);
}

} // namespace orthant::ui
