// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/results_table.h"

#include "core/base/text.h"
#include "ui/charts/series_swatch.h"
#include "ui/pages/unrolled/results_plots.h"
#include "ui/widgets/furniture.h"

#include <QEvent>
#include <QHeaderView>
#include <QPixmap>
#include <QTableWidget>
#include <QVBoxLayout>

namespace orthant::ui {

namespace {

enum ColumnIndex { Name, Varied, Formula, File, Test, Train, Seeds, Seconds, Bytes, ColumnCount };
constexpr int networkRole = Qt::UserRole, variedRole = Qt::UserRole + 1;

QTableWidgetItem* cell(const QString& text) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

QString number(const std::optional<double>& value, int digits) { return value ? QString::number(*value, 'g', digits) : QStringLiteral("-"); }

} // namespace

ResultsTable::ResultsTable(QWidget* parent) : QWidget(parent), table_(new QTableWidget(0, ColumnCount, this)) {
    table_->setHorizontalHeaderLabels({tr("Network"), tr("Value"), tr("Bits / link"), tr("of the file"), tr("Test dB"), tr("Train dB"), tr("Seeds"), tr("Time"), tr("File")});
    const char* tips[] = {"", QT_TR_NOOP("What the plan varies"), QT_TR_NOOP("By formula, over all links of the dense network"),
                          QT_TR_NOOP("Eight times the bytes of the file over all links: with headers, thresholds and the mask"),
                          QT_TR_NOOP("NMSE on test samples, mean and standard deviation over the seeds"), QT_TR_NOOP("NMSE on training samples"),
                          QT_TR_NOOP("Trained of all"), QT_TR_NOOP("Of one training; it depends on what runs beside it"), QT_TR_NOOP("Bytes of the packed network")};
    for (int i = 1; i < ColumnCount; ++i) table_->horizontalHeaderItem(i)->setToolTip(tr(tips[i]));
    showAsResults(*table_, Name);
    table_->setAccessibleName(tr("Networks; the chosen one has its bounds and its export at the left"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(table_);
    connect(table_, &QTableWidget::itemSelectionChanged, this, [this] {
        if (const int row = table_->currentRow(); row >= 0 && !table_->selectedItems().isEmpty())
            Q_EMIT chosen(table_->item(row, Name)->data(networkRole).toULongLong(), table_->item(row, Name)->data(variedRole).toDouble());
    });
}

void ResultsTable::setModel(const UnrolledModel* model, bool thresholds) {
    const QSignalBlocker block(table_);
    const std::vector<NetworkSummary> rows = model ? model->summaries() : std::vector<NetworkSummary>{};
    const int selected = table_->currentRow();
    table_->setRowCount(static_cast<int>(rows.size()));
    table_->setColumnHidden(Varied, !model || model->plan().varyValues.empty());
    for (int i = 0; i < table_->rowCount(); ++i) {
        const NetworkSummary& row = rows[static_cast<std::size_t>(i)];
        auto* name = new QTableWidgetItem(QString::fromStdString(model->plan().networks[row.network].title));
        name->setData(networkRole, static_cast<qulonglong>(row.network));
        name->setData(variedRole, row.varied);
        table_->setItem(i, Name, name);
        table_->setItem(i, Varied, cell(QString::fromStdString(shortest(row.varied))));
        table_->setItem(i, Formula, cell(row.bitsPerLink ? number(bitsPerLinkOf(row, thresholds), 4) : QStringLiteral("-")));
        table_->setItem(i, File, cell(number(row.fileBitsPerLink, 4)));
        table_->setItem(i, Test, cell(spreadText(row.nmse)));
        table_->setItem(i, Train, cell(spreadText(row.trainNmse)));
        table_->setItem(i, Seeds, cell(QStringLiteral("%1 / %2").arg(row.nmse ? row.nmse->count : 0).arg(row.seeds)));
        table_->setItem(i, Seconds, cell(row.seconds ? QString::fromStdString(duration(*row.seconds)) : QStringLiteral("-")));
        table_->setItem(i, Bytes, cell(row.fileBytes ? QString::fromStdString(byteSize(*row.fileBytes)) : QStringLiteral("-")));
    }
    if (selected >= 0 && selected < table_->rowCount()) table_->selectRow(selected);
    paintColors();
}

int ResultsTable::wholeHeight() const {
    return table_->horizontalHeader()->sizeHint().height() + table_->rowCount() * table_->verticalHeader()->defaultSectionSize() + 4;
}

void ResultsTable::paintColors() {
    const PlotColors colors = PlotColors::of(palette());
    for (int i = 0; i < table_->rowCount(); ++i) {
        table_->item(i, Name)->setIcon(QIcon(seriesSwatch(table_->item(i, Name)->data(networkRole).toInt(), colors)));
    }
}

void ResultsTable::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) paintColors();
}

} // namespace orthant::ui
