// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// A matrix as a MatrixMarket file lists it.
struct MarketMatrix {
    struct Entry {
        std::size_t row = 0, col = 0; ///< from 0
        double value = 0;
    };
    std::size_t rows = 0, cols = 0; ///< as the file claims; only entries take memory
    std::vector<Entry> entries;     ///< symmetric files: both halves; an entry that is listed twice counts twice
};

/// Reads the text form .mtx: "matrix", coordinate or array, real, integer or pattern (every entry 1), general or
/// symmetric.
/// @errors  Error with file and line: another head, a place outside the matrix, a missing or superfluous entry, no
/// number
MarketMatrix parseMatrixMarket(std::string_view text, const std::string& where);
MarketMatrix readMatrixMarket(const std::filesystem::path& file);

} // namespace orthant
