// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/column_file.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/io/bundle.h"
#include "core/io/csv.h"
#include "core/io/file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace orthant {

namespace {

const std::string place = "/column";

std::optional<std::size_t> wholeNumber(std::string_view text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::size_t columnNumber(const std::string& text, std::size_t columns) {
    const auto number = wholeNumber(text);
    if (!number || *number < 1 || *number > columns)
        throw Error("expected the number of a column from 1 to " + std::to_string(columns) + ", found '" + text + "'",
                    place);
    return *number - 1;
}

std::vector<double> fromTable(const Table& table, const std::string& wanted, const std::string& file) {
    if (table.columns().empty()) throw Error("the file has no columns", file);
    std::vector<std::string> names;
    for (const Column& column : table.columns())
        names.push_back(column.name);
    if (wanted.empty()) {
        if (names.size() == 1) return table.columns()[0].values;
        throw Error("the file has " + std::to_string(names.size()) + " columns, expected the name or number of one" +
                        suggestion(wanted, names),
                    place);
    }
    if (const Column* column = table.find(wanted)) return column->values;
    if (const auto number = wholeNumber(wanted); number && *number >= 1 && *number <= names.size())
        return table.columns()[*number - 1].values;
    throw Error("no column '" + wanted + "'" + suggestion(wanted, names), place);
}

std::vector<double> fromArray(const Array& array, const std::string& column, const std::string& file) {
    if (array.shape.empty() || array.shape.size() > 2)
        throw Error("found an array of " + std::to_string(array.shape.size()) + " dimensions, expected one or two",
                    file);
    std::vector<double> values = array.toDoubles();
    if (column.empty()) return values;
    const std::size_t columns = array.shape.size() == 1 ? 1 : array.shape[1], wanted = columnNumber(column, columns);
    std::vector<double> result;
    for (std::size_t i = wanted; i < values.size(); i += columns)
        result.push_back(values[i]);
    return result;
}

/// "name", "name:2", "2" or nothing.
std::vector<double> fromBundle(const Bundle& bundle, const std::string& wanted, const std::string& file) {
    std::vector<std::string> names;
    for (const auto& entry : bundle.arrays)
        names.push_back(entry.first);
    if (const auto found = bundle.arrays.find(wanted); found != bundle.arrays.end())
        return fromArray(found->second, "", file);
    const std::size_t colon = wanted.rfind(':');
    std::string name = colon == std::string::npos ? wanted : wanted.substr(0, colon);
    std::string column = colon == std::string::npos ? std::string() : wanted.substr(colon + 1);
    if (names.size() == 1 && (name.empty() || wholeNumber(wanted))) {
        if (!name.empty()) column = name;
        name = names[0];
    }
    const auto found = bundle.arrays.find(name);
    if (found == bundle.arrays.end())
        throw Error((name.empty() ? "the file has " + std::to_string(names.size()) + " arrays, expected the name of one"
                                  : "no array '" + name + "'") +
                        suggestion(name, names),
                    place);
    return fromArray(found->second, column, file);
}

bool startsWith(std::span<const std::byte> bytes, std::string_view text) {
    return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin(), [](char c, std::byte b) {
               return static_cast<unsigned char>(c) == std::to_integer<unsigned char>(b);
           });
}

} // namespace

std::vector<float> readColumn(const std::filesystem::path& file, const std::string& column) {
    if (file.empty()) throw Error("no file is given", "/columnFile");
    const std::string where = file.string();
    const std::vector<std::byte> bytes = readFile(file);
    std::vector<double> values;
    if (startsWith(bytes, "\x93NUMPY"))
        values = fromArray(parseNpy(bytes, where), column, where);
    else if (startsWith(bytes, "PK\x03\x04"))
        values = fromBundle(parseNpz(bytes, where), column, where);
    else
        values = fromTable(parseCsv({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, where), column, where);

    if (values.empty()) throw Error("the column has no values", where);
    std::vector<float> result;
    result.reserve(values.size());
    bool zeros = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        result.push_back(static_cast<float>(values[i]));
        if (!std::isfinite(result.back()))
            throw Error("value " + std::to_string(i + 1) + " of the column is " +
                            (std::isnan(values[i]) ? "empty or not a number" : "not finite: " + shortest(values[i])),
                        where);
        zeros = zeros && result.back() == 0;
    }
    if (zeros) throw Error("the column has zeros only, so its vectors have no direction", where);
    return result;
}

} // namespace orthant
