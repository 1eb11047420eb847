// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"

#include <memory>
#include <vector>

namespace orthant {

/// A map of latent weights that comes before the sign: standardize, clamp, rotate.
class Transform {
  public:
    virtual ~Transform() = default;
    virtual void start(ConstMatrixView) {}
    /// @param weights  the latent weights, before all transforms
    virtual void beginStep(const QuantizerContext&, ConstMatrixView /*weights*/) {}
    /// y is not x.
    virtual void forward(ConstMatrixView x, MatrixView y) const = 0;
    /// dx may be dy.
    virtual void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) = 0;
    virtual QuantizerState state() { return {}; }
};

/// Each row to mean 0 and the given standard deviation (n - 1 form). Its derivative is exact. A row of equal values becomes 0.
class Standardize final : public Transform {
  public:
    explicit Standardize(double deviation = 1) : deviation_(deviation) {}
    void forward(ConstMatrixView x, MatrixView y) const override;
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override;

  private:
    double deviation_;
};

/// The scale that the signs of a row get.
enum class RowScale {
    PowerOfTwo, ///< 2^round(log2(mean |y|)) of the transformed row: a shift; constant in the backward map
    Learned,    ///< a parameter "scale", from the mean |x| of the latent row
};

/// Parts of a quantizer that is transforms, a sign and a scale.
struct SignRecipe {
    std::vector<std::unique_ptr<Transform>> transforms;
    std::unique_ptr<Quantizer> sign; ///< its forward map is the sign; its backward map is the slope at the transformed value
    RowScale scale = RowScale::Learned;
    double softUntil = 0; ///< up to this progress the transformed values are used as they are, without the sign
};

/// q = scale sign(T_k(... T_1(x))), backward through all of it.
std::unique_ptr<Quantizer> makeTransformedSign(SignRecipe recipe);

} // namespace orthant
