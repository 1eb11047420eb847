// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/table.h"

#include <algorithm>
#include <cassert>

namespace orthant {

const Column* Table::find(std::string_view name) const {
    const auto it = std::find_if(columns_.begin(), columns_.end(), [&](const Column& c) { return c.name == name; });
    return it == columns_.end() ? nullptr : &*it;
}

void Table::addRow(const std::vector<double>& values) {
    assert(values.size() == columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].values.push_back(values[i]);
}

} // namespace orthant
