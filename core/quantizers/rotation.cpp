// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rotation.h"

#include "core/kernels/normals.h"
#include "core/quantizers/rows.h"
#include "core/tensor/gemm.h"
#include "core/tensor/orthogonal.h"

#include <cmath>
#include <numbers>

namespace orthant {

namespace {

constexpr int roundsInEpoch = 3;

/// The rows of x as one matrix of rows a x b, next to each other in memory.
Tensor blocksOf(ConstMatrixView x) {
    Tensor copy({x.rows, x.cols});
    forEachRow(x, [&](std::size_t r) { std::copy_n(x.row(r), x.cols, copy.row(r).data()); });
    return copy;
}

/// Each row, an a x b block, transposed to b x a.
void transposeBlocks(const Tensor& x, std::size_t a, std::size_t b, Tensor& t) {
    forEachRow(x.matrix(), [&](std::size_t r) {
        const float* from = x.row(r).data();
        float* to = t.row(r).data();
        for (std::size_t i = 0; i < a; ++i)
            for (std::size_t j = 0; j < b; ++j) to[j * a + i] = from[i * b + j];
    });
}
Tensor transposedBlocks(const Tensor& x, std::size_t a, std::size_t b) {
    Tensor t(x.shape());
    transposeBlocks(x, a, b, t);
    return t;
}

/// Blocks below each other: x as a matrix with `width` columns.
ConstMatrixView stacked(const Tensor& x, std::size_t width) { return {x.data(), x.size() / width, width, width}; }

/// Each block times m (width x width), or times its transpose, from the right.
void multiplyRight(const Tensor& x, const Tensor& m, Transpose transpose, Tensor& y) {
    const std::size_t width = m.rows();
    floatProduct(stacked(x, width), Transpose::No, m.matrix(), transpose, {y.data(), y.size() / width, width, width});
}
Tensor timesRight(const Tensor& x, const Tensor& m, Transpose transpose) {
    Tensor y(x.shape());
    multiplyRight(x, m, transpose, y);
    return y;
}

/// L^T X R for each block X, or L X R^T with Transpose::Yes: one product with all blocks for each side.
Tensor turned(const Tensor& x, const Tensor& left, const Tensor& right, Transpose transpose) {
    const std::size_t a = left.rows(), b = right.rows();
    Tensor y = timesRight(x, right, transpose), half = transposedBlocks(y, a, b); // (X R)^T, and (L^T Y)^T = Y^T L
    multiplyRight(half, left, transpose, y);
    transposeBlocks(y, b, a, half);
    return half;
}

/// sum over blocks of A^T B for blocks with `width` columns.
std::vector<double> sumOfProducts(const Tensor& a, const Tensor& b, std::size_t width) {
    Tensor sum({width, width});
    floatProduct(stacked(a, width), Transpose::Yes, stacked(b, width), Transpose::No, sum.matrix());
    return {sum.values().begin(), sum.values().end()};
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
    const Tensor z = turned(blocksOf(x), r1, r2, Transpose::No);
    double sum = 0;
    for (const float value : z.values()) sum += static_cast<double>(std::abs(value));
    return sum;
}

/// 1. B = sign(R1^T X R2) for each row.
/// 2. sum <B, R1^T X R2> = tr(M1 R1) with M1 = sum of (B R2^T) X^T, so R1 = procrustes(M1).
/// 3. It is tr(M2 R2) with M2 = sum of B^T (R1^T X), so R2 = procrustes(M2).
void improveRotations(ConstMatrixView x, Tensor& r1, Tensor& r2) {
    const std::size_t a = r1.rows(), b = r2.rows();
    const Tensor blocks = blocksOf(x), transposed = transposedBlocks(blocks, a, b);
    Tensor signs = turned(blocks, r1, r2, Transpose::No);
    for (float& value : signs.values()) value = signOf(value);
    const Tensor back = transposedBlocks(timesRight(signs, r2, Transpose::Yes), a, b);
    assign(r1, procrustes(sumOfProducts(back, transposed, a), a));
    const Tensor left = transposedBlocks(timesRight(transposed, r1, Transpose::No), b, a);
    assign(r2, procrustes(sumOfProducts(signs, left, b), b));
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
    const Tensor z = turned(blocksOf(x), r1_, r2_, Transpose::No);
    forEachRow(x, [&](std::size_t r) {
        const float s = std::abs(std::sin(angle_.value[r]));
        const float* turnedRow = z.row(r).data();
        mapGradient(x.row(r), y.row(r), x.cols, [=](std::size_t c, float value) { return (1 - s) * value + s * turnedRow[c]; });
    });
}

/// dx = (1 - s) dy + s R1 dY R2^T, dangle = sign(sin) cos(angle) sum dy (rot(x) - x).
void Rotate::backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) {
    if (r1_.empty()) {
        for (std::size_t r = 0; r < x.rows && dx.data != dy.data; ++r) std::copy_n(dy.row(r), x.cols, dx.row(r));
        return;
    }
    const Tensor z = turned(blocksOf(x), r1_, r2_, Transpose::No);
    const Tensor back = detached_ ? Tensor(z.shape()) : turned(blocksOf(dy), r1_, r2_, Transpose::Yes);
    angle_.gradient.resize(angle_.value.shape());
    forEachRow(x, [&](std::size_t r) {
        const float sine = std::sin(angle_.value[r]), s = std::abs(sine);
        const float* in = x.row(r);
        const float* up = dy.row(r);
        const float* turnedRow = z.row(r).data();
        const float* backRow = back.row(r).data();
        const double along = sumOf(x.cols, [=](std::size_t c) { return up[c] * (turnedRow[c] - in[c]); });
        angle_.gradient[r] = signOf(sine) * std::cos(angle_.value[r]) * static_cast<float>(along);
        mapGradient(up, dx.row(r), x.cols, [=](std::size_t c, float g) { return (1 - s) * g + s * backRow[c]; });
    });
}

QuantizerState Rotate::state() { return {{&angle_}, {{"left_rotation", &r1_}, {"right_rotation", &r2_}}}; }

} // namespace orthant
