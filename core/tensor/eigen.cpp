// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/eigen.h"

#include "core/base/error.h"

#include <Eigen/Eigenvalues>

#include <cassert>

namespace orthant {

SymmetricEigen symmetricEigen(ConstMatrixView a) {
    assert(a.rows == a.cols);
    using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto d = static_cast<Eigen::Index>(a.rows);
    const Eigen::Map<const RowMajor, 0, Eigen::OuterStride<>> matrix(
        a.data, d, d, Eigen::OuterStride<>(static_cast<Eigen::Index>(a.stride)));
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(matrix);
    if (solver.info() != Eigen::Success)
        throw Error("the covariance has no eigenvectors that could be found: it holds values that are not finite", "");
    SymmetricEigen result{std::vector<float>(a.rows), Tensor({a.rows, a.rows})};
    Eigen::Map<Eigen::VectorXf>(result.values.data(), d) = solver.eigenvalues();
    Eigen::Map<RowMajor>(result.vectors.data(), d, d) = solver.eigenvectors();
    return result;
}

} // namespace orthant
