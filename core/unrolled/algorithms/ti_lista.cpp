// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/catalogue.h"

namespace orthant {

/// x+ = S(x + gamma_k W (y - A x)): one matrix for all layers.
UnrolledEntry unrolled_entries::ti_lista() {
    UnrolledEntry entry;
    entry.id = "ti_lista";
    entry.title = "TiLISTA";
    entry.summary = "One learned matrix for all layers; each layer has a threshold and a step.";
    entry.source = "Liu et al. 2019 (ALISTA), ICLR";
    entry.grade = "secondary";
    entry.params = unrolledParams(true);
    entry.tied = true;
    entry.start = [](const Problem& problem, const Mask&, const Params& p) { return gradientStart(problem, p); };
    return entry;
}

} // namespace orthant
