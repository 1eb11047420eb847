// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// Labelled series of equal length.
struct SeriesTable {
    std::size_t length = 0;          ///< values of one series
    std::vector<std::string> labels; ///< whole numbers ("7" for 07 and 7.0), or names from files with a head
    std::vector<float> values;       ///< one series after the other
};

/// Reads the text files of the archives of time series: one series in a line.
/// - Tabs, commas, semicolons or spaces between numbers, the label first; a first line of names is skipped.
/// - The .ts form: comments ('#'), a head of lines that start with '@', then values between commas and the label after
///   a colon.
/// @errors  Error with file and line: a missing value, another length than the first series, a label that is no whole
///          number (a text is one after a head), no series at all
SeriesTable parseSeries(std::string_view text, const std::string& where);
SeriesTable readSeries(const std::filesystem::path& file);

} // namespace orthant
