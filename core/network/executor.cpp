// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/executor.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/layers/pointwise.h"

#include <algorithm>

namespace orthant {

namespace {

constexpr std::size_t rowsPerTask = 16;

float normalized(const NormalizeOp& op, std::size_t c, float y) {
    return (y - op.mean[c]) * op.inverseDeviation[c] * op.gamma[c] + op.beta[c];
}

void normalize(const NormalizeOp& op, Tensor& x) {
    parallelBlocks(x.rows(), rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<float> row = x.row(i);
            for (std::size_t c = 0; c < row.size(); ++c) row[c] = normalized(op, c, row[c]);
        }
    });
}

void threshold(const ThresholdOp& op, const Tensor& x, BitMatrix& bits) {
    bits.resize(x.rows(), x.cols());
    parallelBlocks(x.rows(), rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<const float> y = x.row(i);
            const std::span<std::uint64_t> words = bits.row(i);
            for (std::size_t c = 0; c < y.size(); ++c) {
                const bool plus = op.direction[c] > 0 ? y[c] >= op.threshold[c] : y[c] <= op.threshold[c];
                words[c / 64] |= static_cast<std::uint64_t>(plus) << (c % 64);
            }
        }
    });
}

} // namespace

Executor::Executor(const Program& program) : program_(&program) {
    bool binary = false;
    for (const ProgramOp& op : program.ops) {
        if (const auto* dense = std::get_if<DenseOp>(&op)) products_.emplace_back().prepare(dense->weights, binary);
        binary = std::holds_alternative<ThresholdOp>(op) || std::holds_alternative<SignOp>(op);
    }
}

const Tensor& Executor::run(ConstMatrixView inputs) {
    const std::size_t width = elementCount(program_->inputShape);
    if (inputs.cols != width)
        throw Error("the model takes samples of " + std::to_string(width) + " values (" + toText(program_->inputShape) +
                    "), found " + std::to_string(inputs.cols));
    Activation* now = &values_[0];
    Activation* next = &values_[1];
    now->values.reshape({inputs.rows, width});
    for (std::size_t i = 0; i < inputs.rows; ++i) std::copy_n(inputs.row(i), width, now->values.row(i).data());
    now->binary = false;
    now->batch = inputs.rows;
    std::size_t product = 0;
    for (std::size_t k = 0; k < program_->ops.size(); ++k) {
        const ProgramOp& op = program_->ops[k];
        if (const auto* dense = std::get_if<DenseOp>(&op)) {
            products_[product].accumulate(*now, next->values);
            // Thresholds were folded to compare sums before scale and bias.
            const bool folded = k + 1 < program_->ops.size() && std::holds_alternative<ThresholdOp>(program_->ops[k + 1]);
            if (!folded) products_[product].applyScales(dense->bias, next->values);
            ++product;
            next->binary = false;
            next->batch = inputs.rows;
            std::swap(now, next);
        } else if (const auto* norm = std::get_if<NormalizeOp>(&op)) {
            normalize(*norm, now->values);
        } else if (const auto* point = std::get_if<PointwiseOp>(&op)) {
            const PointwiseFunction function = pointwiseFunction(point->id);
            for (float& x : now->values.values()) x = function(x);
        } else {
            if (const auto* fold = std::get_if<ThresholdOp>(&op)) threshold(*fold, now->values, now->bits);
            else now->bits.packSigns(now->values.matrix());
            now->binary = true;
        }
    }
    return now->values;
}

float throughChannel(std::span<const ProgramOp> ops, std::size_t channel, float y) {
    for (const ProgramOp& op : ops)
        if (const auto* norm = std::get_if<NormalizeOp>(&op)) y = normalized(*norm, channel, y);
        else if (const auto* point = std::get_if<PointwiseOp>(&op)) y = pointwiseFunction(point->id)(y);
    return y;
}

} // namespace orthant
