// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rotation.h"

#include "core/kernels/normals.h"
#include "core/quantizers/rows.h"
#include "core/tensor/orthogonal.h"

#include <cmath>
#include <numbers>

namespace orthant {

namespace {

constexpr int roundsInEpoch = 3;
constexpr std::size_t blocksOfRows = 16; ///< partial sums over rows, added in their order

/// z (a x b) = l (a x a, or its transpose) x (a x b).
void fromLeft(const Tensor& l, bool transposed, const float* x, float* z, std::size_t a, std::size_t b) {
    std::fill_n(z, a * b, 0.0F);
    for (std::size_t i = 0; i < a; ++i)
        for (std::size_t k = 0; k < a; ++k) {
            const float factor = transposed ? l[k * a + i] : l[i * a + k];
            const float* from = x + k * b;
            float* to = z + i * b;
            for (std::size_t j = 0; j < b; ++j) to[j] += factor * from[j];
        }
}

/// z (a x b) = x (a x b) r (b x b), r given by rows.
void fromRight(const float* x, const Tensor& r, float* z, std::size_t a, std::size_t b) {
    std::fill_n(z, a * b, 0.0F);
    for (std::size_t i = 0; i < a; ++i)
        for (std::size_t k = 0; k < b; ++k) {
            const float factor = x[i * b + k];
            const float* from = r.data() + k * b;
            float* to = z + i * b;
            for (std::size_t j = 0; j < b; ++j) to[j] += factor * from[j];
        }
}

Tensor transposed(const Tensor& r) {
    const std::size_t n = r.rows();
    Tensor t({n, n});
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) t[j * n + i] = r[i * n + j];
    return t;
}

/// R1^T X R2 of one row.
void rotateRow(const float* x, const Tensor& r1, const Tensor& r2, float* z, std::vector<float>& scratch) {
    const std::size_t a = r1.rows(), b = r2.rows();
    scratch.resize(a * b);
    fromRight(x, r2, scratch.data(), a, b);
    fromLeft(r1, true, scratch.data(), z, a, b);
}

Tensor rotated(ConstMatrixView x, const Tensor& r1, const Tensor& r2) {
    Tensor z({x.rows, x.cols});
    forEachRow(x, [&](std::size_t r) {
        std::vector<float> scratch;
        rotateRow(x.row(r), r1, r2, z.row(r).data(), scratch);
    });
    return z;
}

/// Sum over rows of a matrix that `add` adds to, in fixed blocks.
template <class Add>
std::vector<double> sumOverRows(std::size_t rows, std::size_t size, const Add& add) {
    const std::size_t grain = (rows + blocksOfRows - 1) / blocksOfRows;
    std::vector<std::vector<double>> parts(grain == 0 ? 0 : (rows + grain - 1) / grain, std::vector<double>(size));
    parallelBlocks(rows, std::max<std::size_t>(1, grain), [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) add(r, parts[begin / grain]);
    });
    std::vector<double> sum(size);
    for (const auto& part : parts)
        for (std::size_t i = 0; i < size; ++i) sum[i] += part[i];
    return sum;
}

void assign(Tensor& r, const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) r[i] = static_cast<float>(values[i]);
}

Tensor randomRotation(const Rng& rng, std::size_t n) {
    Tensor r({n, n});
    fillNormal(rng, 1.0F, r.values());
    const std::vector<double> a(r.values().begin(), r.values().end());
    assign(r, procrustes(a, n));
    return r;
}

} // namespace

RowFactors rowFactors(std::size_t length) {
    RowFactors best{1, length};
    for (std::size_t a = 1; a * a <= length; ++a)
        if (length % a == 0) best = {a, length / a};
    return best;
}

double agreement(ConstMatrixView x, const Tensor& r1, const Tensor& r2) {
    const Tensor z = rotated(x, r1, r2);
    double sum = 0;
    for (const float value : z.values()) sum += static_cast<double>(std::abs(value));
    return sum;
}

/// 1. B = sign(R1^T X R2) for each row.
/// 2. sum <B, R1^T X R2> = tr(M1 R1) with M1 = sum of B R2^T X^T, so R1 = procrustes(M1).
/// 3. It is tr(M2 R2) with M2 = sum of B^T R1^T X, so R2 = procrustes(M2).
void improveRotations(ConstMatrixView x, Tensor& r1, Tensor& r2) {
    const std::size_t a = r1.rows(), b = r2.rows();
    const Tensor z = rotated(x, r1, r2);
    const Tensor r2t = transposed(r2);
    const std::vector<double> m1 = sumOverRows(x.rows, a * a, [&](std::size_t r, std::vector<double>& sum) {
        std::vector<float> signs(a * b), turned(a * b); // B R2^T
        for (std::size_t i = 0; i < a * b; ++i) signs[i] = signOf(z[r * a * b + i]);
        fromRight(signs.data(), r2t, turned.data(), a, b);
        for (std::size_t i = 0; i < a; ++i)
            for (std::size_t k = 0; k < a; ++k) {
                float dot = 0;
                for (std::size_t j = 0; j < b; ++j) dot += turned[i * b + j] * x.row(r)[k * b + j];
                sum[i * a + k] += static_cast<double>(dot);
            }
    });
    assign(r1, procrustes(m1, a));
    const std::vector<double> m2 = sumOverRows(x.rows, b * b, [&](std::size_t r, std::vector<double>& sum) {
        std::vector<float> turned(a * b); // R1^T X
        fromLeft(r1, true, x.row(r), turned.data(), a, b);
        for (std::size_t i = 0; i < a; ++i)
            for (std::size_t k = 0; k < b; ++k) {
                const double sign = static_cast<double>(signOf(z[r * a * b + i * b + k]));
                for (std::size_t j = 0; j < b; ++j) sum[k * b + j] += sign * static_cast<double>(turned[i * b + j]);
            }
    });
    assign(r2, procrustes(m2, b));
}

Rotate::Rotate(bool detached) : detached_(detached) { angle_.name = "angle"; }

void Rotate::start(ConstMatrixView x) {
    const RowFactors factors = rowFactors(x.cols);
    const Rng rng(x.cols, x.rows); // any start will do; the same for the same shape
    r1_ = randomRotation(rng.split(1), factors.a);
    r2_ = randomRotation(rng.split(2), factors.b);
    angle_.value.resize({x.rows}, std::numbers::pi_v<float> / 2);
}

void Rotate::beginStep(const QuantizerContext& context, ConstMatrixView weights) {
    if (context.epoch != std::floor(context.epoch) || r1_.empty()) return;
    Tensor standard({weights.rows, weights.cols});
    Standardize().forward(weights, standard.matrix());
    for (int round = 0; round < roundsInEpoch; ++round) improveRotations(standard.matrix(), r1_, r2_);
}

void Rotate::forward(ConstMatrixView x, MatrixView y) const {
    if (r1_.empty()) { // before start(): no rotation
        for (std::size_t r = 0; r < x.rows; ++r) std::copy_n(x.row(r), x.cols, y.row(r));
        return;
    }
    forEachRow(x, [&](std::size_t r) {
        std::vector<float> scratch;
        const float s = std::abs(std::sin(angle_.value[r]));
        rotateRow(x.row(r), r1_, r2_, y.row(r), scratch);
        for (std::size_t c = 0; c < x.cols; ++c) y.row(r)[c] = (1 - s) * x.row(r)[c] + s * y.row(r)[c];
    });
}

/// dx = (1 - s) dy + s R1 dY R2^T, dangle = sign(sin) cos(angle) sum dy (rot(x) - x).
void Rotate::backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) {
    if (r1_.empty()) {
        for (std::size_t r = 0; r < x.rows && dx.data != dy.data; ++r) std::copy_n(dy.row(r), x.cols, dx.row(r));
        return;
    }
    const std::size_t a = r1_.rows(), b = r2_.rows();
    const Tensor r2t = transposed(r2_);
    angle_.gradient.resize(angle_.value.shape());
    forEachRow(x, [&](std::size_t r) {
        std::vector<float> scratch(a * b), turned(a * b);
        rotateRow(x.row(r), r1_, r2_, turned.data(), scratch);
        const float sine = std::sin(angle_.value[r]), s = std::abs(sine);
        double along = 0;
        for (std::size_t c = 0; c < x.cols; ++c) along += static_cast<double>(dy.row(r)[c] * (turned[c] - x.row(r)[c]));
        angle_.gradient[r] = signOf(sine) * std::cos(angle_.value[r]) * static_cast<float>(along);
        if (!detached_) {
            fromRight(dy.row(r), r2t, scratch.data(), a, b);
            fromLeft(r1_, false, scratch.data(), turned.data(), a, b);
        }
        for (std::size_t c = 0; c < x.cols; ++c)
            dx.row(r)[c] = (1 - s) * dy.row(r)[c] + (detached_ ? 0.0F : s * turned[c]);
    });
}

QuantizerState Rotate::state() { return {{&angle_}, {{"left_rotation", &r1_}, {"right_rotation", &r2_}}}; }

} // namespace orthant
