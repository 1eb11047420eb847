// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_training.h"

#include "core/base/error.h"
#include "core/experiment/unrolled_evaluation.h"
#include "core/io/file.h"
#include "core/unrolled/training_stages.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr double secondsBetweenCheckpoints = 60;
constexpr std::size_t mostForLoss = 50'000; ///< training samples whose loss is measured: about an epoch, not more
constexpr const char* metadataKey = "orthant.unrolled";

/// What comes after the float stage, and how often one looks, does not change it.
Params floatStageParams(Params params) {
    for (const char* id : {"reading", "quantizedShare"}) params.set(id, std::string());
    return params;
}

/// @errors  Error at the place in the plan
UnrolledNet netOf(const UnrolledPlan& plan, std::size_t network, const Problem& problem) {
    try {
        return UnrolledNet(problem, plan.networks[network]);
    } catch (const Error& error) {
        throw Error(error.message(), "/networks/" + std::to_string(network) + error.where());
    }
}

/// Nothing when there is none that can be read.
std::optional<Bundle> readCheckpoint(const fs::path& file) {
    if (!fs::exists(file)) return std::nullopt;
    try {
        return readSafetensors(file);
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

TrainingCost::TrainingCost(const PlannedNetwork& network, const Params& training) {
    const bool quantizes = makeLinkWeights(network.weights)->quantized();
    std::size_t phases = 0;
    for (const TrainingStage& stage : trainingStages(training, network.algorithm.params->size("layers"), quantizes)) {
        phases += stage.entersPhase ? 1U : 0U;
        // Forward through `depth` layers, back through those that move, which is twice the work of forward.
        const auto products = static_cast<double>(stage.depth + 2 * (stage.depth - stage.firstLayer));
        sums_.emplace_back(sums_.back().first + stage.steps, sums_.back().second + products * static_cast<double>(stage.steps));
        if (!stage.quantized && phases == 1) floatSteps_ = sums_.back().first; // float weights go on in float
    }
}

double TrainingCost::at(std::int64_t step) const {
    for (std::size_t i = 1; i < sums_.size(); ++i) {
        const auto& [steps, cost] = sums_[i];
        if (step >= steps) continue;
        const auto& [stepsBefore, costBefore] = sums_[i - 1];
        return costBefore + (cost - costBefore) * static_cast<double>(step - stepsBefore) / static_cast<double>(steps - stepsBefore);
    }
    return total();
}

UnrolledTraining::UnrolledTraining(const UnrolledPlan& plan, const UnrolledJob& job, const Problem& problem, const fs::path& folder,
                                   std::function<void(UnrolledReading)> emit)
    : plan_(plan), job_(job), network_(plan.networks[job.network]), problem_(problem), root_(folder), folder_(folder / job.folder),
      emit_(std::move(emit)), training_(trainingOf(plan, job.network)), cost_(network_, training_), net_(netOf(plan, job.network, problem)),
      trainer_(net_, problem, training_, job.seed) {
    fs::create_directories(folder_);
}

void UnrolledTraining::begin(const std::string& leader) {
    const fs::path readings = folder_ / "readings.jsonl", checkpoint = folder_ / "checkpoint.safetensors";
    std::string kept;
    if (const std::optional<Bundle> state = readCheckpoint(checkpoint)) {
        const Json metadata = Json::parse(state->metadata.at(metadataKey));
        trainer_.restore(*state);
        metadata.at("seconds").get_to(seconds_);
        metadata.at("floatFrom").get_to(floatFrom_);
        metadata.at("lastReading").get_to(lastReading_);
        for (const UnrolledReading& reading : readUnrolledReadings(readings))
            if (reading.step <= lastReading_) kept += toLine(reading);
    }
    secondsAtStart_ = savedAt_ = seconds_;
    writeFileAtomically(readings, kept);
    readings_ = std::ofstream(readings, std::ios::app | std::ios::binary);
    if (lastReading_ < 0 && !leader.empty() && fs::exists(root_ / leader / "float.safetensors")) {
        trainer_.startFrom(readSafetensors(root_ / leader / "float.safetensors"));
        floatFrom_ = leader;
    }
    firstStep_ = trainer_.step();
    if (lastReading_ < 0) read();
}

void UnrolledTraining::advance() {
    const auto start = std::chrono::steady_clock::now();
    trainer_.advance();
    const std::int64_t step = trainer_.step();
    if (step % training_.integer("readingEverySteps") == 0 || trainer_.floatStageEnded() || trainer_.finished()) read();
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (seconds_ - savedAt_ > secondsBetweenCheckpoints) saveCheckpoint();
}

void UnrolledTraining::read() {
    UnrolledReading reading = trainer_.reading();
    lastReading_ = reading.step;
    readings_ << toLine(reading) << std::flush;
    if (!readings_) throw Error("cannot be written; is the disk full?", (folder_ / "readings.jsonl").string());
    emit_(std::move(reading));
}

void UnrolledTraining::saveFloatStage() const { writeSafetensors(folder_ / "float.safetensors", net_.state()); }

void UnrolledTraining::saveCheckpoint() {
    Bundle state = trainer_.state();
    state.metadata[metadataKey] = Json{{"seconds", seconds_}, {"floatFrom", floatFrom_}, {"lastReading", lastReading_}}.dump();
    writeSafetensors(folder_ / "checkpoint.safetensors", state);
    savedAt_ = seconds_;
}

TaskProgress UnrolledTraining::progress() const {
    // The float stage of another network is not this one's work.
    const std::int64_t skipped = floatFrom_.empty() ? 0 : cost_.floatSteps(), step = trainer_.step();
    TaskProgress progress;
    progress.steps = step - skipped;
    progress.totalSteps = cost_.steps() - skipped;
    progress.work = cost_.at(step) - cost_.at(skipped);
    progress.totalWork = cost_.total() - cost_.at(skipped);
    progress.seconds = seconds_ - secondsAtStart_;
    progress.workHere = cost_.at(step) - cost_.at(firstStep_);
    return progress;
}

UnrolledResult UnrolledTraining::finish() {
    PackedSolver solver = net_.pack();
    solver.title = network_.title;
    solver.problemText = Json{{"problem", toJsonValue(plan_.problem)}, {"seed", job_.seed}}.dump();
    const std::size_t samples = training_.size("samples"), test = training_.size("test");
    UnrolledResult result;
    result.job = job_;
    result.seconds = seconds_;
    result.floatFrom = floatFrom_;
    result.testNmse = packedCurve(solver, problem_, Part::Test, test);
    result.trainNmse = packedCurve(solver, problem_, Part::Train, samples == 0 ? test : std::min(samples, test));
    result.testLoss = clippedLoss(solver, problem_, Part::Test, test);
    if (samples > 0) result.trainLoss = clippedLoss(solver, problem_, Part::Train, std::min(samples, mostForLoss));
    const SolverFile file = writeSolver(solver, folder_ / "solver.safetensors");
    result.fileBytes = static_cast<double>(file.bytes);
    result.fileShares = file.shares;
    result.count = net_.count();
    result.bits = account(network_.weights, result.count, false);
    result.thresholdBits = 32.0 * static_cast<double>(result.count.thresholds);
    result.done = true;
    writeResult(root_, result);
    fs::remove(folder_ / "checkpoint.safetensors");
    return result;
}

bool sameFloatStage(const UnrolledPlan& plan, std::size_t a, std::size_t b) {
    const PlannedNetwork &one = plan.networks[a], &other = plan.networks[b];
    if (one.algorithm != other.algorithm || !sameLinks(one, other)) return false;
    const Params training = trainingOf(plan, a), same = trainingOf(plan, b);
    if (floatStageParams(training) != floatStageParams(same)) return false;
    const std::int64_t steps = TrainingCost(one, training).floatSteps();
    return steps > 0 && steps == TrainingCost(other, same).floatSteps();
}

} // namespace orthant
