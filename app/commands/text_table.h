// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace orthant {

/// A number by a format of printf for one double; "-" where there is none.
std::string number(const std::optional<double>& value, const char* format);

/// Columns of text for a terminal, aligned by the widest cell; numbers go to the right.
class TextTable {
  public:
    enum class Align { Left, Right };
    struct Head {
        std::string name;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Head> heads) : heads_(std::move(heads)) {}
    void addRow(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    void addLine() { rows_.emplace_back(); } ///< a line across all columns
    std::string text() const;

  private:
    std::vector<Head> heads_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace orthant
