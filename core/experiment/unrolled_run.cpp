// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_run.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/experiment/run_writer.h"
#include "core/experiment/unrolled_training.h"
#include "core/unrolled/solver.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <new>
#include <thread>

namespace orthant {

namespace fs = std::filesystem;

namespace {

/// Problems that several trainings face at the same time are made once.
class ProblemCache {
  public:
    std::shared_ptr<const Problem> get(const UnrolledPlan& plan, std::uint64_t seed, double varied) {
        const std::lock_guard lock(mutex_);
        std::weak_ptr<const Problem>& known = problems_[{seed, varied}];
        if (auto problem = known.lock()) return problem;
        ProblemContext context;
        context.folder = plan.folder;
        context.seed = seed;
        auto problem = std::make_shared<const Problem>(makeProblem(plan.problem, context, "/problem"));
        known = problem;
        return problem;
    }

  private:
    std::mutex mutex_;
    std::map<std::pair<std::uint64_t, double>, std::weak_ptr<const Problem>> problems_;
};

std::string messageOf(const std::exception& error) {
    return dynamic_cast<const std::bad_alloc*>(&error) ? "there is not enough memory" : error.what();
}

/// First the classical solvers, then the trainings. Each worker takes one task after the other.
class PlanRun {
  public:
    PlanRun(const UnrolledPlan& plan, const fs::path& folder, RunControl& control, const std::function<void(UnrolledEvent)>& emit)
        : plan_(plan), folder_(folder), control_(control), emit_(emit), lock_(folder), solvers_(solversOf(plan)), jobs_(jobsOf(plan)),
          leaders_(jobs_.size()), board_(solvers_.size() + jobs_.size(), control) {}

    RunFinished run() {
        fs::remove(folder_ / "summary.json"); // a plan that goes on has no result yet
        lookAround();
        {
            std::vector<std::jthread> workers;
            const std::size_t tasks = solvers_.size() + jobs_.size();
            for (std::size_t i = 0; i < std::min(tasks, machineThreads()); ++i) workers.emplace_back([this] { work(); });
        }
        UnrolledRecord record = readUnrolledRun(folder_);
        const RunFinished finished = summarize(record);
        writeUnrolledSummary(folder_, record);
        if (finished.status == RunStatus::Finished)
            for (const UnrolledJob& job : jobs_) fs::remove(folder_ / job.folder / "float.safetensors");
        return finished;
    }

  private:
    std::size_t taskOf(std::size_t job) const { return solvers_.size() + job; }

    /// What is there already, what there is to do, and who waits for whom.
    void lookAround() {
        const std::vector<SolverCurve> known = readSolverCurves(folder_, plan_);
        for (std::size_t i = 0; i < solvers_.size(); ++i)
            for (const SolverCurve& curve : known)
                if (curve.error.empty() && solverFile(plan_, curve) == solverFile(plan_, solvers_[i])) board_.finish(i);
        for (std::size_t j = 0; j < jobs_.size(); ++j) {
            const UnrolledPlan plan = planAt(plan_, jobs_[j].varied);
            const TrainingCost cost(plan.networks[jobs_[j].network], trainingOf(plan, jobs_[j].network));
            for (std::size_t before = 0; before < j && !leaders_[j]; ++before)
                if (jobs_[before].seed == jobs_[j].seed && jobs_[before].varied == jobs_[j].varied && !leaders_[before] &&
                    sameFloatStage(plan, jobs_[before].network, jobs_[j].network))
                    leaders_[j] = before;
            TaskProgress progress;
            progress.totalSteps = cost.steps() - (leaders_[j] ? cost.floatSteps() : 0);
            progress.totalWork = cost.total() - (leaders_[j] ? cost.floatCost() : 0);
            board_.expect(taskOf(j), progress);
            if (leaders_[j]) board_.dependsOn(taskOf(j), taskOf(*leaders_[j]));
            if (fs::exists(folder_ / jobs_[j].folder / "float.safetensors")) board_.release(taskOf(j));
            const auto result = readResult(folder_, jobs_[j]);
            if (result && result->done) board_.finish(taskOf(j));
        }
    }

    void work() {
        Workers workers;
        while (const auto task = board_.take()) {
            try {
                if (*task < solvers_.size()) runSolver(*task, workers);
                else train(*task - solvers_.size(), workers);
            } catch (const std::exception& error) { // its own files cannot be written
                const std::lock_guard lock(saying_);
                if (failure_.empty()) failure_ = messageOf(error);
            }
            board_.finish(*task);
        }
    }

    void say(UnrolledEvent event) {
        const std::lock_guard lock(saying_);
        emit_(std::move(event));
    }

    void runSolver(std::size_t index, Workers& workers) {
        SolverCurve curve = solvers_[index];
        const auto start = std::chrono::steady_clock::now();
        Progress progress(control_.stopToken());
        try {
            const UnrolledPlan plan = planAt(plan_, variesProblem(plan_) ? curve.varied : firstValue());
            const auto problem = problems_.get(plan, curve.seed, curve.varied);
            curve.title = solverTitle(curve.solver);
            workers.run(board_.threadsForEach(), [&] {
                curve.solver = tuned(curve.solver, *problem, deepest(), &progress);
                curve.testNmse = solverCurve(curve.solver, *problem, Part::Test, plan.training.size("test"), deepest(), &progress);
            });
        } catch (const std::exception& error) {
            curve.error = messageOf(error);
        }
        if (progress.cancelled()) return;
        curve.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        writeSolverCurve(folder_, plan_, curve);
        UnrolledEvent event;
        event.kind = UnrolledEvent::Kind::Solver;
        event.solver = std::move(curve);
        say(std::move(event));
    }

    double firstValue() const { return plan_.varyValues.empty() ? 0 : plan_.varyValues.front(); }

    /// Iterations of the classical solvers: as many as the deepest network has layers.
    std::size_t deepest() const {
        std::size_t most = 1;
        for (const UnrolledJob& job : jobs_)
            most = std::max(most, planAt(plan_, job.varied).networks[job.network].algorithm.params->size("layers"));
        return most;
    }

    void train(std::size_t index, Workers& workers) {
        const UnrolledJob& job = jobs_[index];
        UnrolledEvent event;
        event.kind = UnrolledEvent::Kind::Result;
        event.job = index;
        try {
            const auto result = trained(index, workers);
            if (!result) return; // stopped
            event.result = *result;
        } catch (const std::exception& error) {
            event.result.job = job;
            event.result.error = messageOf(error);
            writeResult(folder_, event.result);
        }
        say(std::move(event));
    }

    /// Nothing when it was stopped.
    std::optional<UnrolledResult> trained(std::size_t index, Workers& workers) {
        const UnrolledJob& job = jobs_[index];
        const UnrolledPlan plan = planAt(plan_, job.varied);
        const auto problem = problems_.get(plan, job.seed, job.varied);
        UnrolledTraining training(plan, job, *problem, folder_, [&](UnrolledReading reading) {
            control_.samplesPerSecond = reading.samplesPerSecond;
            UnrolledEvent event;
            event.job = index;
            event.reading = std::move(reading);
            say(std::move(event));
        });
        const bool hasFollowers = std::ranges::find(leaders_, std::optional(index)) != leaders_.end();
        workers.run(board_.threadsForEach(), [&] { training.begin(leaders_[index] ? jobs_[*leaders_[index]].folder : std::string()); });
        while (!training.finished()) {
            if (!board_.awaitTurn(taskOf(index))) {
                training.saveCheckpoint();
                return std::nullopt;
            }
            workers.run(board_.threadsForEach(), [&] { training.advance(); });
            if (hasFollowers && training.floatStageEnded()) {
                training.saveFloatStage();
                board_.release(taskOf(index));
            }
            board_.report(taskOf(index), training.progress());
        }
        std::optional<UnrolledResult> result;
        workers.run(board_.threadsForEach(), [&] { result = training.finish(); });
        return result;
    }

    /// The status of the plan, put into its record.
    RunFinished summarize(UnrolledRecord& record) const {
        RunFinished finished;
        finished.error = failure_;
        bool all = true;
        for (const UnrolledResult& result : record.results) {
            finished.seconds += result.seconds;
            all = all && result.done;
            if (result.error.empty() || !finished.error.empty()) continue;
            finished.error = plan_.networks[result.job.network].title + ", seed " + std::to_string(result.job.seed) + ": " + result.error;
        }
        finished.status = all ? RunStatus::Finished : control_.stopToken().stop_requested() ? RunStatus::Stopped : RunStatus::Failed;
        record.summary.status = all ? "finished" : finished.status == RunStatus::Stopped ? "stopped" : "failed";
        record.summary.error = finished.error;
        record.summary.seconds = finished.seconds;
        return finished;
    }

    const UnrolledPlan& plan_;
    fs::path folder_;
    RunControl& control_;
    const std::function<void(UnrolledEvent)>& emit_;
    std::mutex saying_;
    std::string failure_; ///< of the first task that could not write its result
    FolderLock lock_;
    std::vector<SolverCurve> solvers_;
    std::vector<UnrolledJob> jobs_;
    std::vector<std::optional<std::size_t>> leaders_; ///< for each job, the one whose float stage it takes
    ProblemCache problems_;
    TaskBoard board_;
};

} // namespace

void openUnrolledFolder(const fs::path& folder, const UnrolledPlan& plan, bool resume, std::size_t threads) {
    if (!resume || !isUnrolledFolder(folder)) {
        createResultFolder(folder, DocumentKind::Unrolled, toJson(plan), plan.seeds.front(), plan.folder, threads);
    } else if (readUnrolledFolder(folder) != plan) {
        throw Error("the results in this folder are of another plan; only the same one can be resumed", folder.string());
    }
}

RunFinished runUnrolledPlan(const UnrolledPlan& plan, const fs::path& folder, RunControl& control,
                            const std::function<void(UnrolledEvent)>& emit) {
    try {
        return PlanRun(plan, fs::absolute(folder), control, emit).run();
    } catch (const std::exception& error) {
        return {RunStatus::Failed, messageOf(error), 0};
    }
}

QueuedPlan queueUnrolledPlan(const UnrolledPlan& plan, RunManager& manager, const RunOptions& options) {
    QueuedPlan queued;
    queued.folder = options.folder.empty() ? newRunFolder(manager.root(), plan.name) : options.folder;
    queued.events = std::make_shared<Mailbox<UnrolledEvent>>();
    openUnrolledFolder(queued.folder, plan, options.resume, options.threads);
    QueuedWork work;
    work.kind = DocumentKind::Unrolled;
    work.name = plan.name;
    work.folder = queued.folder;
    work.work = [plan, folder = queued.folder, events = queued.events](RunControl& control) {
        return runUnrolledPlan(plan, folder, control, [&](UnrolledEvent event) { events->put(std::move(event)); });
    };
    queued.id = manager.start(std::move(work), options);
    return queued;
}

} // namespace orthant
