// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/race/race_table.h"

#include "core/base/text.h"
#include "ui/base/colors.h"
#include "ui/widgets/furniture.h"

#include <QEvent>
#include <QHeaderView>
#include <QPixmap>
#include <QTableWidget>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

enum ColumnIndex { Name, Accuracy, Runs, Seconds, Bits, Flips, Bytes, ColumnCount };
constexpr int methodRole = Qt::UserRole, valueRole = Qt::UserRole + 1;

/// Sorts by its number, with what is not known at the end.
class Cell final : public QTableWidgetItem {
  public:
    Cell(const QString& text, double value) : QTableWidgetItem(text) {
        setData(valueRole, value);
        setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    bool operator<(const QTableWidgetItem& other) const override { return data(valueRole).toDouble() < other.data(valueRole).toDouble(); }
};

QTableWidgetItem* cell(const std::optional<double>& value, const QString& text) {
    return new Cell(value ? text : QStringLiteral("-"), value.value_or(-1));
}

QString number(const std::optional<double>& value, int digits) { return QString::number(value.value_or(0), 'f', digits); }

} // namespace

RaceTable::RaceTable(QWidget* parent) : QWidget(parent), table_(new QTableWidget(0, ColumnCount, this)) {
    table_->setHorizontalHeaderLabels({tr("Method"), tr("Accuracy"), tr("Runs"), tr("s / epoch"), tr("Bits"), tr("Flips"), tr("File")});
    const char* tips[] = {"", QT_TR_NOOP("On the test set, mean and standard deviation over seeds; of the packed network when all runs are finished"),
                          QT_TR_NOOP("Finished runs of all"), QT_TR_NOOP("Training time for one epoch; it depends on what runs beside it"),
                          QT_TR_NOOP("Stored bits for each weight of the packed network"),
                          QT_TR_NOOP("How often a binarized weight changed its value over the whole run"),
                          QT_TR_NOOP("Bytes of the packed model")};
    for (int i = 1; i < ColumnCount; ++i) table_->horizontalHeaderItem(i)->setToolTip(tr(tips[i]));
    showAsResults(*table_, Name);
    table_->setAccessibleName(tr("Methods; Return opens a run of one"));
    table_->setSortingEnabled(true);
    table_->sortByColumn(Accuracy, Qt::DescendingOrder);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(table_);
    connect(table_, &QTableWidget::itemActivated, this, [this](const QTableWidgetItem* item) {
        Q_EMIT opened(static_cast<std::size_t>(table_->item(item->row(), Name)->data(methodRole).toInt()));
    });
}

QString RaceTable::accuracyText(const RaceRow& row) {
    if (!row.accuracy) return QStringLiteral("-");
    const QString mean = QString::number(100 * row.accuracy->mean, 'f', 2);
    return row.accuracy->spread ? tr("%1 \u00b1 %2 %").arg(mean, QString::number(100 * *row.accuracy->spread, 'f', 2)) : tr("%1 %").arg(mean);
}

void RaceTable::setRows(const std::vector<RaceRow>& rows) {
    const int chosen = table_->currentRow() < 0 ? -1 : table_->item(table_->currentRow(), Name)->data(methodRole).toInt();
    table_->setSortingEnabled(false); // while it is filled
    table_->setRowCount(static_cast<int>(rows.size()));
    for (int i = 0; i < table_->rowCount(); ++i) {
        const RaceRow& row = rows[static_cast<std::size_t>(i)];
        auto* name = new QTableWidgetItem(QString::fromStdString(row.title));
        name->setData(methodRole, i);
        name->setToolTip(QString::fromStdString(row.id) + (row.failed > 0 ? tr(": %n run(s) failed", nullptr, static_cast<int>(row.failed)) : QString()));
        table_->setItem(i, Name, name);
        const std::optional<double> mean = row.accuracy ? std::optional(row.accuracy->mean) : std::nullopt;
        table_->setItem(i, Accuracy, cell(mean, accuracyText(row)));
        QString runs = QStringLiteral("%1 / %2").arg(row.finished).arg(row.runs);
        if (row.failed > 0) runs += tr(", %1 failed").arg(row.failed);
        else if (row.finished < row.runs) runs += QStringLiteral(" (%1 %)").arg(static_cast<int>(100 * row.progress));
        table_->setItem(i, Runs, cell(row.progress, runs));
        table_->setItem(i, Seconds, cell(row.secondsPerEpoch, number(row.secondsPerEpoch, 2)));
        table_->setItem(i, Bits, cell(row.bitsPerWeight, number(row.bitsPerWeight, 3)));
        table_->setItem(i, Flips, cell(row.flipsPerWeight, number(row.flipsPerWeight, 2)));
        table_->setItem(i, Bytes, cell(row.modelBytes, QString::fromStdString(byteSize(row.modelBytes.value_or(0)))));
    }
    table_->setSortingEnabled(true);
    for (int i = 0; i < table_->rowCount(); ++i)
        if (chosen >= 0 && table_->item(i, Name)->data(methodRole).toInt() == chosen) table_->selectRow(i);
    paintColors();
}

int RaceTable::wholeHeight() const {
    return table_->horizontalHeader()->sizeHint().height() + table_->rowCount() * table_->verticalHeader()->defaultSectionSize() + 4;
}

void RaceTable::paintColors() {
    const PlotColors colors = PlotColors::of(palette());
    for (int i = 0; i < table_->rowCount(); ++i) {
        QTableWidgetItem* item = table_->item(i, Name);
        QPixmap swatch(10, 10);
        swatch.fill(colors.series(item->data(methodRole).toInt()));
        item->setIcon(QIcon(swatch));
    }
}

void RaceTable::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) paintColors();
}

} // namespace orthant::ui
