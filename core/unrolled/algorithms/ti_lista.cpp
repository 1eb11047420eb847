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
    entry.params.push_back(startParam());
    entry.tied = true;
    entry.start = [](const Problem& problem, const Mask& mask, const Params& p) { return gradientStart(problem, mask, p); };
    return entry;
}

} // namespace orthant
