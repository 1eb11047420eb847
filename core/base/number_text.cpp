// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include "core/base/error.h"

#include <charconv>
#include <cmath>

namespace orthant {

std::optional<double> numberFrom(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // Out of range: from_chars leaves the value alone.
    if (text.empty() || end != text.data() + text.size() || error != std::errc{}) return std::nullopt;
    return value;
}

std::vector<double> parseNumbers(std::string_view text, const std::string& where) {
    constexpr std::string_view separators = ", \t\r\n";
    std::vector<double> numbers;
    for (std::size_t at = text.find_first_not_of(separators); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        const std::string_view word = text.substr(at, end - at);
        const std::optional<double> value = numberFrom(word);
        if (!value || !std::isfinite(*value))
            throw Error("expected numbers separated by commas, found '" + std::string(word.substr(0, 40)) + "'", where);
        numbers.push_back(*value);
        at = text.find_first_not_of(separators, end);
    }
    return numbers;
}

} // namespace orthant
