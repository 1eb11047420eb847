// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace orthant {

/// What is measured of a signal: y = A x. Structural zeros are exact zeros of the matrix.
/// @shape  matrix: m x n
struct LinearOperator {
    std::string title; ///< "block diagonal, 4 blocks of 12 x 16"
    Tensor matrix;

    std::size_t measurements() const { return matrix.rows(); } ///< m
    std::size_t unknowns() const { return matrix.cols(); }     ///< n
};

struct OperatorContext {
    std::filesystem::path folder; ///< relative paths in parameters start here
    std::uint64_t seed = 1;       ///< of random matrices
    std::string where = {};       ///< place of the component, for errors; makeOperator() sets it
};

/// An entry of the catalogue of operators.
struct OperatorEntry : EntryInfo {
    std::function<LinearOperator(const Params&, const OperatorContext&)> make;
};

std::span<const OperatorEntry> operatorCatalogue();

/// Resolves the parameters and makes it.
/// @errors  Error at the parameter: sizes that do not fit, a file that cannot be read
LinearOperator makeOperator(const Component& component, const OperatorContext& context, const std::string& where = {});

} // namespace orthant
