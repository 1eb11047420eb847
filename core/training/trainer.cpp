// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/training/accuracy.h"
#include "core/training/boundary.h"
#include "core/training/losses/loss.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace orthant {

namespace {

std::vector<ParamSpec> makeSpecs() {
    // What only descent along gradients has.
    const std::vector<std::string> descent{"gradient", "benn"};
    std::vector<ParamSpec> table = {
        componentParam("method", "Method", "training", Component("gradient"), "How the network learns."),
        integerParam("epochs", "Epochs", 20, "How often each training sample is seen.").range(1, 1e6),
        integerParam("batchSize", "Batch size", 100, "Samples in one step.").range(1, 65536).in("samples"),
        componentParam("loss", "Loss", "losses", Component("softmax_cross_entropy"), "What training makes small."),
        componentParam("optimizer", "Optimizer", "optimizers", Component("adam"), "How a gradient becomes a step.")
            .onlyFor("method", descent),
        componentParam("schedule", "Schedule", "schedules", Component("cosine"), "How the learning rate changes over the run.")
            .onlyFor("method", descent),
        realParam("warmupEpochs", "Warm-up", 0.0, "The learning rate rises from 0 over this many epochs.")
            .range(0, 1e6)
            .in("epochs")
            .onlyFor("method", descent),
        realParam("latentClip", "Latent clip", 1.0, "Latent weights are kept within this distance of 0; 0 lets them go anywhere.")
            .range(0, 1e6)
            .onlyFor("method", descent),
        booleanParam("glorotRates", "Glorot rates", true,
                     "Multiplies the rate of latent weights by the square root of (inputs + outputs) / 1.5, as BinaryConnect does.")
            .onlyFor("method", descent),
    };
    std::ranges::move(augmentationParams(), std::back_inserter(table));
    return table;
}

constexpr std::size_t gapSamples = 500; ///< test samples of a probe's soft gap

} // namespace

std::span<const ParamSpec> trainerParams() {
    static const std::vector<ParamSpec> table = makeSpecs();
    return table;
}

struct Trainer::Parts {
    Network& network;
    const Dataset& dataset;
    Params params;
    TrainingTerms terms;
    Batches batches;
    WeightProbes probes;
    std::int64_t epochs;
    Loss loss;
    std::unique_ptr<TrainingMethod> method;
    std::int64_t step = 0;

    Parts(Network& net, const Dataset& data, const Params& values, std::uint64_t seed, TrainingTerms lossTerms)
        : network(net), dataset(data), params(values), terms(std::move(lossTerms)),
          batches(data, params.size("batchSize"), seed, makeAugmentation(params, data.sampleShape)),
          probes(net), epochs(params.integer("epochs")), loss(makeLoss(params.component("loss"), "/training/loss")),
          method(makeMethod(params.component("method"), {network, dataset, batches, probes, params, terms, seed, epochs},
                            "/training/method")) {}

    TrainingMethod& settled() {
        method->settle();
        return *method;
    }
    /// What the network gains from the maps of training over those that ship.
    std::optional<double> softGap() {
        bool soft = false;
        for (std::size_t i = 0; i < network.layerCount(); ++i) soft = soft || network.layer(i).soft();
        const std::size_t count = std::min(gapSamples, dataset.test.size());
        if (!soft || count == 0) return std::nullopt;
        const Tensor inputs = sliceOf(dataset.test, 0, count);
        const std::span<const std::uint16_t> labels(dataset.test.labels.data(), count);
        LayerContext context;
        context.soft = true;
        const double trained = accuracyOf(network.forward(inputs, context), labels);
        return trained - accuracyOf(network.forward(inputs, {}), labels);
    }
    double epoch() const { return static_cast<double>(step) / static_cast<double>(batches.perEpoch()); }
};

Trainer::Trainer(Network& network, const Dataset& dataset, const Params& params, std::uint64_t seed, TrainingTerms terms)
    : parts_(std::make_unique<Parts>(network, dataset, params, seed, std::move(terms))) {}
Trainer::~Trainer() = default;

std::int64_t Trainer::step() const { return parts_->step; }
std::int64_t Trainer::totalSteps() const { return parts_->epochs * parts_->batches.perEpoch(); }
std::int64_t Trainer::stepsPerEpoch() const { return parts_->batches.perEpoch(); }
std::size_t Trainer::batchSize() const { return parts_->batches.size(); }
double Trainer::epoch() const { return parts_->epoch(); }
double Trainer::learningRate() const { return parts_->method->learningRate(parts_->step); }

StepResult Trainer::advance() {
    Parts& p = *parts_;
    p.probes.addRate(p.method->learningRate(p.step));
    const StepResult result = p.method->advance(p.step);
    ++p.step;
    return result;
}

Evaluation Trainer::evaluate(const Samples& samples, std::size_t limit) {
    const std::size_t count = limit == 0 ? samples.size() : std::min(limit, samples.size());
    if (count == 0) return {};
    const std::span<const std::uint16_t> labels(samples.labels.data(), count);
    const Tensor scores = parts_->settled().scores(count == samples.size() ? samples.inputs : sliceOf(samples, 0, count));
    return {parts_->loss(scores, labels, nullptr), accuracyOf(scores, labels)};
}

ProbeReading Trainer::probe(std::size_t histogramBins) {
    Parts& p = *parts_;
    const double clip = p.settled().latentClip();
    // The quantizers have the schedule of the step before.
    const double last = static_cast<double>(std::max<std::int64_t>(0, p.step - 1)) / static_cast<double>(p.batches.perEpoch());
    ProbeReading reading = p.probes.read(p.network, histogramBins, clip, QuantizerContext{p.step, last, p.epochs}.progress());
    reading.step = p.step;
    reading.epoch = p.epoch();
    reading.softGap = p.softGap();
    return reading;
}

BoundaryReading Trainer::boundary(std::size_t width, std::size_t height) {
    const auto scores = [&](const Tensor& grid) { return parts_->settled().scores(grid); };
    BoundaryReading reading = readBoundary(scores, parts_->dataset.train.inputs, width, height);
    reading.step = parts_->step;
    return reading;
}

Program Trainer::pack(const std::string& name) { return parts_->settled().pack(name, parts_->dataset.classNames); }

Bundle Trainer::state() const {
    Parts& p = *parts_;
    const TrainingMethod& method = p.settled();
    Bundle bundle = p.network.state();
    method.save(bundle);
    std::vector<std::uint64_t> counts = p.probes.save(bundle);
    counts.insert(counts.begin(), static_cast<std::uint64_t>(p.step));
    bundle.arrays["position"] = Array::of<std::uint64_t>(ElementType::U64, {counts.size()}, counts);
    return bundle;
}

void Trainer::restore(const Bundle& state) {
    Parts& p = *parts_;
    p.network.restore(state);
    p.method->restore(state);
    const Array& position = state.at("position");
    std::vector<std::uint64_t> counts(position.count());
    if (position.type != ElementType::U64 || counts.empty())
        throw Error("the checkpoint belongs to another network", "position");
    std::memcpy(counts.data(), position.bytes.data(), position.bytes.size());
    p.step = static_cast<std::int64_t>(counts[0]);
    p.probes.restore(p.network, state, std::span(counts).subspan(1));
}

} // namespace orthant
