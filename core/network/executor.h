// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/convolution.h"
#include "core/network/program.h"

#include <vector>

namespace orthant {

/// A program made ready to run: weights are re-ordered once, buffers are kept.
/// @threads  one caller at a time; inside it uses oneTBB
class Executor {
  public:
    /// `program` must outlive the executor.
    explicit Executor(const Program& program);

    /// Scores of a batch.
    /// Takes so many samples at a time that what flows between operations stays in the cache.
    /// @shape  inputs: n x elements of the input shape; result: n x classes, valid until the next call
    const Tensor& run(ConstMatrixView inputs);

  private:
    const Tensor& runSome(ConstMatrixView inputs);
    void multiply(const ProgramOp& op, const PackedProduct& product, bool folded, const Activation& in, Activation& out);

    const Program* program_;
    std::vector<PackedProduct> products_; ///< one for each operation with weights, in order
    std::vector<Activation> values_; ///< one for each operation, so that each keeps its size
    std::vector<Patches> patches_;
    Tensor scratch_, scores_, votes_;
    std::size_t samplesAtOnce_ = 1;
    std::vector<Tensor> saved_; ///< of residual blocks
};

/// One value of channel c through everything that stands between a product and a sign, in the roundings of evaluation.
/// @param ops  NormalizeOp, PointwiseOp and PreluOp count; MaxPoolOp changes no value
float throughChannel(std::span<const ProgramOp> ops, std::size_t channel, float y);

} // namespace orthant
