// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/problems/sampling.h"

#include "core/base/parallel.h"
#include "core/kernels/normals.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orthant {

Rng sampleRng(std::uint64_t seed, Part part, std::uint64_t number) {
    constexpr std::uint64_t stream = 0x73616d70;
    return Rng(seed, stream + static_cast<std::uint64_t>(part)).split(number);
}

ParamSpec noiselessParam(bool value) {
    return booleanParam("noiseless", "Noiseless", value, "Measurements without any noise.");
}

ParamSpec snrParam(double value) {
    return realParam("snr", "SNR", value, "Power of the measurements over that of the noise added to them.")
        .in("dB")
        .range(-20, 120)
        .onlyFor("noiseless", {"false"});
}

std::optional<double> snrOf(const Params& params) {
    if (params.boolean("noiseless")) return std::nullopt;
    return params.real("snr");
}

void addNoise(const Rng& sample, std::optional<double> snr, std::span<float> y) {
    if (!snr) return;
    double sum = 0, squares = 0;
    for (const float value : y) {
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(y.size());
    const double variance = std::max(0.0, squares / count - sum / count * (sum / count));
    const auto deviation = static_cast<float>(std::sqrt(variance) * std::pow(10.0, -*snr / 20));
    std::array<float, 256> noise{};
    const Rng rng = forUse(sample, Use::Noise);
    for (std::size_t first = 0; first < y.size(); first += noise.size()) {
        const std::span part = std::span(noise).first(std::min(noise.size(), y.size() - first));
        fillNormal(rng, deviation, part, first);
        for (std::size_t i = 0; i < part.size(); ++i)
            y[first + i] += part[i];
    }
}

SparseProduct::SparseProduct(ConstMatrixView a) : columns_(a.cols) {
    for (std::size_t j = 0; j < a.cols; ++j) {
        Column& column = columns_[j];
        column.from = a.rows;
        for (std::size_t i = 0; i < a.rows; ++i)
            if (a.row(i)[j] != 0) {
                column.from = std::min(column.from, i);
                column.to = i + 1;
            }
        column.at = values_.size();
        for (std::size_t i = column.from; i < column.to; ++i)
            values_.push_back(a.row(i)[j]);
    }
}

void SparseProduct::apply(std::span<const float> x, std::span<float> y) const {
    std::ranges::fill(y, 0.0F);
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        const float value = x[j];
        if (value == 0) continue;
        const Column& column = columns_[j];
        const float* from = values_.data() + column.at;
        float* out = y.data() + column.from;
        const std::size_t count = column.to - std::min(column.from, column.to);
        for (std::size_t i = 0; i < count; ++i)
            out[i] += value * from[i];
    }
}

void drawSupport(const Rng& rng, double density, std::size_t n, std::vector<std::uint32_t>& support) {
    support.clear();
    if (density <= 0) return;
    if (density >= 1) {
        for (std::size_t j = 0; j < n; ++j)
            support.push_back(static_cast<std::uint32_t>(j));
        return;
    }
    // The gap to the next index is geometric: floor(log u / log(1 - p)) for u in (0, 1].
    const double scale = 1 / std::log1p(-density);
    double at = -1;
    for (std::uint64_t block = 0;; ++block)
        for (const std::uint32_t word : rng.block(block)) {
            at += 1 + std::floor(std::log((static_cast<double>(word) + 1) * 0x1.0p-32) * scale);
            if (at >= static_cast<double>(n)) return;
            support.push_back(static_cast<std::uint32_t>(at));
        }
}

std::function<void(Part, std::uint64_t, MatrixView, MatrixView)> drawEach(std::uint64_t seed, std::size_t channels,
                                                                          DrawSample drawOne) {
    return [=](Part part, std::uint64_t first, MatrixView x, MatrixView y) {
        parallelBlocks(x.rows / channels, 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t s = begin; s < end; ++s) {
                const std::size_t row = s * channels;
                drawOne(part, sampleRng(seed, part, first + s), first + s, {x.row(row), channels, x.cols, x.stride},
                        {y.row(row), channels, y.cols, y.stride});
            }
        });
    };
}

} // namespace orthant
