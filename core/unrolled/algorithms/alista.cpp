// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/catalogue.h"

namespace orthant {

/// x+ = S(x + gamma_k W (y - A x)) with W from A alone: two numbers are learned in each layer.
UnrolledEntry unrolled_entries::alista() {
    UnrolledEntry entry;
    entry.id = "alista";
    entry.title = "ALISTA";
    entry.summary = "The matrix is computed, not learned: smallest coherence with A. Thresholds and steps alone are trained.";
    entry.source = "Liu et al. 2019 (ALISTA), ICLR; the matrix by a closed form that is derived here";
    entry.grade = "secondary";
    entry.params = unrolledParams(true);
    entry.tied = true;
    entry.form.learnsLinks = false;
    entry.start = [](const Problem& problem, const Mask& mask, const Params& p) {
        UnrolledStart start = gradientStart(problem, mask, p);
        start.weights = analyticWeights(problem.op.matrix.matrix(), mask);
        return start;
    };
    return entry;
}

} // namespace orthant
