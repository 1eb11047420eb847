// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/probe_weights.h"

#include "core/training/probe.h"

#include <cstring>
#include <limits>
#include <string>
#include <utility>

namespace orthant {

namespace {

std::string flipName(std::size_t layer, std::size_t plane) {
    return "flips/" + std::to_string(layer) + "/" + std::to_string(plane);
}

} // namespace

void WeightProbes::FlipCounter::count(const Packed& now) {
    if (planes.size() == now.planes.size())
        for (std::size_t p = 0; p < planes.size(); ++p) flips += countDifferences(planes[p], now.planes[p]);
    planes = now.planes;
}

void WeightProbes::observe(Network& network) {
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        Layer& layer = network.layer(i);
        const Packed* used = layer.usedWeights();
        if (!used) continue;
        // Of the bits that are shipped, where the weights of training are soft.
        const bool soft = used->planes.empty() && layer.parameters().front()->latent;
        flips_[i].count(soft ? layer.packedWeights() : *used);
    }
    ++stepsSinceReading_;
}

void WeightProbes::observe(std::span<const Packed* const> weights) {
    for (std::size_t i = 0; i < weights.size(); ++i)
        if (weights[i]) flips_[i].count(*weights[i]);
    ++stepsSinceReading_;
}

std::vector<LayerReading> WeightProbes::read(Network& network, std::size_t histogramBins, double latentClip) {
    std::vector<LayerReading> rows;
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        Layer& layer = network.layer(i);
        const Packed packed = layer.packedWeights();
        if (packed.rows == 0) continue;
        const Parameter& weights = *layer.parameters().front();
        const double clip = weights.latent ? latentClip : std::numeric_limits<double>::infinity();
        LayerReading row = readWeights(weights.value, packed, histogramBins, clip);
        row.layer = network.layerName(i);
        if (stepsSinceReading_ > 0)
            row.flipRate = static_cast<double>(flips_[i].flips) / static_cast<double>(packed.rows * packed.cols) /
                           static_cast<double>(stepsSinceReading_);
        flips_[i].flips = 0;
        rows.push_back(std::move(row));
    }
    stepsSinceReading_ = 0;
    return rows;
}

std::vector<std::uint64_t> WeightProbes::save(Bundle& bundle) const {
    std::vector<std::uint64_t> counts{static_cast<std::uint64_t>(stepsSinceReading_)};
    for (std::size_t i = 0; i < flips_.size(); ++i) {
        counts.push_back(flips_[i].flips);
        for (std::size_t k = 0; k < flips_[i].planes.size(); ++k) {
            const BitMatrix& bits = flips_[i].planes[k];
            bundle.arrays[flipName(i, k)] =
                Array::of<std::uint64_t>(ElementType::U64, {bits.rows(), bits.wordsPerRow()}, bits.words());
        }
    }
    return counts;
}

void WeightProbes::restore(const Network& network, const Bundle& bundle, std::span<const std::uint64_t> counts) {
    if (counts.size() != 1 + flips_.size()) throw Error("the checkpoint belongs to another network", "position");
    stepsSinceReading_ = static_cast<std::int64_t>(counts[0]);
    for (std::size_t i = 0; i < flips_.size(); ++i) {
        flips_[i].flips = counts[1 + i];
        flips_[i].planes.clear();
        const Packed weights = network.layer(i).packedWeights();
        for (std::size_t k = 0; bundle.arrays.contains(flipName(i, k)); ++k) {
            const Array& array = bundle.at(flipName(i, k));
            BitMatrix bits(weights.rows, weights.cols);
            if (array.type != ElementType::U64 || bits.words().size_bytes() != array.bytes.size())
                throw Error("the checkpoint is damaged", flipName(i, k));
            std::memcpy(bits.words().data(), array.bytes.data(), array.bytes.size());
            flips_[i].planes.push_back(std::move(bits));
        }
    }
}

} // namespace orthant
