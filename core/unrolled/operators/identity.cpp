// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/catalogue.h"
#include "core/unrolled/operators/random_params.h"

namespace orthant {

OperatorEntry operator_entries::identity() {
    return {{"identity",
             "Identity",
             "Every value is measured by itself: denoising",
             "derived here",
             "derived",
             {unknownsParam(64)}},
            [](const Params& params, const OperatorContext&) {
                const std::size_t n = params.size("unknowns");
                return LinearOperator{"identity, " + std::to_string(n), blockDiagonal(n, Tensor({1, 1}, 1.0F))};
            }};
}

} // namespace orthant
