// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/executor.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/bits/bit_images.h"
#include "core/kernels/bits.h"
#include "core/layers/pointwise.h"
#include "core/layers/pool_layer.h"
#include "core/tensor/pooling.h"

#include <algorithm>

namespace orthant {

namespace {

constexpr std::size_t rowsPerTask = 16;

float normalized(const NormalizeOp& op, std::size_t c, float y) {
    return (y - op.mean[c]) * op.inverseDeviation[c] * op.gamma[c] + op.beta[c];
}

void normalize(const NormalizeOp& op, Tensor& x) {
    const std::size_t channels = op.mean.size();
    parallelBlocks(x.size() / channels, rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t c = 0; c < channels; ++c) x[i * channels + c] = normalized(op, c, x[i * channels + c]);
    });
}

void bend(const PreluOp& op, Tensor& x) {
    const std::size_t channels = op.slope.size();
    parallelBlocks(x.size() / channels, rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t c = 0; c < channels; ++c) {
                float& value = x[i * channels + c];
                value = value > 0 ? value : op.slope[c] * value;
            }
    });
}

/// y >= t is the sign of y - t, and y <= t that of -(y - t): a difference of floats is 0 only of equal ones, and -0 counts
/// as positive. So the comparison is arithmetic on rows of channels, and packing is that of signs.
void threshold(const ThresholdOp& op, const Tensor& x, BitMatrix& bits) {
    const std::size_t channels = op.threshold.size();
    const std::vector<float> direction(op.direction.begin(), op.direction.end());
    if (bits.rows() != x.rows() || bits.cols() != x.cols()) bits.resize(x.rows(), x.cols());
    const std::size_t grain = std::clamp<std::size_t>(16384 / x.cols(), 1, rowsPerTask);
    parallelBlocks(x.rows(), grain, [&](std::size_t begin, std::size_t end) {
        std::vector<float> differences(64 * channels); // whole words, whatever the number of channels
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t first = 0; first < x.cols(); first += differences.size()) {
                const std::size_t count = std::min(differences.size(), x.cols() - first);
                for (std::size_t at = 0; at < count; at += channels) {
                    const float* __restrict y = x.row(i).data() + first + at;
                    float* __restrict difference = differences.data() + at;
                    for (std::size_t c = 0; c < channels; ++c)
                        difference[c] = (y[c] - op.threshold[c]) * direction[c];
                }
                kernels::packSigns(differences.data(), count, bits.row(i).data() + first / 64);
            }
    });
}

/// The values of an activation that is changed or read as floats alone; signs are unpacked in place.
Tensor& floats(Activation& x) {
    if (x.binary) x.asFloat(x.values);
    x.binary = false;
    x.levels.planes.clear();
    return x.values;
}

/// Makes room for pooled images.
MatrixView pooled(Activation& out, const Window& window) {
    out.values.reshape({out.batch, window.positions() * window.channels});
    return out.values.matrix();
}

} // namespace

Executor::Executor(const Program& program) : program_(&program), values_(program.ops.size() + 1) {
    constexpr std::size_t valuesAtOnce = std::size_t{1} << 19; // 2 MB
    Flow flow = Flow::Floats;
    std::size_t widest = elementCount(program.inputShape);
    for (const ProgramOp& op : program.ops) {
        if (const DenseOp* product = productOf(op)) products_.emplace_back().prepare(product->weights, flow, groupsOf(op));
        flow = flowAfter(op, flow);
        const Window* window = windowOf(op);
        const std::size_t outputs = productOf(op) ? productOf(op)->weights.rows : window ? window->channels : 0;
        widest = std::max(widest, window ? window->positions() * outputs : outputs);
    }
    samplesAtOnce_ = std::max<std::size_t>(1, valuesAtOnce / std::max<std::size_t>(1, widest));
}

const Tensor& Executor::run(ConstMatrixView inputs) {
    const std::size_t width = elementCount(program_->inputShape);
    if (inputs.cols != width)
        throw Error("the model takes samples of " + std::to_string(width) + " values (" + toText(program_->inputShape) +
                    "), found " + std::to_string(inputs.cols));
    scores_.reshape({inputs.rows, program_->classNames.size()});
    for (std::size_t begin = 0; begin < inputs.rows; begin += samplesAtOnce_) {
        const std::size_t count = std::min(samplesAtOnce_, inputs.rows - begin);
        const Tensor& some = runSome({inputs.row(begin), count, inputs.cols, inputs.stride});
        std::copy_n(some.data(), some.size(), scores_.row(begin).data());
    }
    return scores_;
}

const Tensor& Executor::runSome(ConstMatrixView inputs) {
    const std::size_t width = inputs.cols;
    Activation* now = values_.data();
    Activation* next = now + 1;
    const auto begin = [&] {
        now->values.reshape({inputs.rows, width});
        for (std::size_t i = 0; i < inputs.rows; ++i) std::copy_n(inputs.row(i), width, now->values.row(i).data());
        now->binary = false;
    };
    begin();
    votes_.resize({0});
    for (Activation& values : values_) {
        values.batch = inputs.rows;
        values.levels.planes.clear();
    }
    std::size_t product = 0, saved = 0;
    for (std::size_t k = 0; k < program_->ops.size(); ++k) {
        const ProgramOp& op = program_->ops[k];
        if (productOf(op)) {
            const bool folded = foldedLater(std::span(program_->ops).subspan(k + 1));
            multiply(op, products_[product++], folded, *now, *next);
            now = next++;
        } else if (const auto* norm = std::get_if<NormalizeOp>(&op)) {
            normalize(*norm, floats(*now));
        } else if (const auto* point = std::get_if<PointwiseOp>(&op)) {
            const PointwiseFunction function = pointwiseFunction(point->id);
            for (float& x : floats(*now).values()) x = function(x);
        } else if (const auto* largest = std::get_if<MaxPoolOp>(&op)) {
            next->binary = now->binary;
            if (now->binary) maxPool(now->bits, largest->window, next->bits);
            else maxPool(imagesOf(now->values, largest->window), largest->window, pooled(*next, largest->window));
            now = next++;
        } else if (const auto* mean = std::get_if<AveragePoolOp>(&op)) {
            next->binary = false;
            averagePool(imagesOf(now->asFloat(scratch_), mean->window), mean->window, pooled(*next, mean->window));
            now = next++;
        } else if (const auto* prelu = std::get_if<PreluOp>(&op)) {
            bend(*prelu, floats(*now));
        } else if (const auto* code = std::get_if<EncodeOp>(&op)) {
            encode(floats(*now).matrix(), code->code, next->bits);
            next->binary = true;
            now = next++;
        } else if (const auto* steps = std::get_if<LevelsOp>(&op)) {
            quantize(floats(*now).matrix(), steps->levels, now->levels);
            now->levels.dequantize(now->values.matrix());
        } else if (const auto* vote = std::get_if<VoteOp>(&op)) {
            const Tensor& scores = floats(*now);
            if (votes_.empty()) votes_.resize(scores.shape());
            for (std::size_t i = 0; i < scores.size(); ++i) votes_[i] += vote->weight * scores[i];
            now = next++;
            begin();
        } else if (std::holds_alternative<SaveOp>(op)) {
            if (saved == saved_.size()) saved_.emplace_back();
            saved_[saved++] = now->asFloat(scratch_);
        } else if (const auto* sum = std::get_if<AddSavedOp>(&op)) {
            addShortcut(saved_[--saved].matrix(), sum->map, floats(*now).matrix());
        } else {
            if (const auto* fold = std::get_if<ThresholdOp>(&op)) threshold(*fold, floats(*now), now->bits);
            else now->bits.packSigns(floats(*now).matrix());
            now->binary = true;
        }
    }
    return votes_.empty() ? floats(*now) : votes_;
}

void Executor::multiply(const ProgramOp& op, const PackedProduct& product, bool folded, const Activation& in,
                        Activation& out) {
    const auto* conv = std::get_if<ConvOp>(&op);
    const std::size_t outputs = product.weights().rows, positions = conv ? conv->window.positions() : 1;
    out.values.reshape({in.batch, positions * outputs});
    out.binary = false;
    const MatrixView sums{out.values.data(), in.batch * positions, outputs, outputs};
    if (conv) convolve(product, conv->window, conv->padding, in, patches_, sums);
    else product.accumulate(in, sums);
    if (!folded) product.applyScales(productOf(op)->bias, sums);
}

float throughChannel(std::span<const ProgramOp> ops, std::size_t channel, float y) {
    for (const ProgramOp& op : ops)
        if (const auto* norm = std::get_if<NormalizeOp>(&op)) y = normalized(*norm, channel, y);
        else if (const auto* point = std::get_if<PointwiseOp>(&op)) y = pointwiseFunction(point->id)(y);
        else if (const auto* prelu = std::get_if<PreluOp>(&op)) y = y > 0 ? y : prelu->slope[channel] * y;
    return y;
}

} // namespace orthant
