// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/steps.h"

#include "core/base/parallel.h"
#include "core/tensor/gemm.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/shrink.h"

#include <cmath>

namespace orthant {

namespace {

/// The trace of the derivative of v (1 - t / |v|)+, from its value z: |v| is |z| + t where z is not zero.
double traceAt(ConstMatrixView z, float threshold) {
    const auto channels = static_cast<double>(z.rows), t = static_cast<double>(threshold);
    double trace = 0;
    for (std::size_t j = 0; j < z.cols; ++j) {
        double squares = 0;
        for (std::size_t c = 0; c < z.rows; ++c)
            squares += static_cast<double>(z.row(c)[j]) * static_cast<double>(z.row(c)[j]);
        if (squares > 0) trace += channels - (channels - 1) * t / (std::sqrt(squares) + t);
    }
    return trace;
}

} // namespace

void SparseShrinkage::apply(MatrixView x, std::span<const float> thresholds, std::span<double> kept) {
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
            const MatrixView sample{v.row(s * channels), channels, v.cols, v.stride};
            float unused = 0;
            Shrinkage{threshold, 0, channels}.forward(sample, sample, &unused);
            if (!kept.empty()) kept[s] = traceAt(sample, threshold);
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

IstaStep::IstaStep(const Problem& problem, ConstMatrixView y, double lambda) : residual_(problem, y), shrinkage_(problem) {
    const double largest = lipschitz(problem);
    length_ = static_cast<float>(1 / largest);
    threshold_ = static_cast<float>(lambda / largest);
}

void IstaStep::apply(MatrixView x) {
    residual_.at(x);
    residual_.step(x, length_);
    shrinkage_.apply(x, {&threshold_, 1});
}

ParamSpec lambdaParam(double value) {
    return realParam("lambda", "Weight of the l1 norm", value,
                     "Weight of the sum of magnitudes beside half the squared residual.")
        .range(1e-5, 10)
        .log();
}

} // namespace orthant
