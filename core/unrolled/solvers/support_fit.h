// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/solver.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// Everything that a greedy solver needs of the matrix: products of its atoms with each other.
/// Atoms are the columns of A T^T, T the sparsifier.
class Atoms {
  public:
    explicit Atoms(const Problem& problem);
    std::size_t count() const { return gram_.cols(); }
    std::span<const float> gram(std::size_t atom) const { return gram_.row(atom); }
    /// Products of the atoms with measurements. @shape  rows x count()
    Tensor correlations(ConstMatrixView y) const;
    /// Coefficients of the atoms to signals.
    Tensor toSignals(const Tensor& coefficients) const;

  private:
    const Problem& problem_;
    Tensor atoms_, gram_;
};

/// Least squares on a support that grows by one atom at a time: the Cholesky factor of its Gram matrix.
class SupportFit {
  public:
    explicit SupportFit(const Atoms& atoms) : atoms_(&atoms) {}

    void clear();
    /// @return  false, and nothing added, for an atom that depends on those that are in
    bool add(std::uint32_t atom);
    std::span<const std::uint32_t> support() const { return support_; }
    /// Coefficients on the support for one row of correlations with y. @return  |y|^2 - |residual|^2
    double solve(std::span<const float> correlations, std::vector<double>& coefficients) const;

  private:
    const double* factorRow(std::size_t i) const { return factor_.data() + i * (i + 1) / 2; }

    const Atoms* atoms_;
    std::vector<std::uint32_t> support_;
    std::vector<double> factor_; ///< lower triangle, row after row
};

/// The parameter "sparsity": 0 stands for what the problem's density gives, a quarter of the measurements where it has
/// none.
std::size_t sparsityOf(const Params& params, const Problem& problem);
ParamSpec sparsityParam();

/// The k atoms with the most energy in these rows, one for each channel; of equals the first.
std::vector<std::uint32_t> largestAtoms(ConstMatrixView rows, std::size_t k);

/// correlations -= value * products of all atoms with this one.
inline void subtractAtom(const Atoms& atoms, std::uint32_t atom, double value, float* correlations) {
    const std::span<const float> products = atoms.gram(atom);
    for (std::size_t j = 0; j < products.size(); ++j) correlations[j] -= static_cast<float>(value) * products[j];
}

/// Sum over the channels of squared values: how much an atom matters to a sample.
inline double energyAt(ConstMatrixView rows, std::size_t atom) {
    double sum = 0;
    for (std::size_t c = 0; c < rows.rows; ++c)
        sum += static_cast<double>(rows.row(c)[atom]) * static_cast<double>(rows.row(c)[atom]);
    return sum;
}

} // namespace orthant
