// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/series.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/io/file.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace orthant {

namespace {

constexpr std::string_view blanks = " \r"; // a tab at the end stands before a missing value

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// NaN for the marks of a missing value; nothing for another text.
std::optional<double> numberOf(std::string_view cell) {
    if (cell.empty() || cell == "?") return std::numeric_limits<double>::quiet_NaN();
    return numberFrom(cell);
}

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 40)) + "'"; }

class Reader {
  public:
    Reader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

    SeriesTable read() {
        while (!text_.empty()) {
            const std::size_t end = std::min(text_.find('\n'), text_.size());
            const std::string_view line = trimmed(text_.substr(0, end));
            text_.remove_prefix(std::min(end + 1, text_.size()));
            ++number_;
            if (line.empty() || line.front() == '#') continue;
            if (line.front() == '@')
                head_ = true;
            else
                addLine(line);
        }
        if (table_.labels.empty()) throw Error("found no series", where_);
        return std::move(table_);
    }

  private:
    [[noreturn]] void fail(const std::string& message) const {
        throw Error(message, where_ + ", line " + std::to_string(number_));
    }

    void addLine(std::string_view line) {
        if (head_) {
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos) fail("expected a colon and a label after the values");
            if (line.find(':', colon + 1) != std::string_view::npos)
                fail("found a series of more than one dimension, expected one");
            split(line.substr(0, colon));
            addLabel(trimmed(line.substr(colon + 1)));
            addValues(0);
        } else {
            split(line);
            if (isHeader()) return;
            addLabel(cells_.front());
            addValues(1);
        }
    }

    /// Into cells_. Spaces separate only where nothing else does, and several count as one.
    void split(std::string_view line) {
        cells_.clear();
        const std::size_t mark = line.find_first_of(",;\t");
        if (mark == std::string_view::npos) {
            while (!line.empty()) {
                const std::size_t end = std::min(line.find(' '), line.size());
                cells_.push_back(line.substr(0, end));
                line = trimmed(line.substr(end));
            }
            return;
        }
        const char separator = line[mark];
        while (true) {
            const std::size_t end = std::min(line.find(separator), line.size());
            cells_.push_back(trimmed(line.substr(0, end)));
            if (end == line.size()) return;
            line.remove_prefix(end + 1);
        }
    }

    bool isHeader() {
        const bool first = !seen_;
        seen_ = true;
        return first && std::ranges::none_of(cells_, [](std::string_view cell) { return numberOf(cell).has_value(); });
    }

    void addLabel(std::string_view label) {
        const std::optional<double> value = numberOf(label);
        const bool whole = value && *value == std::floor(*value) && std::abs(*value) <= 1e9;
        if (!whole && (!head_ || label.empty() || label == "?"))
            fail("found the label " + quoted(label) + ", expected " +
                 (head_ ? "a name" : "a whole number in front of the series"));
        table_.labels.push_back(whole ? std::to_string(static_cast<std::int64_t>(*value)) : std::string(label));
    }

    void addValues(std::size_t first) {
        const std::size_t length = cells_.size() - first;
        if (table_.labels.size() == 1) table_.length = length;
        if (length == 0) fail("found a label without a series");
        if (length != table_.length)
            fail("found a series of " + std::to_string(length) + " values, expected " + std::to_string(table_.length) +
                 " as in the first one: series of different lengths must be brought to one length before");
        for (std::size_t t = 0; t < length; ++t) {
            const std::string_view cell = cells_[first + t];
            const std::optional<double> value = numberOf(cell);
            if (!value) fail("found " + quoted(cell) + " as value " + std::to_string(t + 1) + ", expected a number");
            if (std::isnan(*value))
                fail("value " + std::to_string(t + 1) +
                     " is missing: gaps must be filled before, and series of different lengths brought to one length");
            if (std::abs(*value) > static_cast<double>(std::numeric_limits<float>::max()))
                fail("value " + std::to_string(t + 1) + " is " + quoted(cell) + ", too large");
            table_.values.push_back(static_cast<float>(*value));
        }
    }

    std::string_view text_;
    const std::string& where_;
    std::size_t number_ = 0;
    bool head_ = false; ///< lines that start with '@' were there
    bool seen_ = false; ///< a line with cells
    std::vector<std::string_view> cells_;
    SeriesTable table_;
};

} // namespace

SeriesTable parseSeries(std::string_view text, const std::string& where) {
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(byteOrderMark)) text.remove_prefix(byteOrderMark.size());
    return Reader(text, where).read();
}

SeriesTable readSeries(const std::filesystem::path& file) { return parseSeries(readTextFile(file), file.string()); }

} // namespace orthant
