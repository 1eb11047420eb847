// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/network_walk.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

bool cancelled(const Progress* progress) { return progress && progress->cancelled(); }

} // namespace

SampleBatches::SampleBatches(const Samples& samples, std::size_t count, std::size_t batchSize, const Rng& rng)
    : samples_(samples), batchSize_(batchSize), order_(samples.size()) {
    shuffle(rng, order_);
    order_.resize(std::min(count, order_.size()));
}

void SampleBatches::fill(std::size_t batch, Tensor& inputs, std::vector<std::uint16_t>* labels) const {
    const std::size_t begin = batch * batchSize_, size = std::min(batchSize_, order_.size() - begin);
    Shape shape = samples_.inputs.shape();
    shape[0] = size;
    inputs.reshape(shape);
    if (labels) labels->resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t sample = order_[begin + i];
        std::ranges::copy(samples_.inputs.row(sample), inputs.row(i).begin());
        if (labels) (*labels)[i] = samples_.labels[sample];
    }
}

void NetworkWalk::run(const Tensor& inputs, std::size_t layers) {
    Activation& first = entering_.front();
    first.values = inputs;
    first.binary = false;
    first.batch = inputs.rows();
    first.shape = network_.inputShape();
    for (std::size_t i = 0; i < layers; ++i) network_.layer(i).forward(entering_[i], entering_[i + 1], LayerContext{});
}

const Activation* NetworkWalk::beforeSigns(std::size_t layer) const {
    if (!entering_[layer].binary) return nullptr;
    while (entering_[layer].binary) --layer; // the first one is never binary
    return &entering_[layer];
}

bool inputRows(const Activation& in, std::size_t fanIn, Tensor& rows) {
    if (elementCount(in.shape) != fanIn) return false;
    rows.reshape({in.batch, fanIn});
    if (in.binary) in.bits.unpack(rows.matrix());
    else std::copy_n(in.values.data(), rows.size(), rows.data());
    return true;
}

bool keepsStatistics(Layer& layer) {
    return std::ranges::any_of(layer.buffers(), [](const NamedTensor& buffer) { return buffer.name == "mean"; });
}

void refitStatistics(Network& network, std::size_t first, const SampleBatches& data, Progress* progress) {
    NetworkWalk walk(network);
    Tensor inputs;
    Activation out;
    for (std::size_t layer = first; layer < network.layerCount(); ++layer) {
        if (!keepsStatistics(network.layer(layer))) continue;
        for (std::size_t batch = 0; batch < data.batches() && !cancelled(progress); ++batch) {
            data.fill(batch, inputs);
            walk.run(inputs, layer);
            LayerContext context;
            context.refitBatch = batch + 1;
            network.layer(layer).forward(walk.entering(layer), out, context);
            if (progress) progress->advance();
        }
    }
}

double accuracyOf(Network& network, const SampleBatches& data, Progress* progress) {
    Tensor inputs;
    std::vector<std::uint16_t> labels;
    std::size_t right = 0;
    for (std::size_t batch = 0; batch < data.batches(); ++batch) {
        if (cancelled(progress)) return std::nan("");
        data.fill(batch, inputs, &labels);
        const Tensor& scores = network.forward(inputs, LayerContext{});
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const std::span<const float> row = scores.row(i);
            right += static_cast<std::size_t>(std::ranges::max_element(row) - row.begin()) == labels[i];
        }
        if (progress) progress->advance();
    }
    return static_cast<double>(right) / static_cast<double>(data.samples());
}

} // namespace orthant
