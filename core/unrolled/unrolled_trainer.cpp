// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/unrolled_trainer.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/kernels/update.h"
#include "core/unrolled/bounds.h"
#include "core/unrolled/energy.h"
#include "core/unrolled/latent_histogram.h"
#include "core/unrolled/sample_source.h"
#include "core/unrolled/sign_watch.h"
#include "core/unrolled/training_stages.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>
#include <numeric>
#include <utility>

namespace orthant {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t updateGrain = std::size_t{1} << 15;

/// A parameter that moves in this stage, with Adam's two moments.
struct Moving {
    Parameter* parameter;
    Tensor mean, square;
    double rate; ///< share of the stage's
};

kernels::AdamConstants adamConstants(double rate, std::int64_t step) {
    constexpr double beta1 = 0.9, beta2 = 0.999;
    const auto t = static_cast<double>(step);
    kernels::AdamConstants constants;
    constants.learningRate = static_cast<float>(rate / (1 - std::pow(beta1, t)));
    constants.rootCorrection = static_cast<float>(1 / std::sqrt(1 - std::pow(beta2, t)));
    return constants;
}

std::string momentName(std::size_t i, const char* which) { return "adam/" + std::to_string(i) + "/" + which; }

/// Sums over all values of (estimate - x)^2 and of x^2, and the gradient, factor (estimate - x). Rows in parallel, their sums added
/// in their order.
std::pair<double, double> lossGradient(ConstMatrixView estimate, ConstMatrixView x, float factor, Tensor& gradient) {
    gradient.reshape({x.rows, x.cols});
    std::vector<double> errors(x.rows), energies(x.rows);
    parallelBlocks(x.rows, std::max<std::size_t>(1, 8192 / x.cols), [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) {
            const float* wanted = x.row(r);
            const float* found = estimate.row(r);
            float* out = gradient.row(r).data();
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = factor * (found[c] - wanted[c]);
            errors[r] = squaredDistance({found, 1, x.cols, x.cols}, {wanted, 1, x.cols, x.cols});
            energies[r] = squaredSum({wanted, 1, x.cols, x.cols});
        }
    });
    return {std::accumulate(errors.begin(), errors.end(), 0.0), std::accumulate(energies.begin(), energies.end(), 0.0)};
}

double decibel(double error, double energy) { return 10 * std::log10(error / energy); }

} // namespace

struct UnrolledTrainer::Parts {
    UnrolledNet& net;
    const Problem& problem;
    Params params;
    std::vector<TrainingStage> stages;
    SampleSource source;
    SampleRows validation;
    double predictedScale;

    std::int64_t step = 0, stageStep = 0; ///< done, in all and in the stage at work
    std::size_t stage = 0;                ///< at work; stages.size(): the end
    bool begun = false;                   ///< the stage at work has its moving parameters
    std::vector<Moving> moving;
    double bestError = 0;                 ///< of this stage on validation samples
    std::int64_t bestStep = 0;
    SignWatch watch;
    Tensor gradient;
    // Since the last reading:
    double errorSum = 0, energySum = 0;
    std::int64_t samplesSeen = 0;
    Clock::time_point lastReading = Clock::now();

    Parts(UnrolledNet& n, const Problem& p, const Params& values, std::uint64_t seed)
        : net(n), problem(p), params(values), stages(trainingStages(values, n.layers(), n.schemeQuantizes())),
          source(p, values.size("samples"), values.size("batchSize"), seed),
          validation(drawSamples(p, Part::Validation, 0, values.size("validation"))),
          predictedScale(orthant::predictedScale(p.op.matrix.matrix())) {
        net.setQuantized(stages.front().quantized);
    }

    double rate() const {
        if (stage >= stages.size()) return 0;
        const TrainingStage& s = stages[stage];
        const double done = static_cast<double>(stageStep) / static_cast<double>(std::max<std::int64_t>(1, s.steps));
        return s.finalRate + (s.rate - s.finalRate) * (1 + std::cos(std::numbers::pi * done)) / 2;
    }
    /// Stages of the float phase that others may start after; 0: there is none.
    std::size_t floatStages() const {
        const auto second = std::find_if(stages.begin() + 1, stages.end(), [](const TrainingStage& s) { return s.entersPhase; });
        return stages.front().quantized ? 0 : static_cast<std::size_t>(second - stages.begin());
    }

    /// Makes the stage at work ready: quantization, moving parameters with moments 0.
    void begin() {
        if (begun) return;
        const TrainingStage& s = stages[stage];
        if (s.entersPhase) {
            if (s.closedForm || s.perLayer) net.setScales(s.closedForm.value_or(false), s.perLayer);
            net.setQuantized(s.quantized);
            if (s.quantized && !watch.begun()) watch.begin(net.latent());
        }
        if (s.warm) copyLayer(s.firstLayer - 1, s.firstLayer);
        chooseMoving();
        bestError = std::numeric_limits<double>::infinity();
        bestStep = 0;
        begun = true;
    }
    void copyLayer(std::size_t from, std::size_t to) {
        const auto kindOf = [](const Parameter* p) { return p->name.substr(p->name.find('/') + 1); };
        for (Parameter* target : net.parametersOf(to))
            for (const Parameter* before : net.parametersOf(from))
                if (kindOf(target) == kindOf(before) && before->value.shape() == target->value.shape()) target->value = before->value;
        net.changed();
    }
    void chooseMoving() {
        moving.clear();
        const TrainingStage& s = stages[stage];
        for (std::size_t k = s.firstLayer; k < s.depth; ++k)
            for (Parameter* parameter : net.parametersOf(k)) {
                if (parameter->latent && !s.movesLinks) continue;
                const bool threshold = parameter->name.ends_with("threshold");
                if (threshold && searched()) continue;
                const bool slow = threshold || parameter->name.ends_with("step");
                moving.push_back({parameter, Tensor(parameter->value.shape()), Tensor(parameter->value.shape()),
                                  slow ? params.real("thresholdRate") : 1});
            }
    }

    bool searched() const { return params.text("schedule") == "layer_wise" && params.text("thresholds") == "searched"; }
    double validationError(std::size_t depth) {
        return squaredDistance(net.forward(validation.y.matrix(), depth), validation.x.matrix());
    }
    /// The threshold of the layer at work with the least error on validation samples, nearby; no step of 6 % betters it.
    void searchThreshold() {
        const std::size_t depth = stages[stage].depth;
        for (Parameter* parameter : net.parametersOf(depth - 1)) {
            if (!parameter->name.ends_with("threshold")) continue;
            float& threshold = parameter->value[0];
            float best = std::max(threshold, 1e-4F);
            const auto errorAt = [&](float value) {
                threshold = value;
                return validationError(depth);
            };
            double least = errorAt(best);
            for (const float factor : {1.25F, 1.12F, 1.06F})
                for (const float direction : {1 / factor, factor})
                    for (double error = 0; (error = errorAt(best * direction)) < least; least = error) best *= direction;
            threshold = best;
        }
    }

    void advance() {
        begin();
        const TrainingStage& s = stages[stage];
        if (searched() && stageStep % std::max<std::int64_t>(1, s.steps / 4) == 0) searchThreshold();
        const SampleRows& batch = source.batch(step);
        const ConstMatrixView x = batch.x.matrix();
        const ConstMatrixView estimate = net.forward(batch.y.matrix(), s.depth);
        const auto samples = static_cast<double>(x.rows / problem.channels);
        const auto [error, energy] = lossGradient(estimate, x, static_cast<float>(2 / samples), gradient);
        if (!std::isfinite(error))
            throw Error("the loss became " + shortest(error) + " at step " + std::to_string(step + 1) +
                            ": a smaller learning rate usually helps",
                        "/training/learningRate");
        errorSum += error;
        energySum += energy;
        samplesSeen += static_cast<std::int64_t>(samples);
        net.backward(batch.y.matrix(), gradient.matrix(), s.depth, s.firstLayer);
        update();
        ++step;
        ++stageStep;
        if (stageStep < s.steps && !outOfPatience()) return;
        if (searched()) searchThreshold();
        nextStage();
    }
    void update() {
        for (Moving& m : moving) {
            const kernels::AdamConstants constants = adamConstants(rate() * m.rate, stageStep + 1);
            parallelBlocks(m.parameter->value.size(), updateGrain, [&](std::size_t begin, std::size_t end) {
                kernels::adamStep(m.parameter->value.data() + begin, m.mean.data() + begin, m.square.data() + begin,
                                  m.parameter->gradient.data() + begin, end - begin, constants);
            });
        }
        net.changed(stages[stage].firstLayer, stages[stage].depth);
    }
    bool outOfPatience() {
        const std::int64_t patience = params.integer("patience");
        if (patience == 0 || stageStep % std::max<std::int64_t>(1, patience / 4) != 0) return false;
        const double error = validationError(stages[stage].depth);
        if (error < bestError) {
            bestError = error;
            bestStep = stageStep;
        }
        return stageStep - bestStep >= patience;
    }
    void nextStage() {
        ++stage;
        stageStep = 0;
        begun = false;
        moving.clear();
        if (stage == stages.size() && endsWithSigns(params, net.schemeQuantizes())) {
            net.setQuantized(true);
            watch.begin(net.latent());
        }
    }
};

UnrolledTrainer::UnrolledTrainer(UnrolledNet& net, const Problem& problem, const Params& params, std::uint64_t seed)
    : parts_(std::make_unique<Parts>(net, problem, params, seed)) {}
UnrolledTrainer::~UnrolledTrainer() = default;

std::int64_t UnrolledTrainer::step() const { return parts_->step; }
bool UnrolledTrainer::finished() const { return parts_->stage >= parts_->stages.size(); }

std::int64_t UnrolledTrainer::totalSteps() const {
    std::int64_t sum = 0;
    for (const TrainingStage& stage : parts_->stages) sum += stage.steps;
    return sum;
}

bool UnrolledTrainer::hasFloatStage() const { return parts_->floatStages() > 0; }

bool UnrolledTrainer::floatStageEnded() const {
    const Parts& p = *parts_;
    return hasFloatStage() && p.stage == p.floatStages() && !p.begun;
}

void UnrolledTrainer::startFrom(const Bundle& floatState) {
    Parts& p = *parts_;
    if (!hasFloatStage()) return;
    p.net.takeFloat(floatState);
    while (p.stage < p.floatStages()) {
        p.step += p.stages[p.stage].steps;
        p.nextStage();
    }
}

void UnrolledTrainer::advance() { parts_->advance(); }

UnrolledReading UnrolledTrainer::reading() {
    Parts& p = *parts_;
    const TrainingStage& stage = p.stages[p.begun || p.stage == 0 ? p.stage : p.stage - 1]; // at work, or just ended
    UnrolledReading reading;
    reading.step = p.step;
    reading.totalSteps = totalSteps();
    reading.stage = stage.name;
    reading.layer = stage.layer;
    if (p.samplesSeen > 0) {
        reading.trainLoss = p.errorSum / static_cast<double>(p.samplesSeen);
        reading.trainNmse = decibel(p.errorSum, p.energySum);
    }
    reading.learningRate = p.rate();
    const double seconds = std::chrono::duration<double>(Clock::now() - p.lastReading).count();
    if (seconds > 0) reading.samplesPerSecond = static_cast<double>(p.samplesSeen) / seconds;

    const std::size_t depth = stage.depth;
    const ConstMatrixView x = p.validation.x.matrix();
    const double energy = squaredSum(x);
    p.net.forward(p.validation.y.matrix(), depth);
    reading.nmse.assign(p.net.layers() + 1, std::numeric_limits<double>::quiet_NaN());
    reading.nmse[0] = 0; // x_0 = 0
    for (std::size_t k = 1; k <= depth; ++k) reading.nmse[k] = decibel(squaredDistance(p.net.estimate(k), x), energy);

    reading.scales = p.net.scales();
    reading.predictedScale = p.predictedScale;
    reading.thresholds = p.net.thresholds();
    reading.steps = p.net.steps();
    if (p.watch.begun()) {
        SignWatch::Flips flips = p.watch.look(p.net.latent(), p.net.linkMask());
        reading.flipped = std::move(flips.sinceLast);
        reading.flippedTotal = std::move(flips.sinceStart);
    }
    LatentHistogram histogram = latentHistogram(p.net.latent(), p.net.linkMask());
    reading.histogramEdges = std::move(histogram.edges);
    reading.histogram = std::move(histogram.counts);
    p.errorSum = p.energySum = 0;
    p.samplesSeen = 0;
    p.lastReading = Clock::now();
    return reading;
}

Bundle UnrolledTrainer::state() const {
    const Parts& p = *parts_;
    Bundle bundle = p.net.state();
    for (std::size_t i = 0; i < p.moving.size(); ++i)
        for (const auto& [which, tensor] : {std::pair("mean", &p.moving[i].mean), std::pair("square", &p.moving[i].square)})
            bundle.arrays[momentName(i, which)] = Array::of<float>(ElementType::F32, tensor->shape(), tensor->values());
    const std::int64_t position[] = {p.step, static_cast<std::int64_t>(p.stage), p.stageStep, p.begun ? 1 : 0, p.bestStep, p.samplesSeen};
    const double sums[] = {p.bestError, p.errorSum, p.energySum};
    bundle.arrays["position"] = Array::of<std::int64_t>(ElementType::I64, {std::size(position)}, position);
    bundle.arrays["sums"] = Array::of<double>(ElementType::F64, {std::size(sums)}, sums);
    p.watch.save(bundle);
    return bundle;
}

void UnrolledTrainer::restore(const Bundle& state) {
    Parts& p = *parts_;
    const std::vector<double> position = state.at("position").toDoubles(), sums = state.at("sums").toDoubles();
    if (position.size() != 6 || sums.size() != 3 || position[1] < 0 || position[1] > static_cast<double>(p.stages.size()))
        throw Error("the position is not one of this training", "position");
    p.step = static_cast<std::int64_t>(position[0]);
    p.stage = static_cast<std::size_t>(position[1]);
    p.stageStep = static_cast<std::int64_t>(position[2]);
    p.begun = position[3] > 0;
    p.bestStep = static_cast<std::int64_t>(position[4]);
    p.samplesSeen = static_cast<std::int64_t>(position[5]);
    p.bestError = sums[0];
    p.errorSum = sums[1];
    p.energySum = sums[2];
    // The rule of the scales is that of the last phase that has begun.
    for (std::size_t i = 0; i < p.stages.size() && (i < p.stage || (i == p.stage && p.begun)); ++i)
        if (const TrainingStage& s = p.stages[i]; s.entersPhase && (s.closedForm || s.perLayer))
            p.net.setScales(s.closedForm.value_or(false), s.perLayer);
    p.net.restore(state);
    p.watch.load(state, p.net.latent());
    p.moving.clear();
    if (!p.begun) return;
    p.chooseMoving();
    for (std::size_t i = 0; i < p.moving.size(); ++i)
        for (const auto& [which, tensor] : {std::pair("mean", &p.moving[i].mean), std::pair("square", &p.moving[i].square)}) {
            const std::vector<float> values = state.at(momentName(i, which)).toFloats();
            if (values.size() != tensor->size()) throw Error("the moments have another size", momentName(i, which));
            std::ranges::copy(values, tensor->data());
        }
}

} // namespace orthant
