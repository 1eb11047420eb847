// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace orthant {

namespace {

/// Edit distance (Levenshtein) with one rolling row.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::string fixed(double value, int digits) {
    char buffer[64];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
    return std::string(buffer, result.ptr);
}

std::string threeDigits(double value) { return fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0); }

} // namespace

std::string suggestion(std::string_view found, std::span<const std::string> candidates) {
    if (candidates.empty()) return {};
    const auto nearest = std::min_element(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
        return editDistance(found, a) < editDistance(found, b);
    });
    if (editDistance(found, *nearest) <= std::max<std::size_t>(1, found.size() / 3))
        return ". Did you mean '" + *nearest + "'?";
    std::string text = ". Known: ";
    for (std::size_t i = 0; i < candidates.size() && i < 12; ++i) text += (i ? ", " : "") + candidates[i];
    return text + (candidates.size() > 12 ? ", ..." : "");
}

std::string shortest(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    if (value == std::trunc(value) && std::abs(value) < 1e15) return fixed(value, 0); // 100000, not 1e+05
    char buffer[64];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, result.ptr);
}

std::string compactCount(double value) {
    static constexpr const char* suffix[] = {"", " k", " M", " G", " T", " P"};
    std::size_t power = 0;
    while (std::abs(value) >= 999.5 && power + 1 < std::size(suffix)) {
        value /= 1000;
        ++power;
    }
    if (power == 0) return value == std::floor(value) ? fixed(value, 0) : threeDigits(value);
    return threeDigits(value) + suffix[power];
}

std::string duration(double seconds) {
    if (!(seconds >= 0) || seconds > 1e9) return "unknown";
    if (seconds < 10) return fixed(seconds, 1) + " s";
    const auto whole = static_cast<long long>(std::llround(seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    char buffer[64];
    if (whole < 3600) std::snprintf(buffer, sizeof buffer, "%lld min %02lld s", whole / 60, whole % 60);
    else std::snprintf(buffer, sizeof buffer, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
    return buffer;
}

std::string byteSize(double bytes) {
    static constexpr const char* suffix[] = {" B", " KiB", " MiB", " GiB", " TiB"};
    std::size_t power = 0;
    while (bytes >= 1023.5 && power + 1 < std::size(suffix)) {
        bytes /= 1024;
        ++power;
    }
    return (power == 0 ? fixed(bytes, 0) : threeDigits(bytes)) + suffix[power];
}

} // namespace orthant
