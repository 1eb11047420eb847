// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/catalogue.h"
#include "core/unrolled/algorithms/cholesky.h"

#include <algorithm>
#include <numeric>

namespace orthant {

namespace {

/// (A^T A + rho I)^-1 A^T = A^T (A A^T + rho I)^-1.
Tensor inverseStart(const Tensor& a, double rho) {
    const std::size_t m = a.rows(), n = a.cols();
    std::vector<std::size_t> rows(m);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    SymmetricMatrix system = gramOfRows(a.matrix(), rows);
    for (std::size_t i = 0; i < m; ++i) system.at(i, i) += rho;
    system.factorize(0);
    Tensor result({n, m});
    std::vector<double> column(m);
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < m; ++i) column[i] = static_cast<double>(a.row(i)[j]);
        system.solve(column);
        std::ranges::transform(column, result.row(j).begin(), [](double v) { return static_cast<float>(v); });
    }
    return result;
}

} // namespace

/// ADMM:  x = (A^T A + rho I)^-1 (A^T y + rho (z - u)),  z = S(x + u),  u += x - z.
/// 1. With v = z - u the first line is v + W (y - A v), W = (A^T A + rho I)^-1 A^T.
/// 2. With q = x + u, the argument of S, the last line says u = q - z. So v = 2 z - q, and q+ = z + W (y - A (2 z - q)).
UnrolledEntry unrolled_entries::unrolled_admm() {
    UnrolledEntry entry;
    entry.id = "unrolled_admm";
    entry.title = "Unrolled ADMM";
    entry.summary = "Splitting with a dual variable; the inverse is a learned matrix that multiplies the residual.";
    entry.source = "standard ADMM; the form with one learned matrix is derived here";
    entry.grade = "derived";
    entry.params = unrolledParams(false);
    entry.params.push_back(tiedParam());
    entry.params.push_back(realParam("rho", "Penalty", 1.0, "Of the first matrix, (A^T A + rho I)^-1 A^T.").range(1e-6, 1e6).log());
    entry.form.relaxed = true;
    entry.start = [](const Problem& problem, const Mask& mask, const Params& p) {
        UnrolledStart start = gradientStart(problem, mask, p);
        start.weights = inverseStart(problem.op.matrix, p.real("rho"));
        return start;
    };
    return entry;
}

} // namespace orthant
