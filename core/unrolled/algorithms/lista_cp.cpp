// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/catalogue.h"

namespace orthant {

/// x+ = S(x + gamma W (y - A x)), start W = A^T / L.
UnrolledEntry unrolled_entries::lista_cp() {
    UnrolledEntry entry;
    entry.id = "lista_cp";
    entry.title = "LISTA-CP";
    entry.summary = "Steps along W (y - A x) with the true A inside: what is exact stays exact, and W may be coarse.";
    entry.source = "Chen et al. 2018, arXiv:1808.10038; support selection from the same paper, learned steps from ALISTA";
    entry.grade = "code";
    entry.params = unrolledParams(false);
    entry.params.push_back(tiedParam());
    entry.params.push_back(startParam());
    entry.start = [](const Problem& problem, const Mask& mask, const Params& p) { return gradientStart(problem, mask, p); };
    return entry;
}

} // namespace orthant
