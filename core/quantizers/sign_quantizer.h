// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/quantizers/quantizer.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace orthant {

/// Rows of a block of about 64 Ki values: small enough to share, large enough to be worth a task.
inline std::size_t rowGrain(std::size_t cols) { return std::max<std::size_t>(1, (std::size_t{1} << 16) / (cols + 1)); }

/// Lifts a slope to a quantizer whose forward map is the sign: q = +1 if x >= 0, else -1; dx = slope(x) dq.
/// @tparam Slope  a callable float -> float
template <class Slope>
class SignQuantizer final : public Quantizer {
  public:
    explicit SignQuantizer(Slope slope) : slope_(std::move(slope)) {}

    void forward(ConstMatrixView x, MatrixView q) const override {
        parallelBlocks(x.rows, rowGrain(x.cols), [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end; ++r)
                for (std::size_t c = 0; c < x.cols; ++c) q.row(r)[c] = x.row(r)[c] >= 0 ? 1.0F : -1.0F;
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) const override {
        parallelBlocks(x.rows, rowGrain(x.cols), [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end; ++r) {
                const float* in = x.row(r);
                const float* up = dq.row(r);
                float* down = dx.row(r);
                // In place by its own loop: of two equal pointers the compiler would fear that they overlap.
                if (down == up)
                    for (std::size_t c = 0; c < x.cols; ++c) down[c] *= slope_(in[c]);
                else
                    for (std::size_t c = 0; c < x.cols; ++c) down[c] = slope_(in[c]) * up[c];
            }
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed;
        packed.rows = x.rows;
        packed.cols = x.cols;
        packed.planes.push_back(BitMatrix::fromSigns(x));
        packed.scales.emplace_back();
        return packed;
    }
    bool isSign() const override { return true; }

  private:
    Slope slope_;
};

template <class Slope>
std::unique_ptr<Quantizer> makeSignQuantizer(Slope slope) {
    return std::make_unique<SignQuantizer<Slope>>(std::move(slope));
}

} // namespace orthant
