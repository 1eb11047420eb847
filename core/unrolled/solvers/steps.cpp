// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/steps.h"

#include "core/base/parallel.h"
#include "core/tensor/gemm.h"
#include "core/unrolled/matrices.h"

#include <cmath>

namespace orthant {

namespace {

/// In place: v (1 - t / |v|)+ with the norm over the channels. @return  the trace of its derivative
double shrinkSample(MatrixView v, float threshold) {
    double kept = 0;
    if (v.rows == 1) {
        float* row = v.row(0);
        for (std::size_t j = 0; j < v.cols; ++j) {
            const float size = std::abs(row[j]) - threshold;
            row[j] = size > 0 ? std::copysign(size, row[j]) : 0.0F;
            kept += size > 0;
        }
        return kept;
    }
    const auto channels = static_cast<double>(v.rows);
    for (std::size_t j = 0; j < v.cols; ++j) {
        double squares = 0;
        for (std::size_t c = 0; c < v.rows; ++c)
            squares += static_cast<double>(v.row(c)[j]) * static_cast<double>(v.row(c)[j]);
        const double norm = std::sqrt(squares), share = norm > 0 ? static_cast<double>(threshold) / norm : 1;
        const bool stays = norm > static_cast<double>(threshold);
        for (std::size_t c = 0; c < v.rows; ++c)
            v.row(c)[j] = stays ? v.row(c)[j] * static_cast<float>(1 - share) : 0.0F;
        if (stays) kept += channels - (channels - 1) * share;
    }
    return kept;
}

} // namespace

void Shrinkage::apply(MatrixView x, std::span<const float> thresholds, std::span<double> kept) {
    const bool transformed = !problem_.sparsifier.empty();
    MatrixView v = x;
    if (transformed) {
        sparse_.reshape({x.rows, x.cols});
        v = sparse_.matrix();
        floatProduct(x, Transpose::No, problem_.sparsifier.matrix(), Transpose::Yes, v);
    }
    const std::size_t channels = problem_.channels;
    parallelBlocks(x.rows / channels, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t s = begin; s < end; ++s) {
            const float threshold = thresholds.size() == 1 ? thresholds[0] : thresholds[s];
            const double trace = shrinkSample({v.row(s * channels), channels, v.cols, v.stride}, threshold);
            if (!kept.empty()) kept[s] = trace;
        }
    });
    if (transformed) floatProduct(v, Transpose::No, problem_.sparsifier.matrix(), Transpose::No, x);
}

ConstMatrixView Residual::at(ConstMatrixView x) {
    residual_.reshape({y_.rows, y_.cols});
    const MatrixView r = residual_.matrix();
    floatProduct(x, Transpose::No, a_, Transpose::Yes, r);
    for (std::size_t i = 0; i < r.rows; ++i)
        for (std::size_t j = 0; j < r.cols; ++j)
            r.row(i)[j] = y_.row(i)[j] - r.row(i)[j];
    return r;
}

void Residual::step(MatrixView x, float length) {
    gradient_.reshape({x.rows, x.cols});
    floatProduct(residual_.matrix(), Transpose::No, a_, Transpose::No, gradient_.matrix());
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t j = 0; j < x.cols; ++j)
            x.row(i)[j] += length * gradient_[i * x.cols + j];
}

double lipschitz(const Problem& problem) {
    const double norm = spectralNorm(problem.op.matrix.matrix());
    return norm * norm;
}

ParamSpec lambdaParam(double value) {
    return realParam("lambda", "Weight of the l1 norm", value,
                     "Weight of the sum of magnitudes beside half the squared residual.")
        .range(1e-5, 10)
        .log();
}

} // namespace orthant
