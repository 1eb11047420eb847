// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"
#include "core/unrolled/solvers/support_fit.h"

#include <algorithm>

namespace orthant {

namespace {

/// One sample: `residual` are the products of the atoms with what is left of y.
struct Pursuit {
    SupportFit fit;
    double energy = 0;  ///< |y|^2
    bool ended = false; ///< nothing is left, or no atom helps
};

std::uint32_t strongest(const Atoms& atoms, ConstMatrixView residual, std::span<const std::uint32_t> support) {
    std::uint32_t best = 0;
    double most = -1;
    for (std::uint32_t j = 0; j < atoms.count(); ++j) {
        const auto square = static_cast<double>(atoms.gram(j)[j]);
        const double score = square > 0 ? energyAt(residual, j) / square : 0;
        if (score > most && std::find(support.begin(), support.end(), j) == support.end()) {
            most = score;
            best = j;
        }
    }
    return best;
}

/// Least squares for every channel, and the correlations of the new residual: b - G c.
void refit(Pursuit& pursuit, const Atoms& atoms, ConstMatrixView correlations, MatrixView residual,
           MatrixView coefficients) {
    double explained = 0;
    std::vector<double> values;
    const std::span<const std::uint32_t> support = pursuit.fit.support();
    for (std::size_t c = 0; c < correlations.rows; ++c) {
        explained += pursuit.fit.solve({correlations.row(c), correlations.cols}, values);
        std::copy_n(correlations.row(c), correlations.cols, residual.row(c));
        for (std::size_t i = 0; i < support.size(); ++i) {
            coefficients.row(c)[support[i]] = static_cast<float>(values[i]);
            subtractAtom(atoms, support[i], values[i], residual.row(c));
        }
    }
    pursuit.ended = pursuit.energy - explained <= 1e-10 * pursuit.energy;
}

void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    const std::size_t channels = problem.channels, samples = y.rows / channels, each = params.size("atoms");
    const Atoms atoms(problem);
    const Tensor correlations = atoms.correlations(y);
    Tensor residual = correlations, coefficients(correlations.shape());
    std::vector<Pursuit> pursuits(samples, Pursuit{SupportFit(atoms)});
    for (std::size_t row = 0; row < y.rows; ++row)
        for (std::size_t i = 0; i < y.cols; ++i)
            pursuits[row / channels].energy += static_cast<double>(y.row(row)[i]) * static_cast<double>(y.row(row)[i]);
    const auto rowsOf = [&](const Tensor& tensor, std::size_t s) {
        return ConstMatrixView{tensor.data() + s * channels * tensor.cols(), channels, tensor.cols(), tensor.cols()};
    };
    const auto writable = [&](Tensor& tensor, std::size_t s) {
        return MatrixView{tensor.data() + s * channels * tensor.cols(), channels, tensor.cols(), tensor.cols()};
    };
    visit(0, atoms.toSignals(coefficients).matrix());
    for (std::size_t k = 1; k <= iterations; ++k) {
        parallelBlocks(samples, 4, [&](std::size_t begin, std::size_t end) {
            for (std::size_t s = begin; s < end; ++s)
                for (std::size_t a = 0; a < each; ++a) {
                    Pursuit& pursuit = pursuits[s];
                    if (pursuit.energy == 0 || pursuit.ended || pursuit.fit.support().size() >= y.cols) break;
                    pursuit.ended = !pursuit.fit.add(strongest(atoms, rowsOf(residual, s), pursuit.fit.support()));
                    if (!pursuit.ended)
                        refit(pursuit, atoms, rowsOf(correlations, s), writable(residual, s),
                              writable(coefficients, s));
                }
        });
        visit(k, atoms.toSignals(coefficients).matrix());
    }
}

} // namespace

SolverEntry solver_entries::omp() {
    return {
        {"omp",
         "OMP",
         "Takes the atom that explains most of what is left, then fits all that were taken",
         "Pati, Rezaiifar, Krishnaprasad 1993; Tropp and Gilbert 2007; channels: Tropp, Gilbert, Strauss 2006",
         "paper",
         {integerParam("atoms", "Atoms in an iteration", 1,
                       "How many atoms are taken one after the other in each iteration. With more than one it is another "
                       "solver than OMP and its curve says so: at equal iterations it does several times the work.")
              .range(1, 64)
              .log()}},
        {},
        run,
        [](const Params& params) {
            const std::int64_t atoms = params.integer("atoms");
            return atoms == 1 ? std::string() : std::to_string(atoms) + " atoms in an iteration";
        }};
}

} // namespace orthant
