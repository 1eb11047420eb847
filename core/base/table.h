// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// A column of numbers with its unit. NaN means "not measured".
struct Column {
    std::string name; ///< snake_case
    std::string unit; ///< "" when it has none
    std::vector<double> values;
};

/// Named columns of equal length: the common currency of metrics, studies and benchmarks.
class Table {
  public:
    Table() = default;
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    const std::vector<Column>& columns() const { return columns_; }
    std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().values.size(); }
    const Column* find(std::string_view name) const;

    void addColumn(Column column) { columns_.push_back(std::move(column)); }
    /// Appends one row; `values` has one number for each column.
    void addRow(const std::vector<double>& values);

  private:
    std::vector<Column> columns_;
};

} // namespace orthant
