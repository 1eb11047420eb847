// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/catalogue.h"

namespace orthant {

/// x+ = x + gamma_k W (y - A x).
UnrolledEntry unrolled_entries::unrolled_gradient() {
    UnrolledEntry entry;
    entry.id = "unrolled_gradient";
    entry.title = "Unrolled gradient";
    entry.summary = "Steps without any prior: all layers together are a linear map. For problems with enough measurements.";
    entry.source = "standard; as a network chosen here";
    entry.grade = "derived";
    entry.params = unrolledParams(false);
    std::erase_if(entry.params, [](const ParamSpec& spec) { return spec.id != "layers" && spec.id != "learnedSteps"; });
    entry.params.push_back(tiedParam());
    entry.form.shrinks = false;
    entry.start = [](const Problem& problem, const Mask& mask, const Params& p) { return gradientStart(problem, mask, p); };
    return entry;
}

} // namespace orthant
