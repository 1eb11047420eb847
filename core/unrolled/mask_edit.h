// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/structure.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A rectangle of links that a person forbids or allows, whatever the operator says. Rows and columns from 0, the last ones
/// included.
struct MaskEdit {
    std::size_t row0 = 0, row1 = 0, col0 = 0, col1 = 0;
    bool allow = false;

    bool covers(const MaskEdit& other) const {
        return row0 <= other.row0 && other.row1 <= row1 && col0 <= other.col0 && other.col1 <= col1;
    }
    friend bool operator==(const MaskEdit&, const MaskEdit&) = default;
};

/// One after the other: of those that overlap the last one counts.
/// @param where  of the list, for errors
/// @errors  Error at an edit that ends outside of the mask, and at the list when no link is left
void applyEdits(Mask& mask, std::span<const MaskEdit> edits, const std::string& where);

/// Puts an edit behind the others and leaves out those of which nothing is seen then.
void addEdit(std::vector<MaskEdit>& edits, const MaskEdit& edit);

} // namespace orthant
