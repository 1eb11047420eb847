// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batches.h"

#include "core/base/error.h"
#include "core/base/rng.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace orthant {

namespace {

enum Stream : std::uint64_t { OrderStream = 1, AugmentationStream = 2 };

} // namespace

Batches::Batches(const Dataset& dataset, std::size_t size, std::uint64_t seed, const Augmentation& augmentation)
    : dataset_(dataset), seed_(seed), augmentation_(augmentation), size_(std::min(size, std::max<std::size_t>(1, dataset.train.size()))),
      perEpoch_(static_cast<std::int64_t>(dataset.train.size() / size_)) {
    if (dataset.train.size() == 0) throw Error("the data set has no training samples", "/data");
}

void Batches::draw(std::vector<std::uint32_t> samples, std::uint64_t seed) {
    assert(samples.size() == dataset_.train.size());
    samples_ = std::move(samples);
    seed_ = seed;
    orderEpoch_ = -1;
}

void Batches::gather(std::int64_t step) {
    const std::int64_t epoch = step / perEpoch_;
    if (epoch != orderEpoch_) {
        order_.resize(dataset_.train.size());
        shuffle(Rng(seed_).split(OrderStream).split(static_cast<std::uint64_t>(epoch)), order_);
        if (!samples_.empty())
            for (std::uint32_t& sample : order_) sample = samples_[sample];
        orderEpoch_ = epoch;
    }
    Shape shape = dataset_.sampleShape;
    shape.insert(shape.begin(), size_);
    inputs_.reshape(shape);
    labels_.resize(size_);
    const std::size_t first = static_cast<std::size_t>(step % perEpoch_) * size_;
    const Rng rng = Rng(seed_).split(AugmentationStream).split(static_cast<std::uint64_t>(step));
    for (std::size_t i = 0; i < size_; ++i) {
        const std::size_t sample = order_[first + i];
        const std::span<const float> from = dataset_.train.inputs.row(sample);
        if (augmentation_.none())
            std::ranges::copy(from, inputs_.row(i).begin());
        else
            augment(augmentation_, rng.split(sample), dataset_.sampleShape, from, inputs_.row(i));
        labels_[i] = dataset_.train.labels[sample];
    }
}

Tensor sliceOf(const Samples& samples, std::size_t first, std::size_t count) {
    Shape shape = samples.inputs.shape();
    shape[0] = count;
    Tensor part(shape);
    std::copy_n(samples.inputs.row(first).data(), part.size(), part.data());
    return part;
}

} // namespace orthant
