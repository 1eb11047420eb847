// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/sample_source.h"

#include "core/base/rng.h"

#include <algorithm>
#include <numeric>

namespace orthant {

namespace {

constexpr std::size_t keptBytes = std::size_t{1} << 29;
constexpr std::uint64_t orderStream = 0x6f726465; ///< of the random numbers of a training

void size(const Problem& problem, std::size_t count, SampleRows& rows) {
    rows.x.reshape({count * problem.channels, problem.op.unknowns()});
    rows.y.reshape({count * problem.channels, problem.op.measurements()});
}

/// Rows of one sample.
MatrixView sampleOf(Tensor& rows, std::size_t sample, std::size_t channels) {
    return {rows.row(sample * channels).data(), channels, rows.cols(), rows.cols()};
}

void copySample(const Tensor& from, std::size_t source, Tensor& to, std::size_t target, std::size_t channels) {
    for (std::size_t c = 0; c < channels; ++c) std::ranges::copy(from.row(source * channels + c), to.row(target * channels + c).begin());
}

} // namespace

SampleRows drawSamples(const Problem& problem, Part part, std::uint64_t first, std::size_t count) {
    SampleRows rows;
    size(problem, count, rows);
    problem.draw(part, first, rows.x.matrix(), rows.y.matrix());
    return rows;
}

SampleSource::SampleSource(const Problem& problem, std::size_t samples, std::size_t batch, std::uint64_t seed)
    : problem_(problem), samples_(samples), batch_(batch), seed_(seed) {
    if (problem.available > 0 && (samples_ == 0 || samples_ > problem.available)) samples_ = problem.available;
    size(problem, batch, current_);
    const std::size_t bytes = problem.channels * (problem.op.unknowns() + problem.op.measurements()) * sizeof(float);
    if (samples_ > 0 && samples_ <= keptBytes / bytes) kept_ = drawSamples(problem, Part::Train, 0, samples_);
}

std::uint32_t SampleSource::sampleAt(std::uint64_t position) {
    const std::uint64_t round = position / samples_;
    if (round != round_) {
        round_ = round;
        order_.resize(samples_);
        std::iota(order_.begin(), order_.end(), 0U);
        shuffle(Rng(seed_, orderStream).split(round), order_);
    }
    return order_[position % samples_];
}

const SampleRows& SampleSource::batch(std::int64_t step) {
    const std::uint64_t first = static_cast<std::uint64_t>(step) * batch_;
    if (samples_ == 0) {
        problem_.draw(Part::Train, first, current_.x.matrix(), current_.y.matrix());
        return current_;
    }
    for (std::size_t i = 0; i < batch_; ++i) {
        const std::uint32_t sample = sampleAt(first + i);
        if (kept_.x.empty()) {
            problem_.draw(Part::Train, sample, sampleOf(current_.x, i, problem_.channels), sampleOf(current_.y, i, problem_.channels));
        } else {
            copySample(kept_.x, sample, current_.x, i, problem_.channels);
            copySample(kept_.y, sample, current_.y, i, problem_.channels);
        }
    }
    return current_;
}

} // namespace orthant
