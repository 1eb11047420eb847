// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/text_table.h"

#include <algorithm>
#include <cstdio>

namespace orthant {

std::string number(const std::optional<double>& value, const char* format) {
    if (!value) return "-";
    char text[40];
    std::snprintf(text, sizeof text, format, *value);
    return text;
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < heads_.size(); ++c) {
        widths.push_back(heads_[c].name.size());
        for (const auto& row : rows_)
            if (c < row.size()) widths[c] = std::max(widths[c], row[c].size());
    }
    std::string all;
    const auto addCells = [&](const auto& cellOf) {
        std::string line;
        for (std::size_t c = 0; c < heads_.size(); ++c) {
            const std::string& cell = cellOf(c);
            const std::string padding(widths[c] - cell.size(), ' ');
            line += (c ? "  " : "") + (heads_[c].align == Align::Left ? cell + padding : padding + cell);
        }
        all += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    };
    std::size_t total = widths.empty() ? 0 : 2 * (widths.size() - 1);
    for (const std::size_t width : widths) total += width;
    addCells([&](std::size_t c) -> const std::string& { return heads_[c].name; });
    all += std::string(total, '-') + "\n";
    for (const auto& row : rows_) {
        if (row.empty()) all += std::string(total, '-') + "\n";
        else addCells([&](std::size_t c) -> const std::string& { return row.at(c); });
    }
    return all;
}

} // namespace orthant
