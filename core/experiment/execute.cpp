// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/execute.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/experiment/evaluation.h"
#include "core/experiment/run_writer.h"
#include "core/experiment/trained_run.h"
#include "core/network/network.h"
#include "core/training/trainer.h"

#include <chrono>
#include <new>
#include <optional>

namespace orthant {

namespace {

/// Seconds that were worked: it stands still while the run waits.
class Stopwatch {
  public:
    explicit Stopwatch(double before) : seconds_(before) {}
    double seconds() const { return seconds_ + (running_ ? sinceStart() : 0); }
    void start() {
        started_ = Clock::now();
        running_ = true;
    }
    void stop() {
        if (running_) seconds_ += sinceStart();
        running_ = false;
    }

  private:
    using Clock = std::chrono::steady_clock;
    double sinceStart() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }
    double seconds_;
    bool running_ = false;
    Clock::time_point started_;
};

bool isDue(std::int64_t step, std::int64_t every) { return every > 0 && step % every == 0; }

TrainingTerms termsOf(const Experiment& experiment, const Dataset& dataset) {
    return {experiment.terms, [folder = experiment.folder, &dataset](const std::string& run) {
                return openTrainedNetwork(folder / run, dataset.sampleShape, dataset.classes);
            }};
}

/// The loop of one run with everything that it writes.
class Loop {
  public:
    Loop(const Experiment& experiment, const Dataset& dataset, RunWriter& writer, RunControl& control,
         const std::function<void(RunEvent)>& emit)
        : experiment_(experiment), dataset_(dataset), writer_(writer), control_(control), emit_(emit),
          network_(experiment.layers, dataset.sampleShape, dataset.classes, experiment.seed),
          trainer_(network_, dataset, experiment.training, experiment.seed, termsOf(experiment, dataset)) {}

    /// @param from  where to go on; nothing for a new run
    void run(const std::optional<Checkpoint>& from) {
        if (from) {
            trainer_.restore(from->state);
            loop_ = from->loop;
            lastSave_ = trainer_.step();
        }
        watch_ = Stopwatch(loop_.seconds);
        secondsAtStart_ = loop_.seconds;
        announce();
        if (loop_.lastProbe < 0) probe();
        while (trainer_.step() < trainer_.totalSteps() && awaitTurn())
            workers_.run(control_.threads, [this] { oneStep(); });
        watch_.stop();
        // Only checkpoints hold latent weights: studies of a trained run need those of its end.
        if (lastSave_ != trainer_.step()) save();
        // The state at the end, wherever the intervals put the last readings.
        if (loop_.lastTest != trainer_.step()) writeRow(true);
        if (loop_.lastProbe != trainer_.step()) probe();
    }

    bool stopped() const { return turn_ == RunControl::Turn::Stop; }
    double seconds() const { return watch_.seconds(); }

    Program pack() { return trainer_.pack(experiment_.name); }

  private:
    std::int64_t every(const char* id) const { return experiment_.probes.integer(id); }

    void announce() {
        RunStarted started{experiment_.name, trainer_.totalSteps(), trainer_.stepsPerEpoch(), trainer_.step(),
                           dataset_.classNames, {}};
        for (std::size_t i = 0; i < network_.layerCount(); ++i)
            if (network_.layer(i).packedWeights().rows > 0) started.layers.push_back(network_.layerName(i));
        control_.totalSteps = trainer_.totalSteps();
        control_.stepsDone = trainer_.step();
        emit_(std::move(started));
    }

    /// False when there is no further step.
    bool awaitTurn() {
        watch_.stop();
        turn_ = control_.awaitTurn();
        watch_.start();
        return turn_ != RunControl::Turn::Stop;
    }

    void oneStep() {
        learningRate_ = trainer_.learningRate();
        const double before = watch_.seconds();
        const StepResult result = trainer_.advance();
        rowSeconds_ += watch_.seconds() - before;
        ++rowSteps_;
        loop_.lossSum += result.loss;
        loop_.accuracySum += result.accuracy;
        ++loop_.stepsInSums;

        const std::int64_t step = trainer_.step();
        const bool last = step == trainer_.totalSteps();
        const std::int64_t testEvery = every("testEverySteps");
        const bool test = last || isDue(step, testEvery > 0 ? testEvery : trainer_.stepsPerEpoch());
        const bool row = test || isDue(step, every("everySteps"));
        if (row) writeRow(test);
        if (isDue(step, every("weightsEverySteps"))) probe();
        if (isDue(step, experiment_.training.integer("checkpointEpochs") * trainer_.stepsPerEpoch())) save();
        if (turn_ == RunControl::Turn::SingleStep && !row) showStep(result);
        reportProgress();
    }

    MetricReading readingHere() const {
        MetricReading reading;
        reading.step = trainer_.step();
        reading.epoch = trainer_.epoch();
        reading.seconds = watch_.seconds();
        reading.learningRate = learningRate_;
        return reading;
    }

    /// The means since the last row go to the file and to whoever watches.
    void writeRow(bool test) {
        MetricReading reading = readingHere();
        if (loop_.stepsInSums > 0) {
            const auto steps = static_cast<double>(loop_.stepsInSums);
            reading.trainLoss = loop_.lossSum / steps;
            reading.trainAccuracy = loop_.accuracySum / steps;
        }
        if (rowSeconds_ > 0) {
            reading.samplesPerSecond = rowSteps_ * static_cast<double>(trainer_.batchSize()) / rowSeconds_;
            control_.samplesPerSecond = *reading.samplesPerSecond;
        }
        if (test) {
            const auto limit = static_cast<std::size_t>(every("testLimit"));
            const Evaluation evaluation = trainer_.evaluate(dataset_.test, limit);
            reading.testLoss = evaluation.loss;
            reading.testAccuracy = evaluation.accuracy;
        }
        writer_.append(reading);
        emit_(reading);
        loop_.lossSum = loop_.accuracySum = 0;
        loop_.stepsInSums = 0;
        ++loop_.rows;
        if (test) loop_.lastTest = reading.step;
        rowSeconds_ = rowSteps_ = 0;
    }

    /// A single step is shown although no row is due. It is not written: files do not depend on pauses.
    void showStep(const StepResult& result) {
        MetricReading reading = readingHere();
        reading.trainLoss = result.loss;
        reading.trainAccuracy = result.accuracy;
        emit_(reading);
        if (const auto map = boundary()) emit_(*map);
    }

    std::optional<BoundaryReading> boundary() {
        const std::size_t cells = experiment_.probes.size("boundaryCells");
        if (cells == 0 || elementCount(dataset_.sampleShape) != 2) return std::nullopt;
        return trainer_.boundary(cells, cells);
    }

    void probe() {
        if (every("weightsEverySteps") == 0) return;
        const ProbeReading reading = trainer_.probe(experiment_.probes.size("histogramBins"));
        writer_.append(reading);
        emit_(reading);
        if (const auto map = boundary()) {
            writer_.append(*map);
            emit_(*map);
        }
        loop_.lastProbe = trainer_.step();
    }

    void save() {
        loop_.seconds = watch_.seconds();
        writer_.save(trainer_.step(), {trainer_.state(), loop_});
        lastSave_ = trainer_.step();
    }

    void reportProgress() {
        ++stepsHere_;
        control_.stepsDone = trainer_.step();
        control_.seconds = watch_.seconds();
        const double secondsPerStep = (watch_.seconds() - secondsAtStart_) / static_cast<double>(stepsHere_);
        control_.secondsLeft = secondsPerStep * static_cast<double>(trainer_.totalSteps() - trainer_.step());
    }

    const Experiment& experiment_;
    const Dataset& dataset_;
    RunWriter& writer_;
    RunControl& control_;
    const std::function<void(RunEvent)>& emit_;
    Network network_;
    Trainer trainer_;
    LoopState loop_;
    Workers workers_;
    RunControl::Turn turn_ = RunControl::Turn::Go; ///< the last one
    Stopwatch watch_{0};
    std::int64_t lastSave_ = -1;      ///< step of the last checkpoint that was written or read
    std::int64_t stepsHere_ = 0;      ///< since the start or the resumption
    double secondsAtStart_ = 0;
    double learningRate_ = 0;         ///< of the last step
    double rowSteps_ = 0, rowSeconds_ = 0; ///< since the last row, in optimizer steps alone
};

/// Nothing when the run was stopped meanwhile.
std::shared_ptr<const Dataset> load(const Experiment& experiment, const std::stop_token& stop, DatasetCache& cache) {
    if (stop.stop_requested()) return nullptr;
    Progress progress(stop);
    try {
        auto dataset = cache.load(experiment.data, {experiment.folder, &progress});
        if (!stop.stop_requested()) return dataset;
    } catch (const Error&) {
        if (!stop.stop_requested()) throw;
    }
    return nullptr;
}

RunFinished work(const Experiment& experiment, RunWriter& writer, bool resume, RunControl& control,
                 const std::function<void(RunEvent)>& emit, DatasetCache& cache, std::optional<double>& packedAccuracy) {
    const std::shared_ptr<const Dataset> dataset = load(experiment, control.stopToken(), cache);
    if (!dataset) return {RunStatus::Stopped, "", 0};
    std::optional<Checkpoint> from;
    if (resume) from = writer.rewind();
    Loop loop(experiment, *dataset, writer, control, emit);
    loop.run(from);
    const Program program = loop.pack();
    writer.writeModel(program);
    packedAccuracy = evaluateProgram(program, dataset->test).accuracy;
    return {loop.stopped() ? RunStatus::Stopped : RunStatus::Finished, "", loop.seconds()};
}

} // namespace

RunFinished execute(const Experiment& experiment, const std::filesystem::path& folder, bool resume, RunControl& control,
                    const std::function<void(RunEvent)>& emit, DatasetCache& cache) {
    RunFinished finished;
    try {
        RunWriter writer(folder);
        std::optional<double> packedAccuracy;
        const auto failed = [&](const std::string& error) {
            return RunFinished{RunStatus::Failed, error, control.seconds};
        };
        try {
            finished = work(experiment, writer, resume, control, emit, cache, packedAccuracy);
        } catch (const std::bad_alloc&) {
            finished = failed("there is not enough memory for this experiment");
        } catch (const std::exception& error) {
            finished = failed(error.what());
        }
        // Stopped before it went on: the result of the part before stays.
        const bool untouched = resume && finished.status == RunStatus::Stopped && control.totalSteps == 0;
        if (!untouched || !std::filesystem::exists(folder / "summary.json"))
            writer.writeSummary(experiment.name, finished, packedAccuracy);
    } catch (const std::exception& error) {
        finished = {RunStatus::Failed, error.what(), finished.seconds};
    }
    emit(finished);
    return finished;
}

RunFinished execute(const Experiment& experiment, const std::filesystem::path& folder, bool resume, RunControl& control,
                    const std::function<void(RunEvent)>& emit) {
    DatasetCache cache;
    return execute(experiment, folder, resume, control, emit, cache);
}

} // namespace orthant
