// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/probe_weights.h"

#include "core/training/probe.h"
#include "core/training/weight_motion.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

namespace orthant {

namespace {

std::string flipName(std::size_t layer, std::size_t plane) {
    return "flips/" + std::to_string(layer) + "/" + std::to_string(plane);
}

/// 2 sum |w| over the positions at which two planes differ.
double massOf(const BitMatrix& before, const BitMatrix& now, const Tensor& latent) {
    double sum = 0; // row by row, in order
    for (std::size_t r = 0; r < now.rows(); ++r)
        for (std::size_t word = 0; word < now.wordsPerRow(); ++word)
            for (std::uint64_t rest = before.row(r)[word] ^ now.row(r)[word]; rest != 0; rest &= rest - 1)
                sum += 2 * std::abs(static_cast<double>(latent.row(r)[64 * word + static_cast<std::size_t>(std::countr_zero(rest))]));
    return sum;
}

std::string massName() { return "flips/mass"; }
std::string firstName(std::size_t layer, std::size_t plane) {
    return "flips/first/" + std::to_string(layer) + "/" + std::to_string(plane);
}

BitMatrix bitsFrom(const Bundle& bundle, const std::string& name, const Packed& like) {
    const Array& array = bundle.at(name);
    BitMatrix bits(like.rows, like.cols);
    if (array.type != ElementType::U64 || bits.words().size_bytes() != array.bytes.size())
        throw Error("the checkpoint is damaged", name);
    std::memcpy(bits.words().data(), array.bytes.data(), array.bytes.size());
    return bits;
}

Array arrayOf(const BitMatrix& bits) {
    return Array::of<std::uint64_t>(ElementType::U64, {bits.rows(), bits.wordsPerRow()}, bits.words());
}

} // namespace

WeightProbes::WeightProbes(const Network& network) : flips_(network.layerCount()), start_(network.layerCount()) {
    for (std::size_t i = 0; i < network.layerCount(); ++i)
        if (const QuantizedWeights* weights = network.layer(i).quantizedWeights(); weights && weights->latent().latent)
            start_[i] = weights->latent().value;
}

void WeightProbes::FlipCounter::count(const Packed& now, const Tensor* latent) {
    if (planes.size() == now.planes.size())
        for (std::size_t p = 0; p < planes.size(); ++p) {
            const std::size_t changed = countDifferences(planes[p], now.planes[p]);
            flips += changed;
            if (latent && changed > 0) mass += massOf(planes[p], now.planes[p], *latent);
        }
    else first = now.planes;
    planes = now.planes;
    weighed = latent != nullptr;
}

void WeightProbes::observe(Network& network) {
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        const QuantizedWeights* weights = network.layer(i).quantizedWeights();
        if (!weights) continue;
        const Packed& used = weights->used();
        // Of the bits that are shipped, where the weights of training are soft.
        const bool soft = used.planes.empty() && weights->latent().latent;
        const bool signs = weights->quantizer().signs() != Signs::Never;
        flips_[i].count(soft ? weights->shipped() : used, signs ? &weights->latent().value : nullptr);
    }
    ++stepsSinceReading_;
}

void WeightProbes::observe(std::span<const Packed* const> weights) {
    for (std::size_t i = 0; i < weights.size(); ++i)
        if (weights[i]) flips_[i].count(*weights[i], nullptr);
    start_.assign(flips_.size(), {});
    ++stepsSinceReading_;
}

ProbeReading WeightProbes::read(Network& network, std::size_t histogramBins, double latentClip, double progress) {
    ProbeReading reading;
    MotionSums total;
    const auto steps = static_cast<double>(stepsSinceReading_);
    double flips = 0, bits = 0;
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        const QuantizedWeights* weights = network.layer(i).quantizedWeights();
        if (!weights) continue;
        const Packed packed = weights->shipped();
        const Parameter& latent = weights->latent();
        LayerReading row = readWeights(latent.value, packed, histogramBins, latent.latent ? latentClip : std::numeric_limits<double>::infinity());
        row.layer = network.layerName(i);
        FlipCounter& counter = flips_[i];
        const double size = static_cast<double>(packed.rows * packed.cols);
        if (steps > 0) row.flipRate = static_cast<double>(counter.flips) / size / steps;
        if (!start_[i].empty()) {
            MotionSums sums = measureMotion(*weights, packed, start_[i], progress);
            sums.hasSigns = sums.hasSigns && counter.weighed;
            sums.mass = counter.mass;
            sums.allMass = counter.allMass + counter.mass;
            sums.hasStart = counter.first.size() == packed.planes.size() && !counter.first.empty();
            for (std::size_t p = 0; sums.hasStart && p < counter.first.size(); ++p) {
                sums.bits += size;
                sums.changed += static_cast<double>(countDifferences(counter.first[p], packed.planes[p]));
            }
            row.motion = sums.reading(steps, rates_);
            total.add(sums);
            flips += static_cast<double>(counter.flips);
            bits += size;
        }
        counter.allMass += counter.mass;
        counter.mass = 0;
        counter.flips = 0;
        reading.layers.push_back(std::move(row));
    }
    reading.motion = total.reading(steps, rates_);
    if (bits > 0) reading.flipRate = steps > 0 ? flips / bits / steps : 0;
    stepsSinceReading_ = 0;
    return reading;
}

std::vector<std::uint64_t> WeightProbes::save(Bundle& bundle) const {
    std::vector<std::uint64_t> counts{static_cast<std::uint64_t>(stepsSinceReading_)};
    std::vector<double> masses{rates_};
    for (std::size_t i = 0; i < flips_.size(); ++i) {
        const FlipCounter& counter = flips_[i];
        counts.push_back(counter.flips);
        masses.insert(masses.end(), {counter.mass, counter.allMass});
        for (std::size_t k = 0; k < counter.planes.size(); ++k) bundle.arrays[flipName(i, k)] = arrayOf(counter.planes[k]);
        for (std::size_t k = 0; k < counter.first.size(); ++k) bundle.arrays[firstName(i, k)] = arrayOf(counter.first[k]);
    }
    bundle.arrays[massName()] = Array::of<double>(ElementType::F64, {masses.size()}, masses);
    return counts;
}

void WeightProbes::restore(const Network& network, const Bundle& bundle, std::span<const std::uint64_t> counts) {
    if (counts.size() != 1 + flips_.size()) throw Error("the checkpoint belongs to another network", "position");
    stepsSinceReading_ = static_cast<std::int64_t>(counts[0]);
    // Checkpoints of earlier versions have no masses and no bits of the first step.
    const auto found = bundle.arrays.find(massName());
    const std::vector<double> masses = found == bundle.arrays.end() ? std::vector<double>(1 + 2 * flips_.size()) : found->second.toDoubles();
    if (masses.size() != 1 + 2 * flips_.size()) throw Error("the checkpoint belongs to another network", massName());
    rates_ = masses[0];
    for (std::size_t i = 0; i < flips_.size(); ++i) {
        FlipCounter& counter = flips_[i];
        counter = {{}, {}, counts[1 + i], masses[1 + 2 * i], masses[2 + 2 * i], false};
        const Packed weights = network.layer(i).packedWeights();
        for (std::size_t k = 0; bundle.arrays.contains(flipName(i, k)); ++k)
            counter.planes.push_back(bitsFrom(bundle, flipName(i, k), weights));
        for (std::size_t k = 0; bundle.arrays.contains(firstName(i, k)); ++k)
            counter.first.push_back(bitsFrom(bundle, firstName(i, k), weights));
    }
}

} // namespace orthant
