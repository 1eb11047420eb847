// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/problem.h"

#include <filesystem>
#include <string>

namespace orthant {

/// Rows of numbers of a file, divided among the parts.
struct ImportedRows {
    Shape shape; ///< of one row
    Tensor train, validation, test;

    const Tensor& of(Part part) const {
        return part == Part::Train ? train : part == Part::Validation ? validation : test;
    }
};

/// Reads NPY of two dimensions (rows of values) or more (rows of pictures). Of the rows 80 % are for training and 10 %
/// each for validation and test, picked by the seed.
/// @param signalsInColumns  a matrix is turned first
/// @errors  Error at the file: fewer than 10 rows, a value that is no finite number, nothing but zeros
ImportedRows importRows(const std::filesystem::path& file, bool signalsInColumns, std::uint64_t seed);

} // namespace orthant
