// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_table_model.h"

#include "ui/charts/axis_scale.h"

#include <cmath>

namespace orthant::ui {

void PlotTableModel::setTable(Table table) {
    const bool sameShape = table.columns().size() == table_.columns().size() && table.rows() == table_.rows();
    if (sameShape) {
        // The place in a shown table is kept while only its numbers change.
        table_ = std::move(table);
        if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    table_ = std::move(table);
    endResetModel();
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
