// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_table_model.h"

#include "ui/charts/axis_scale.h"

#include <cmath>

namespace orthant::ui {

void PlotTableModel::setTable(Table table) {
    if (table.columns().size() != table_.columns().size()) {
        beginResetModel();
        table_ = std::move(table);
        endResetModel();
        return;
    }
    // The place in a shown table is kept while its numbers change and its columns grow.
    const int before = rowCount(), after = static_cast<int>(table.rows());
    if (after > before) beginInsertRows({}, before, after - 1);
    if (after < before) beginRemoveRows({}, after, before - 1);
    table_ = std::move(table);
    if (after > before) endInsertRows();
    if (after < before) endRemoveRows();
    if (after == 0 || columnCount() == 0) return;
    Q_EMIT dataChanged(index(0, 0), index(after - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int PlotTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(table_.rows()); }
int PlotTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.columns().size());
}

QVariant PlotTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole) return {};
    const double value =
        table_.columns()[static_cast<std::size_t>(index.column())].values[static_cast<std::size_t>(index.row())];
    return std::isnan(value) ? QString() : numberText(value, 7);
}

QVariant PlotTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole) return {};
    if (orientation == Qt::Vertical) return section + 1;
    return QString::fromStdString(table_.columns()[static_cast<std::size_t>(section)].name);
}

} // namespace orthant::ui
