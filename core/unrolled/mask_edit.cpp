// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/mask_edit.h"

#include "core/base/error.h"

namespace orthant {

namespace {

void checkEnd(std::size_t last, std::size_t count, const char* what, const std::string& where) {
    if (last >= count)
        throw Error("the rectangle ends at " + std::string(what) + " " + std::to_string(last + 1) + ", the matrix of links has " + std::to_string(count) +
                        " " + what + "s; these links were edited for another operator",
                    where);
}

} // namespace

void applyEdits(Mask& mask, std::span<const MaskEdit> edits, const std::string& where) {
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const MaskEdit& edit = edits[i];
        const std::string place = where + "/" + std::to_string(i);
        checkEnd(edit.row1, mask.rows(), "row", place);
        checkEnd(edit.col1, mask.cols(), "column", place);
        for (std::size_t row = edit.row0; row <= edit.row1; ++row)
            for (std::size_t col = edit.col0; col <= edit.col1; ++col) mask.set(row, col, edit.allow);
    }
    if (!edits.empty() && countOnes(mask) == 0) throw Error("no link is left; a network needs at least one", where);
}

void addEdit(std::vector<MaskEdit>& edits, const MaskEdit& edit) {
    std::erase_if(edits, [&](const MaskEdit& old) { return edit.covers(old); });
    edits.push_back(edit);
}

} // namespace orthant
