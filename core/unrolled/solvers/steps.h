// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/solver.h"

#include <functional>
#include <span>

namespace orthant {

using Visit = std::function<void(std::size_t, ConstMatrixView)>;

/// Shrinkage (core/unrolled/shrink.h) in the domain where signals are sparse, in place, with a threshold for each
/// sample.
class SparseShrinkage {
  public:
    explicit SparseShrinkage(const Problem& problem) : problem_(problem) {}

    /// @param thresholds  one for each sample, or one for all
    /// @param kept        where not empty: becomes the trace of the derivative for each sample, over the channels; for
    /// one
    ///                    channel the number of values that are not zero
    void apply(MatrixView x, std::span<const float> thresholds, std::span<double> kept = {});

  private:
    const Problem& problem_;
    Tensor sparse_;
};

/// Products with A over rows of signals and of measurements.
class Residual {
  public:
    Residual(const Problem& problem, ConstMatrixView y) : a_(problem.op.matrix.matrix()), y_(y) {}

    /// r = y - A x.
    ConstMatrixView at(ConstMatrixView x);
    /// x += step A^T r for the last r.
    void step(MatrixView x, float length);
    MatrixView last() { return residual_.matrix(); }

  private:
    ConstMatrixView a_, y_;
    Tensor residual_, gradient_;
};

/// One step of ISTA in place, x+ = S_{lambda/L}( x + A^T (y - A x) / L ).
class IstaStep {
  public:
    IstaStep(const Problem& problem, ConstMatrixView y, double lambda);
    void apply(MatrixView x);

  private:
    Residual residual_;
    SparseShrinkage shrinkage_;
    float length_, threshold_;
};

/// The weight of the l1 norm, in the words of every solver that has it.
ParamSpec lambdaParam(double value);

} // namespace orthant
