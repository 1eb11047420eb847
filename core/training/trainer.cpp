// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/optimizers/optimizer.h"
#include "core/optimizers/schedules/schedule.h"
#include "core/training/losses/loss.h"
#include "core/training/probe.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>

namespace orthant {

namespace {

enum Stream : std::uint64_t { OrderStream = 1 };

constexpr std::size_t refitBatches = 50;

const std::vector<ParamSpec>& specs() {
    static const std::vector<ParamSpec> table = {
        integerParam("epochs", "Epochs", 20, "How often each training sample is seen.").range(1, 1e6),
        integerParam("batchSize", "Batch size", 100, "Samples in one optimizer step.").range(1, 65536).in("samples"),
        componentParam("loss", "Loss", "losses", Component("softmax_cross_entropy"), "What training makes small."),
        componentParam("optimizer", "Optimizer", "optimizers", Component("adam"), "How a gradient becomes a step."),
        componentParam("schedule", "Schedule", "schedules", Component("cosine"), "How the learning rate changes over the run."),
        realParam("warmupEpochs", "Warm-up", 0.0, "The learning rate rises from 0 over this many epochs.").range(0, 1e6).in("epochs"),
        realParam("latentClip", "Latent clip", 1.0,
                  "Latent weights are kept within this distance of 0; 0 lets them go anywhere.").range(0, 1e6),
        booleanParam("glorotRates", "Glorot rates", true,
                     "Multiplies the rate of latent weights by the square root of (inputs + outputs) / 1.5, as BinaryConnect does."),
    };
    return table;
}

/// How many weights changed their value under the quantizer since the reading before.
struct FlipCounter {
    std::vector<BitMatrix> planes; ///< of the step before; empty at the start
    std::uint64_t flips = 0;

    void count(const Packed& now) {
        if (planes.size() == now.planes.size())
            for (std::size_t p = 0; p < planes.size(); ++p) flips += countDifferences(planes[p], now.planes[p]);
        planes = now.planes;
    }
};

double accuracyOf(const Tensor& scores, std::span<const std::uint16_t> labels) {
    std::size_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::span<const float> row = scores.row(i);
        right += static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin()) == labels[i];
    }
    return labels.empty() ? 0 : static_cast<double>(right) / static_cast<double>(labels.size());
}

std::string slotName(std::size_t parameter, std::size_t slot) {
    return "optimizer/" + std::to_string(parameter) + "/" + std::to_string(slot);
}

std::string flipName(std::size_t layer, std::size_t plane) {
    return "flips/" + std::to_string(layer) + "/" + std::to_string(plane);
}

} // namespace

std::span<const ParamSpec> trainerParams() { return specs(); }

struct Trainer::Parts {
    Network& network;
    const Dataset& dataset;
    std::uint64_t seed;
    std::size_t batchSize;
    std::int64_t stepsPerEpoch;
    std::int64_t epochs;
    double latentClip;
    bool glorotRates;
    std::unique_ptr<Optimizer> optimizer;
    Schedule schedule;
    Loss loss;

    std::vector<Parameter*> parameters;
    std::vector<std::vector<Tensor>> slots; ///< of each parameter
    std::int64_t step = 0;
    std::int64_t orderEpoch = -1;
    std::vector<std::uint32_t> order;
    Tensor batch, gradient;
    std::vector<std::uint16_t> labels;
    std::vector<FlipCounter> flips; ///< of each layer
    std::int64_t stepsSinceProbe = 0;

    Parts(Network& net, const Dataset& data, const Params& params, std::uint64_t seedValue)
        : network(net), dataset(data), seed(seedValue),
          batchSize(std::min(params.size("batchSize"), std::max<std::size_t>(1, data.train.size()))),
          stepsPerEpoch(static_cast<std::int64_t>(data.train.size() / batchSize)), epochs(params.integer("epochs")),
          latentClip(params.real("latentClip") > 0 ? params.real("latentClip")
                                                   : std::numeric_limits<double>::infinity()),
          glorotRates(params.boolean("glorotRates")),
          optimizer(makeOptimizer(params.component("optimizer"), "/training/optimizer")),
          schedule(makeSchedule(params.component("schedule"), params.real("warmupEpochs"), "/training/schedule")),
          loss(makeLoss(params.component("loss"), "/training/loss")), parameters(net.parameters()),
          flips(net.layerCount()) {
        if (data.train.size() == 0) throw Error("the data set has no training samples", "/data");
        for (const Parameter* parameter : parameters)
            slots.emplace_back(optimizer->slots(), Tensor(parameter->value.shape()));
    }

    double epoch() const { return static_cast<double>(step) / static_cast<double>(stepsPerEpoch); }
    double rate() const { return optimizer->learningRate() * schedule(epoch(), static_cast<double>(epochs)); }

    LayerContext context() const { return {true, {step, epoch(), epochs, seed}}; }

    /// The samples of this step: each epoch has its own order, which depends on the seed and the epoch alone.
    void gather() {
        const std::int64_t number = step / stepsPerEpoch;
        if (number != orderEpoch) {
            order.resize(dataset.train.size());
            shuffle(Rng(seed).split(OrderStream).split(static_cast<std::uint64_t>(number)), order);
            orderEpoch = number;
        }
        Shape shape = dataset.sampleShape;
        shape.insert(shape.begin(), batchSize);
        batch.reshape(shape);
        labels.resize(batchSize);
        const std::size_t first = static_cast<std::size_t>(step % stepsPerEpoch) * batchSize;
        for (std::size_t i = 0; i < batchSize; ++i) {
            const std::size_t sample = order[first + i];
            std::ranges::copy(dataset.train.inputs.row(sample), batch.row(i).begin());
            labels[i] = dataset.train.labels[sample];
        }
    }

    /// Of the bits that are shipped, where the weights of training are soft.
    void countFlips(std::size_t i) {
        Layer& layer = network.layer(i);
        const Packed* used = layer.usedWeights();
        if (!used) return;
        const bool soft = used->planes.empty() && layer.parameters().front()->latent;
        flips[i].count(soft ? layer.packedWeights() : *used);
    }

    /// Running statistics belong to the maps of training. Where others ship, they become plain averages over batches of the
    /// training set that pass the shipped network.
    void refitStatistics() {
        bool soft = false;
        for (std::size_t i = 0; i < network.layerCount(); ++i) soft = soft || network.layer(i).soft();
        if (!soft) return;
        Shape shape = dataset.sampleShape;
        shape.insert(shape.begin(), batchSize);
        batch.reshape(shape);
        const std::size_t batches = std::min<std::size_t>(refitBatches, dataset.train.size() / batchSize);
        for (std::size_t k = 0; k < batches; ++k) {
            std::copy_n(dataset.train.inputs.row(k * batchSize).data(), batch.size(), batch.data());
            LayerContext shipped;
            shipped.refitBatch = k + 1;
            network.forward(batch, shipped);
        }
    }

    void update() {
        const double learningRate = rate();
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            Parameter& parameter = *parameters[p];
            UpdateContext update{step + 1, learningRate, std::numeric_limits<float>::infinity(), learningRate, epoch(),
                                 static_cast<double>(epochs)};
            if (parameter.latent) {
                if (glorotRates) update.rate *= static_cast<double>(parameter.rateMultiplier);
                update.clip = static_cast<float>(latentClip);
            }
            optimizer->update(parameter, slots[p], update);
        }
    }
};

Trainer::Trainer(Network& network, const Dataset& dataset, const Params& params, std::uint64_t seed)
    : parts_(std::make_unique<Parts>(network, dataset, params, seed)) {}
Trainer::~Trainer() = default;

std::int64_t Trainer::step() const { return parts_->step; }
std::int64_t Trainer::totalSteps() const { return parts_->epochs * parts_->stepsPerEpoch; }
std::int64_t Trainer::stepsPerEpoch() const { return parts_->stepsPerEpoch; }
std::size_t Trainer::batchSize() const { return parts_->batchSize; }
double Trainer::epoch() const { return parts_->epoch(); }
double Trainer::learningRate() const { return parts_->rate(); }

StepResult Trainer::advance() {
    Parts& p = *parts_;
    p.gather();
    const LayerContext context = p.context();
    const Tensor& scores = p.network.forward(p.batch, context);
    const StepResult result{p.loss(scores, p.labels, &p.gradient), accuracyOf(scores, p.labels)};
    if (!std::isfinite(result.loss))
        throw Error("the loss became " + shortest(result.loss) + " at step " + std::to_string(p.step + 1) +
                        ": a smaller learning rate usually helps",
                    "/training/optimizer/learningRate");
    for (std::size_t i = 0; i < p.network.layerCount(); ++i)
        p.countFlips(i);
    p.network.backward(p.gradient, context);
    p.update();
    ++p.step;
    ++p.stepsSinceProbe;
    if (p.step == totalSteps()) p.refitStatistics();
    return result;
}

Evaluation Trainer::evaluate(const Samples& samples, std::size_t limit) {
    const std::size_t count = limit == 0 ? samples.size() : std::min(limit, samples.size());
    if (count == 0) return {};
    Tensor part;
    if (count < samples.size()) {
        Shape shape = samples.inputs.shape();
        shape[0] = count;
        part.reshape(shape);
        std::copy_n(samples.inputs.data(), part.size(), part.data());
    }
    const std::span<const std::uint16_t> labels(samples.labels.data(), count);
    const Tensor scores = parts_->network.evaluate(part.empty() ? samples.inputs : part);
    return {parts_->loss(scores, labels, nullptr), accuracyOf(scores, labels)};
}

ProbeReading Trainer::probe(std::size_t histogramBins) {
    Parts& p = *parts_;
    ProbeReading reading{p.step, p.epoch(), {}};
    for (std::size_t i = 0; i < p.network.layerCount(); ++i) {
        Layer& layer = p.network.layer(i);
        const Packed packed = layer.packedWeights();
        if (packed.rows == 0) continue;
        const Parameter& weights = *layer.parameters().front();
        const double clip = weights.latent ? p.latentClip : std::numeric_limits<double>::infinity();
        LayerReading row = readWeights(weights.value, packed, histogramBins, clip);
        row.layer = p.network.layerName(i);
        if (p.stepsSinceProbe > 0)
            row.flipRate = static_cast<double>(p.flips[i].flips) / static_cast<double>(packed.rows * packed.cols) /
                           static_cast<double>(p.stepsSinceProbe);
        p.flips[i].flips = 0;
        reading.layers.push_back(std::move(row));
    }
    p.stepsSinceProbe = 0;
    return reading;
}

BoundaryReading Trainer::boundary(std::size_t width, std::size_t height) {
    const Tensor& inputs = parts_->dataset.train.inputs;
    if (inputs.cols() != 2) throw Error("a decision boundary needs samples of two values, found " + std::to_string(inputs.cols()));
    float low[2] = {inputs[0], inputs[1]}, high[2] = {inputs[0], inputs[1]};
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        low[i % 2] = std::min(low[i % 2], inputs[i]);
        high[i % 2] = std::max(high[i % 2], inputs[i]);
    }
    for (int axis = 0; axis < 2; ++axis) {
        const float margin = 0.1F * (high[axis] - low[axis]) + 1e-6F;
        low[axis] -= margin;
        high[axis] += margin;
    }
    BoundaryReading reading;
    reading.step = parts_->step;
    reading.xLow = static_cast<double>(low[0]);
    reading.xHigh = static_cast<double>(high[0]);
    reading.yLow = static_cast<double>(low[1]);
    reading.yHigh = static_cast<double>(high[1]);
    reading.width = width;
    reading.height = height;
    Shape shape = parts_->dataset.sampleShape;
    shape.insert(shape.begin(), width * height);
    Tensor grid(shape);
    const auto at = [&](int axis, std::size_t i, std::size_t n) { // centre of a cell
        return low[axis] + (high[axis] - low[axis]) * (static_cast<float>(i) + 0.5F) / static_cast<float>(n);
    };
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const std::span<float> point = grid.row(y * width + x);
            point[0] = at(0, x, width);
            point[1] = at(1, y, height);
        }
    const Tensor scores = parts_->network.evaluate(grid);
    for (std::size_t i = 0; i < scores.rows(); ++i) {
        std::vector<float> row(scores.row(i).begin(), scores.row(i).end());
        reading.classes.push_back(static_cast<std::uint8_t>(std::max_element(row.begin(), row.end()) - row.begin()));
        std::ranges::nth_element(row, row.begin() + 1, std::greater<>());
        const float margin = row[0] - row[1];
        reading.margins.push_back(margin / (1 + margin));
    }
    return reading;
}

Bundle Trainer::state() const {
    const Parts& p = *parts_;
    Bundle bundle = p.network.state();
    for (std::size_t i = 0; i < p.slots.size(); ++i)
        for (std::size_t s = 0; s < p.slots[i].size(); ++s) {
            const Tensor& slot = p.slots[i][s];
            bundle.arrays[slotName(i, s)] = Array::of<float>(ElementType::F32, slot.shape(), slot.values());
        }
    std::vector<std::uint64_t> counts{static_cast<std::uint64_t>(p.step), static_cast<std::uint64_t>(p.stepsSinceProbe)};
    for (std::size_t i = 0; i < p.flips.size(); ++i) {
        counts.push_back(p.flips[i].flips);
        for (std::size_t k = 0; k < p.flips[i].planes.size(); ++k) {
            const BitMatrix& bits = p.flips[i].planes[k];
            bundle.arrays[flipName(i, k)] =
                Array::of<std::uint64_t>(ElementType::U64, {bits.rows(), bits.wordsPerRow()}, bits.words());
        }
    }
    bundle.arrays["position"] = Array::of<std::uint64_t>(ElementType::U64, {counts.size()}, counts);
    return bundle;
}

void Trainer::restore(const Bundle& state) {
    Parts& p = *parts_;
    p.network.restore(state);
    for (std::size_t i = 0; i < p.slots.size(); ++i)
        for (std::size_t s = 0; s < p.slots[i].size(); ++s) {
            const std::vector<float> values = state.at(slotName(i, s)).toFloats();
            if (values.size() != p.slots[i][s].size()) throw Error("the checkpoint belongs to another network", slotName(i, s));
            std::ranges::copy(values, p.slots[i][s].data());
        }
    const Array& position = state.at("position");
    std::vector<std::uint64_t> counts(position.count());
    if (position.type != ElementType::U64 || counts.size() != 2 + p.flips.size())
        throw Error("the checkpoint belongs to another network", "position");
    std::memcpy(counts.data(), position.bytes.data(), position.bytes.size());
    p.step = static_cast<std::int64_t>(counts[0]);
    p.stepsSinceProbe = static_cast<std::int64_t>(counts[1]);
    for (std::size_t i = 0; i < p.flips.size(); ++i) {
        p.flips[i].flips = counts[2 + i];
        p.flips[i].planes.clear();
        const Packed weights = p.network.layer(i).packedWeights();
        for (std::size_t k = 0; state.arrays.contains(flipName(i, k)); ++k) {
            const Array& array = state.at(flipName(i, k));
            BitMatrix bits(weights.rows, weights.cols);
            if (array.type != ElementType::U64 || bits.words().size_bytes() != array.bytes.size())
                throw Error("the checkpoint is damaged", flipName(i, k));
            std::memcpy(bits.words().data(), array.bytes.data(), array.bytes.size());
            p.flips[i].planes.push_back(std::move(bits));
        }
    }
}

} // namespace orthant
