// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/matrices.h"
#include "core/unrolled/operators/catalogue.h"

namespace orthant {

namespace {

LinearOperator make(const Params& params, const OperatorContext& context) {
    const std::size_t blocks = params.size("blocks");
    const LinearOperator inner = makeOperator(params.component("inner"), context, context.where + "/inner");
    checkSides(blocks * inner.measurements(), blocks * inner.unknowns(), context.where + "/blocks");
    return {std::to_string(blocks) + " patches with one matrix: " + inner.title, blockDiagonal(blocks, inner.matrix)};
}

} // namespace

OperatorEntry operator_entries::kronecker() {
    return {
        {"kronecker",
         "The same for every patch",
         "One matrix on each of several patches: the Kronecker product of an identity with it",
         "derived here",
         "derived",
         {integerParam("blocks", "Patches B", 4, "How many patches are measured side by side.")
              .range(1, static_cast<double>(largestSide)),
          componentParam("inner", "Matrix of a patch", "operators",
                         Component("gaussian", {{"measurements", std::int64_t{12}}, {"unknowns", std::int64_t{16}}}),
                         "What is measured of each patch.")}},
        make};
}

} // namespace orthant
