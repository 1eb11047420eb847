// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/io/file.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <optional>

namespace orthant {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

std::string quotedName(const std::string& name) {
    const bool plain = name.find_first_of(",;\t\"\r\n") == std::string::npos && !name.starts_with(' ') &&
                       !name.ends_with(' ') && !name.starts_with(byteOrderMark);
    if (plain) return name;
    std::string text = "\"";
    for (const char c : name)
        text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + '"';
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// The number of a cell; NaN for an empty one; nothing for another text.
std::optional<double> number(std::string_view cell) {
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    return numberFrom(cell);
}

/// Splits the text into rows of cells; quotes and both ends of line are understood.
class Reader {
  public:
    explicit Reader(std::string_view text, const std::string& where) : text_(text), where_(where) {
        if (text_.starts_with(byteOrderMark)) text_.remove_prefix(byteOrderMark.size());
        separator_ = findSeparator();
    }

    /// The next row that is not blank; false at the end.
    bool next(std::vector<std::string_view>& cells) {
        while (at_ < text_.size()) {
            line_ = nextLine_;
            cells.clear();
            unescaped_.clear();
            do
                cells.push_back(cell());
            while (acceptSeparator());
            endLine();
            if (cells.size() > 1 || !cells.front().empty()) return true;
        }
        return false;
    }

    std::string place(std::size_t column) const {
        return where_ + ", line " + std::to_string(line_) + ", column " + std::to_string(column + 1);
    }
    std::string place() const { return where_ + ", line " + std::to_string(line_); }

  private:
    /// The separator that the first row has most of; a comma when there is none.
    char findSeparator() const {
        std::size_t commas = 0, semicolons = 0, tabs = 0;
        bool inQuotes = false;
        for (const char c : text_) {
            if (c == '"') inQuotes = !inQuotes;
            if (inQuotes) continue;
            if (c == '\n' && commas + semicolons + tabs > 0) break;
            commas += c == ',';
            semicolons += c == ';';
            tabs += c == '\t';
        }
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    std::string_view cell() {
        const std::size_t start = text_.find_first_not_of(' ', at_);
        if (start != std::string_view::npos && text_[start] == '"') return quotedCell(start);
        const char ends[] = {separator_, '\r', '\n', '\0'};
        const std::size_t end = std::min(text_.find_first_of(std::string_view(ends, 3), at_), text_.size());
        const std::string_view result = trimmed(text_.substr(at_, end - at_));
        at_ = end;
        return result;
    }
    std::string_view quotedCell(std::size_t start) {
        std::string& value = unescaped_.emplace_back();
        for (std::size_t i = start + 1; i < text_.size(); ++i) {
            if (text_[i] == '\n') ++nextLine_;
            if (text_[i] != '"')
                value += text_[i];
            else if (i + 1 < text_.size() && text_[i + 1] == '"')
                value += text_[++i];
            else {
                at_ = std::min(text_.find_first_not_of(' ', i + 1), text_.size());
                return value;
            }
        }
        throw Error("a quote is not closed", place());
    }
    bool acceptSeparator() {
        if (at_ >= text_.size() || text_[at_] != separator_) return false;
        ++at_;
        return true;
    }
    void endLine() {
        if (at_ >= text_.size()) return;
        if (text_[at_] != '\r' && text_[at_] != '\n') throw Error("text after a closing quote", place());
        at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
        ++nextLine_;
    }

    std::string_view text_;
    const std::string& where_;
    char separator_ = ',';
    std::size_t at_ = 0, line_ = 1, nextLine_ = 1;
    std::deque<std::string> unescaped_; ///< quoted cells of this row; a deque does not move them
};

std::vector<Column> columnsFrom(const std::vector<std::string_view>& firstRow, bool header) {
    std::vector<Column> columns(firstRow.size());
    for (std::size_t i = 0; i < columns.size(); ++i)
        columns[i].name = header && !firstRow[i].empty() ? std::string(firstRow[i]) : "c" + std::to_string(i + 1);
    return columns;
}

} // namespace

std::string toCsv(const Table& table) {
    std::string text;
    const std::vector<Column>& columns = table.columns();
    for (const Column& column : columns)
        text += (&column == &columns.front() ? "" : ",") + quotedName(column.name);
    text += '\n';
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i > 0) text += ',';
            const double value = columns[i].values[row];
            // In a single column an empty cell would be a blank line, which readers skip.
            if (!std::isnan(value) || columns.size() == 1) text += shortest(value);
        }
        text += '\n';
    }
    return text;
}

Table parseCsv(std::string_view text, const std::string& where) {
    Reader reader(text, where);
    std::vector<std::string_view> cells;
    std::vector<Column> columns;
    for (bool first = true; reader.next(cells); first = false) {
        if (first) {
            const bool header = std::any_of(cells.begin(), cells.end(), [](auto cell) { return !number(cell); });
            columns = columnsFrom(cells, header);
            if (header) continue;
        }
        if (cells.size() != columns.size())
            throw Error("found " + std::to_string(cells.size()) + " cells, expected " + std::to_string(columns.size()) +
                            " as in the first line",
                        reader.place());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::optional<double> value = number(cells[i]);
            if (!value)
                throw Error("found '" + std::string(cells[i].substr(0, 40)) + "', expected a number", reader.place(i));
            columns[i].values.push_back(*value);
        }
    }
    return Table(std::move(columns));
}

Table readCsv(const std::filesystem::path& file) { return parseCsv(readTextFile(file), file.string()); }

} // namespace orthant
