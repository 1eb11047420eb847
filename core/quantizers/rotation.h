// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/transformed_sign.h"

#include <cstddef>
#include <span>

namespace orthant {

/// Factors of a row's length: a is the largest divisor up to its root, so a prime length has a = 1.
struct RowFactors {
    std::size_t a = 1, b = 1;
};
RowFactors rowFactors(std::size_t length);

/// sum over rows of <sign(R1^T X R2), R1^T X R2>, X a row as a x b: what the rotations are to make large.
double agreement(ConstMatrixView x, const Tensor& r1, const Tensor& r2);

/// One round of the alternation: signs with R1 and R2 fixed, then the best R1, then the best R2. agreement() never falls.
void improveRotations(ConstMatrixView x, Tensor& r1, Tensor& r2);

/// Between each row and its rotation: y = (1 - s) x + s R1^T X R2 with s = |sin(angle)|, one learned angle for each row.
/// R1 and R2 are buffers; they move by three rounds at the first step of each epoch, on standardized weights.
class Rotate final : public Transform {
  public:
    /// @param detached  the gradient stops at the rotated part, as in the authors' code: it is 0 at the start, where s = 1
    explicit Rotate(bool detached);
    void start(ConstMatrixView x) override;
    void beginStep(const QuantizerContext& context, ConstMatrixView weights) override;
    void forward(ConstMatrixView x, MatrixView y) const override;
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override;
    QuantizerState state() override;

  private:
    bool detached_;
    Parameter angle_;
    Tensor r1_, r2_; ///< a x a, b x b
};

} // namespace orthant
