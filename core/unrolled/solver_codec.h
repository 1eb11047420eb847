// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"
#include "core/unrolled/packed_solver.h"

#include <string>
#include <vector>

namespace orthant {

// A packed solver as named arrays. Everything but the signs is small, so that a file is little more than one bit for each link.
//
// "signs"    bits (numpy.packbits), matrix after matrix, plane after plane, row after row: the links that are not zero
// "zeros"    bits in the same order for every link on the mask, 1 where the weight is not zero; only where there are zeros
// "weights"  float weights of the links on the mask
// "floats"   scales, offsets, of LISTA's second matrices too, then thresholds, then steps and passing shares where there are any
// "mask"     encodedMask(), as text of the metadata where it is short
// "matrix", "sparsifier"  where they were asked for
// Texts: "algorithm", "title", "size" (layers, channels), "links" and "second" (matrices, planes, kinds of scales and offsets,
// whether there are zeros, whether scales double from plane to plane), "mask", "extras" ("steps shares"). What makes the matrix
// again is added by writeSolver(): "problem", without parameters that have their default, and "seed".

Bundle toBundle(const PackedSolver& solver, bool withOperator);
/// Without a matrix in the bundle that of the result is empty; so is problemText. @errors  Error that names the array or text
PackedSolver solverFromBundle(const Bundle& bundle);

/// Where the bytes of toBundle() are.
std::vector<FileShare> sharesOf(const Bundle& bundle, std::uintmax_t fileBytes);

} // namespace orthant
