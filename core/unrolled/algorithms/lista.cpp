// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/gemm.h"
#include "core/unrolled/algorithms/catalogue.h"

namespace orthant {

/// x+ = S(W1 y + W2 x), start W1 = A^T / L, W2 = I - A^T A / L.
UnrolledEntry unrolled_entries::lista() {
    UnrolledEntry entry;
    entry.id = "lista";
    entry.title = "LISTA";
    entry.summary = "Two free matrices in each layer. The identity has to be learned too, which one bit cannot express.";
    entry.source = "Gregor and LeCun 2010";
    entry.grade = "secondary";
    entry.params = unrolledParams(false);
    std::erase_if(entry.params, [](const ParamSpec& spec) { return spec.id == "learnedSteps"; });
    entry.params.push_back(tiedParam());
    entry.form.split = true;
    entry.start = [](const Problem& problem, const Mask& mask, const Params& p) {
        UnrolledStart start = gradientStart(problem, mask, p);
        const std::size_t n = problem.op.unknowns();
        start.second.resize({n, n});
        floatProduct(start.weights.matrix(), Transpose::No, problem.op.matrix.matrix(), Transpose::No, start.second.matrix());
        for (float& v : start.second.values()) v = -v;
        for (std::size_t i = 0; i < n; ++i) start.second.row(i)[i] += 1;
        return start;
    };
    return entry;
}

} // namespace orthant
