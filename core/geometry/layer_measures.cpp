// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/layer_measures.h"

#include "core/geometry/theory.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <numeric>

namespace orthant {

namespace {

constexpr std::size_t densityBins = 60;

std::vector<double> densityOf(std::span<const float> values, double low, double high) {
    std::vector<double> density(densityBins);
    const double width = (high - low) / static_cast<double>(densityBins), unit = 1 / (static_cast<double>(values.size()) * width);
    for (const float v : values) {
        const double bin = (static_cast<double>(v) - low) / width;
        density[static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(densityBins - 1)))] += unit;
    }
    return density;
}

WeightMeasures measure(const Tensor& latent, const Tensor& used, double clip) {
    WeightMeasures result;
    double dots = 0, latentNorms = 0, usedNorms = 0;
    for (std::size_t f = 0; f < latent.rows(); ++f) {
        double dot = 0, ww = 0, qq = 0;
        for (std::size_t i = 0; i < latent.cols(); ++i) {
            const auto w = static_cast<double>(latent.row(f)[i]), q = static_cast<double>(used.row(f)[i]);
            dot += w * q;
            ww += w * w;
            qq += q * q;
        }
        dots += dot;
        latentNorms += ww;
        usedNorms += qq;
        // A filter of zeros has no direction.
        if (ww > 0 && qq > 0) result.angles.push_back(theory::degrees(std::acos(std::clamp(dot / std::sqrt(ww * qq), -1.0, 1.0))));
    }
    result.cosine = dots / std::sqrt(latentNorms * usedNorms);
    const auto n = static_cast<double>(result.angles.size());
    result.angle = std::reduce(result.angles.begin(), result.angles.end()) / n;
    double squares = 0;
    for (const double angle : result.angles) squares += (angle - result.angle) * (angle - result.angle);
    result.deviation = n > 1 ? std::sqrt(squares / (n - 1)) : std::nan("");

    std::vector<float> sorted(latent.values().begin(), latent.values().end());
    std::ranges::sort(sorted);
    if (clip > 0) {
        const auto edge = static_cast<float>(clip);
        const auto at = (std::ranges::upper_bound(sorted, -edge) - sorted.begin()) + (sorted.end() - std::ranges::lower_bound(sorted, edge));
        result.clipShare = static_cast<double>(at) / static_cast<double>(sorted.size());
    }
    result.high = clip > 0 ? clip : std::max(static_cast<double>(std::max(-sorted.front(), sorted.back())), 1e-30);
    result.low = -result.high;
    result.density = densityOf(sorted, result.low, result.high);
    result.laws = fitLaws(sorted, static_cast<double>(static_cast<float>(clip)));
    return result;
}

} // namespace

LayerMeasures::LayerMeasures(const TrainedNetwork& trained, std::size_t layer)
    : layer_(layer), name_(trained.network->layerName(layer)), latent_(trained.network->layer(layer).parameters().front()->value),
      products_(latent_.rows()), permuted_(latent_.rows()), inputSums_(latent_.cols()), inputSquares_(latent_.cols()) {
    const Packed packed = trained.network->layer(layer).packedWeights();
    quantized_ = !packed.planes.empty();
    signs_ = packed.binary() && packed.mask.rows() == 0;
    used_ = packed.dequantize();
    weights_ = measure(latent_, used_, quantized_ ? trained.latentClip : 0);
    for (const float w : latent_.values()) squaredNorms_ += static_cast<double>(w) * static_cast<double>(w);
}

bool LayerMeasures::add(const NetworkWalk& walk, bool activations, const Rng& permute) {
    if (!inputRows(walk.entering(layer_), fanIn(), input_)) return false;
    const auto product = [&](const Tensor& a, const Tensor& weights, Tensor& out) {
        out.reshape({a.rows(), weights.rows()});
        floatProduct(a.matrix(), Transpose::No, weights.matrix(), Transpose::Yes, out.matrix());
    };
    product(input_, used_, x_);
    product(input_, latent_, y_);
    products_.add(x_, y_);
    rows_ += input_.rows();
    for (std::size_t i = 0; i < input_.rows(); ++i)
        for (std::size_t c = 0; c < fanIn(); ++c) {
            const auto a = static_cast<double>(input_.row(i)[c]);
            inputSums_[c] += a;
            inputSquares_[c] += a * a;
        }

    if (const Activation* real = activations ? walk.beforeSigns(layer_) : nullptr) {
        if (!activations_) activations_.emplace(filters());
        inputRows(*real, fanIn(), other_);
        product(other_, used_, y_);
        activations_->add(y_, x_);
    }

    std::vector<std::uint32_t> order(input_.size());
    shuffle(permute, order);
    other_.reshape(input_.shape());
    double sum = 0;
    for (const float a : input_.values()) sum += static_cast<double>(a);
    const auto mean = static_cast<float>(sum / static_cast<double>(input_.size()));
    for (std::size_t i = 0; i < order.size(); ++i) other_[i] = input_[order[i]] - mean;
    product(other_, used_, x_);
    product(other_, latent_, y_);
    permuted_.add(x_, y_);
    return true;
}

double LayerMeasures::gain() const {
    const auto n = static_cast<double>(rows_), d = static_cast<double>(fanIn());
    double trace = 0;
    for (std::size_t c = 0; c < fanIn(); ++c) trace += (inputSquares_[c] - inputSums_[c] * inputSums_[c] / n) / n;
    return products_.varianceOfY() / squaredNorms_ / (trace / d);
}

} // namespace orthant
