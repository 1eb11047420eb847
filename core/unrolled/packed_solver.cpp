// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/packed_solver.h"

#include "core/tensor/gemm.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/operator_product.h"
#include "core/unrolled/packed_links.h"
#include "core/unrolled/shrink.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace orthant {

namespace {

const Packed& layerOf(const std::vector<Packed>& weights, std::size_t k) { return weights[weights.size() == 1 ? 0 : k]; }

/// z = S(q), in the coordinates of the sparsifier where there is one.
void shrinkRows(const PackedSolver& solver, std::size_t k, const Tensor& q, Tensor& z) {
    const std::size_t passing = solver.passShare.empty() ? 0 : passingOf(solver.passShare[k], q.cols());
    const Shrinkage shrinkage{solver.thresholds[k], passing, solver.channels};
    std::vector<float> passFrom(q.rows() / solver.channels);
    if (solver.sparsifier.empty()) return shrinkage.forward(q.matrix(), z.matrix(), passFrom.data());
    Tensor inside(q.shape()), shrunk(q.shape());
    floatProduct(q.matrix(), Transpose::No, solver.sparsifier.matrix(), Transpose::Yes, inside.matrix());
    shrinkage.forward(inside.matrix(), shrunk.matrix(), passFrom.data());
    floatProduct(shrunk.matrix(), Transpose::No, solver.sparsifier.matrix(), Transpose::No, z.matrix());
}

} // namespace

void PackedSolver::run(ConstMatrixView y, std::size_t depth,
                       const std::function<void(std::size_t, ConstMatrixView)>& visit) const {
    assert(y.cols == matrix.rows() && y.rows % channels == 0 && depth <= layers());
    const UnrolledForm form = unrolledEntry(algorithm).form;
    const OperatorProduct product(matrix);
    Tensor z({y.rows, matrix.cols()}), q(z.shape()), v, move(z.shape()), residual({y.rows, y.cols});
    for (std::size_t k = 0; k < depth; ++k) {
        if (form.split) {
            multiplyPacked(layerOf(weights, k), y, q.matrix());
            multiplyPacked(layerOf(second, k), z.matrix(), move.matrix());
            for (std::size_t i = 0; i < q.size(); ++i) q[i] += move[i];
        } else {
            v = z;
            if (form.relaxed)
                for (std::size_t i = 0; i < v.size(); ++i) v[i] = 2 * z[i] - q[i];
            product.measure(v.matrix(), residual.matrix());
            for (std::size_t r = 0; r < y.rows; ++r)
                for (std::size_t c = 0; c < y.cols; ++c) residual.row(r)[c] = y.row(r)[c] - residual.row(r)[c];
            multiplyPacked(layerOf(weights, k), residual.matrix(), move.matrix());
            for (std::size_t i = 0; i < q.size(); ++i) q[i] = z[i] + steps[k] * move[i];
        }
        if (form.shrinks) shrinkRows(*this, k, q, z);
        else z = q;
        visit(k + 1, z.matrix());
    }
}

Tensor PackedSolver::run(ConstMatrixView y, std::size_t depth) const {
    Tensor result({y.rows, matrix.cols()});
    const std::size_t last = depth == 0 ? layers() : depth;
    run(y, last, [&](std::size_t k, ConstMatrixView x) {
        if (k == last) std::copy_n(x.data, result.size(), result.data());
    });
    return result;
}

} // namespace orthant
