// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/link_layout.h"
#include "core/unrolled/operator_product.h"
#include "core/unrolled/problem.h"

#include <cstddef>
#include <span>
#include <vector>

namespace orthant {

/// What one layer computes with.
struct LayerValues {
    const Tensor* links = nullptr;  ///< W, or W1; as the layout stores it
    const Tensor* second = nullptr; ///< W2 where the form is split
    float threshold = 0, step = 1;
    std::size_t passing = 0; ///< entries that pass unshrunk
};

/// Gradients of one layer. Matrices of tied layers come in one after the other.
struct LayerGradients {
    Tensor* links = nullptr;
    Tensor* second = nullptr;
    float* threshold = nullptr;
    float* step = nullptr; ///< null: steps are not learned
};

/// Forward and backward over the layers of an unrolled network, see UnrolledForm for the formulas.
/// Backward, with g = d loss / d z_{k+1}, h = d loss / d q_{k+1} from the layer above (0 unless relaxed), r = y - A v:
///   dq = S'(q) g + h;  d theta = - sum of g sign(q) over what was shrunk
///   dW = gamma dq r^T;  d gamma = <W^T dq, r>;  dv = - gamma A^T W^T dq
///   dz = dq + dv, or dq + 2 dv with h = - dv for the layer below where the form is relaxed
///   split: dW1 = dq y^T, dW2 = dq z^T, dz = W2^T dq
/// A sparsifier T shrinks in its own coordinates: z = T^T S(T q).
/// @source  derived here, checked by central differences
/// @threads Blocks of samples go through all layers side by side where matrices are small; where they are large the products
///          themselves are parallel. Matrix gradients are one product over the batch for each layer. Nothing depends on the
///          number of threads.
class UnrolledPass {
  public:
    /// `problem` must outlive it.
    UnrolledPass(const Problem& problem, const UnrolledForm& form, LinkLayout links, LinkLayout second);

    const LinkLayout& links() const { return links_; }
    const LinkLayout& second() const { return second_; }

    void forward(ConstMatrixView y, std::span<const LayerValues> layers);
    ConstMatrixView estimate(std::size_t layer) const { return layers_[layer - 1].z.matrix(); }
    /// Gradients of layers firstLayer .. layers.size() - 1 of the last forward(). They are set; where several layers share a
    /// matrix its gradient is their sum.
    void backward(ConstMatrixView y, ConstMatrixView gradient, std::span<const LayerValues> layers,
                  std::span<const LayerGradients> gradients, std::size_t firstLayer);

  private:
    /// What a layer leaves for the backward pass, all samples.
    struct Trace {
        Tensor q, transformed; ///< the argument of S, also in the coordinates of the sparsifier
        Tensor z, residual, dq;
        std::vector<float> passFrom;
        std::vector<double> thresholdSlopes, stepSlopes; ///< of each sample
    };

    void size(std::size_t rows, std::size_t depth);
    std::size_t blockRows(std::size_t rows) const;
    void forwardBlock(ConstMatrixView y, std::span<const LayerValues> layers, std::size_t begin, std::size_t end);
    void backwardBlock(ConstMatrixView gradient, std::span<const LayerValues> layers,
                       std::span<const LayerGradients> gradients, std::size_t firstLayer, std::size_t begin, std::size_t end);
    void shrink(Trace& trace, const LayerValues& layer, std::size_t begin, std::size_t end);
    void unshrink(Trace& trace, const LayerValues& layer, MatrixView g, std::size_t begin, std::size_t end);
    void matrixGradients(ConstMatrixView y, std::span<const LayerGradients> gradients, std::size_t firstLayer);

    const Problem& problem_;
    UnrolledForm form_;
    LinkLayout links_, second_;
    OperatorProduct operator_;
    std::vector<Trace> layers_;
};

} // namespace orthant
