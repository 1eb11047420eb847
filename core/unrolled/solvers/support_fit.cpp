// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/support_fit.h"

#include "core/tensor/gemm.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthant {

Atoms::Atoms(const Problem& problem) : problem_(problem) {
    const std::size_t m = problem.op.measurements(), n = problem.op.unknowns();
    atoms_ = problem.op.matrix;
    if (!problem.sparsifier.empty())
        floatProduct(problem.op.matrix.matrix(), Transpose::No, problem.sparsifier.matrix(), Transpose::Yes,
                     MatrixView{atoms_.data(), m, n, n});
    gram_.reshape({n, n});
    floatProduct(atoms_.matrix(), Transpose::Yes, atoms_.matrix(), Transpose::No, gram_.matrix());
}

Tensor Atoms::correlations(ConstMatrixView y) const {
    Tensor result({y.rows, count()});
    floatProduct(y, Transpose::No, atoms_.matrix(), Transpose::No, result.matrix());
    return result;
}

Tensor Atoms::toSignals(const Tensor& coefficients) const {
    if (problem_.sparsifier.empty()) return coefficients;
    Tensor signals(coefficients.shape());
    floatProduct(coefficients.matrix(), Transpose::No, problem_.sparsifier.matrix(), Transpose::No, signals.matrix());
    return signals;
}

void SupportFit::clear() {
    support_.clear();
    factor_.clear();
}

bool SupportFit::add(std::uint32_t atom) {
    const std::span<const float> products = atoms_->gram(atom);
    const std::size_t size = support_.size();
    const auto square = static_cast<double>(products[atom]);
    double rest = square;
    factor_.resize((size + 1) * (size + 2) / 2);
    double* row = factor_.data() + size * (size + 1) / 2;
    for (std::size_t i = 0; i < size; ++i) {
        const double* other = factorRow(i);
        double value = static_cast<double>(products[support_[i]]);
        for (std::size_t j = 0; j < i; ++j)
            value -= other[j] * row[j];
        row[i] = value / other[i];
        rest -= row[i] * row[i];
    }
    if (rest <= 1e-6 * square) { // the rounding of products in float
        factor_.resize(size * (size + 1) / 2);
        return false;
    }
    row[size] = std::sqrt(rest);
    support_.push_back(atom);
    return true;
}

double SupportFit::solve(std::span<const float> correlations, std::vector<double>& coefficients) const {
    const std::size_t size = support_.size();
    coefficients.resize(size);
    double explained = 0;
    for (std::size_t i = 0; i < size; ++i) { // L w = b
        const double* row = factorRow(i);
        auto value = static_cast<double>(correlations[support_[i]]);
        for (std::size_t j = 0; j < i; ++j)
            value -= row[j] * coefficients[j];
        coefficients[i] = value / row[i];
        explained += coefficients[i] * coefficients[i];
    }
    for (std::size_t i = size; i-- > 0;) { // L^T c = w
        coefficients[i] /= factorRow(i)[i];
        for (std::size_t j = 0; j < i; ++j)
            coefficients[j] -= factorRow(i)[j] * coefficients[i];
    }
    return explained;
}

std::vector<std::uint32_t> largestAtoms(ConstMatrixView rows, std::size_t k) {
    std::vector<double> energy(rows.cols);
    for (std::size_t j = 0; j < energy.size(); ++j)
        energy[j] = energyAt(rows, j);
    std::vector<std::uint32_t> order(energy.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(std::min(k, order.size()));
    std::ranges::partial_sort(order, middle, [&](std::uint32_t a, std::uint32_t b) {
        return energy[a] != energy[b] ? energy[a] > energy[b] : a < b;
    });
    order.erase(middle, order.end());
    return order;
}

std::size_t sparsityOf(const Params& params, const Problem& problem) {
    const std::size_t m = problem.op.measurements();
    std::size_t sparsity = params.size("sparsity");
    if (sparsity == 0)
        sparsity =
            problem.density > 0
                ? static_cast<std::size_t>(std::lround(problem.density * static_cast<double>(problem.op.unknowns())))
                : m / 4;
    return std::clamp<std::size_t>(sparsity, 1, std::max<std::size_t>(1, m));
}

ParamSpec sparsityParam() {
    return integerParam(
               "sparsity", "Nonzeros", 0,
               "Values that may differ from zero; 0: as many as the problem's signals have on average, at most "
               "the measurements.")
        .range(0, 4096)
        .log();
}

} // namespace orthant
