// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/link_weights.h"
#include "core/unrolled/mask_edit.h"
#include "core/unrolled/packed_solver.h"
#include "core/unrolled/problem.h"
#include "core/unrolled/structure.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// One network of a comparison.
struct UnrolledDesign {
    std::string title;
    Component algorithm; ///< of the catalogue "unrolled": lista, lista_cp, ti_lista, alista, unrolled_gradient, unrolled_admm
    Component weights;   ///< of the catalogue "link_weights"
    std::string mask = "operator"; ///< "operator": its structure; "dense": every link
    std::size_t reach = 0;         ///< operatorMask()
    std::vector<MaskEdit> edits;   ///< what a person has changed in that mask

    friend bool operator==(const UnrolledDesign&, const UnrolledDesign&) = default;
};

/// The links of a design: the mask of the operator or every link, then the edits.
/// @errors  Error at /mask or /edits of the design
Mask linksOf(const LinearOperator& op, const UnrolledDesign& design);

/// True when both designs choose their links in the same way.
inline bool sameLinks(const UnrolledDesign& a, const UnrolledDesign& b) {
    return a.mask == b.mask && a.reach == b.reach && a.edits == b.edits;
}

/// A solver turned into layers, x_{k+1} = step_k(x_k, y), x_0 = 0, with hand-written gradients.
/// @shape  y: rows x m, x: rows x n; rows = samples * channels
/// The formulas of all algorithms stand at UnrolledForm, those of the gradients at UnrolledPass.
/// Quantized weights of LISTA's two matrices have scales of their own each: "scale" and "second/scale".
/// @source  Gregor and LeCun 2010, Chen et al. 2018, Liu et al. 2019; one bit: Eamaz et al. 2025 (PIBiNN), arXiv:2502.01908
/// @threads  one caller at a time; products are parallel inside, with the same result for any number of threads
class UnrolledNet {
  public:
    /// `problem` must outlive the network. Nothing is random: matrices start from the operator.
    UnrolledNet(const Problem& problem, const UnrolledDesign& design);
    ~UnrolledNet();

    std::size_t layers() const;
    const Mask& mask() const;
    LinkCount count() const;

    /// With false, forward() takes the latent weights as they are (stage 1: float training on the mask). Learned scales start
    /// from the latent weights at the change from false to true. A new network is quantized.
    void setQuantized(bool on);
    bool quantized() const;
    bool schemeQuantizes() const; ///< LinkWeights::quantized(): what setQuantized() is about
    void setScales(bool closedForm, bool perLayer); ///< LinkWeights::setScales()
    /// Latent matrices, thresholds and steps of another network with the same algorithm and mask, not its scales.
    void takeFloat(const Bundle& state);

    /// Runs the first `depth` layers. @return  the estimate x_depth, valid until the next call
    ConstMatrixView forward(ConstMatrixView y, std::size_t depth);
    /// The estimate after `layer` layers of the last forward(), from 1.
    ConstMatrixView estimate(std::size_t layer) const;
    /// From the gradient at x_depth of the last forward(), which had this depth, gradients of everything in layers firstLayer ..
    /// depth - 1. One time for each forward().
    void backward(ConstMatrixView y, ConstMatrixView gradient, std::size_t depth, std::size_t firstLayer = 0);

    /// What is trained: latent matrices, thresholds, steps and scales, named "layer3/weights", "layer3/threshold", "scale", ...
    /// The first layer is 1. Matrices whose mask is equal blocks on the diagonal hold the blocks alone, n x block columns.
    std::vector<Parameter*> parameters();
    /// Those of one layer, from 0. What all layers share (tied matrices, scales) counts to the first one.
    std::vector<Parameter*> parametersOf(std::size_t layer);
    /// To be called after parameters were changed: thresholds below 0 become 0, the next forward() makes weights anew. Those of
    /// layers first .. last - 1 alone where nothing else has moved.
    void changed() { changed(0, layers()); }
    void changed(std::size_t first, std::size_t last);

    std::vector<double> thresholds() const; ///< one for each layer
    std::vector<double> steps() const;      ///< gamma_k, 1 where there is none
    std::vector<double> scales() const;     ///< LinkWeights::scales()
    /// Latent matrices W or W1, one for each layer or one in all; shapes as in parameters().
    std::span<const Parameter> latent() const;
    const Mask& linkMask() const; ///< of latent()

    /// What ships. Its run() equals forward() to float rounding.
    PackedSolver pack() const;

    Bundle state() const;
    void restore(const Bundle& state);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// NMSE in dB after 0 .. layers() layers.
std::vector<double> netCurve(UnrolledNet& net, const Problem& problem, Part part, std::size_t samples);

} // namespace orthant
