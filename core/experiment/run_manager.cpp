// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_manager.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/experiment/execute.h"
#include "core/experiment/run_writer.h"

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <map>
#include <mutex>
#include <thread>

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace orthant {

namespace fs = std::filesystem;

namespace {

/// Gives way to whatever else the machine is asked for, such as a window: training takes every core that is left.
/// Linux keeps the priority by thread, and the workers that this thread starts inherit it; elsewhere nothing happens.
void yieldToOthers() {
#ifdef __linux__
    setpriority(PRIO_PROCESS, 0, 5); // a refusal changes nothing that matters
#endif
}

struct Run {
    RunInfo info; ///< status, folder, name; the moving numbers are in `control`
    Experiment experiment;
    RunOptions options;
    RunControl control;
    std::vector<RunEvent> mailbox;
    std::jthread thread;
};

bool isOver(RunStatus status) {
    return status == RunStatus::Finished || status == RunStatus::Stopped || status == RunStatus::Failed;
}

void checkSameExperiment(const Experiment& experiment, const fs::path& folder) {
    if (readRunExperiment(folder) != experiment)
        throw Error("the run in this folder is of another experiment; only the same one can be resumed",
                    folder.string());
}

} // namespace

fs::path newRunFolder(const fs::path& root, const std::string& name) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "-%Y%m%d-%H%M%S", &parts);
    const fs::path first = root / (name + stamp);
    fs::path folder = first;
    for (int number = 2; fs::exists(folder); ++number) folder = first.string() + "-" + std::to_string(number);
    return folder;
}

struct RunManager::State {
    fs::path root;
    std::size_t limit = 1;
    mutable std::mutex mutex;
    std::condition_variable ended;
    std::map<RunId, std::unique_ptr<Run>> runs; ///< entries are never removed, so a Run& stays good
    RunId nextId = 1;

    Run& find(RunId id) {
        const auto it = runs.find(id);
        if (it == runs.end()) throw Error("there is no run " + std::to_string(id));
        return *it->second;
    }

    /// Starts queued runs in their order while there is room. Call with the mutex held.
    void startQueued() {
        for (auto& [id, run] : runs) {
            const auto active = static_cast<std::size_t>(std::count_if(runs.begin(), runs.end(), [](const auto& entry) {
                return entry.second->info.status == RunStatus::Running;
            }));
            if (active >= limit) return;
            if (run->info.status == RunStatus::Queued) launch(*run);
        }
    }

    void launch(Run& run) {
        run.thread = std::jthread([this, &run] { work(run); });
        run.info.status = RunStatus::Running;
    }

    /// A queued run does not wait for its turn only to be stopped: it ends at once, with its summary.
    void stop(Run& run) {
        run.control.stop();
        if (run.info.status == RunStatus::Queued) launch(run);
    }

    /// The body of a run's thread.
    void work(Run& run) {
        yieldToOthers();
        withThreads(run.options.threads, [&] {
            execute(run.experiment, run.info.folder, run.options.resume, run.control,
                    [&](RunEvent event) { deliver(run, std::move(event)); });
        });
        const std::lock_guard lock(mutex);
        startQueued();
    }

    void deliver(Run& run, RunEvent event) {
        const std::lock_guard lock(mutex);
        if (const auto* finished = std::get_if<RunFinished>(&event)) {
            run.info.status = finished->status;
            run.info.error = finished->error;
            ended.notify_all();
        }
        run.mailbox.push_back(std::move(event));
    }

    RunInfo snapshot(const Run& run) const {
        RunInfo info = run.info;
        if (info.status == RunStatus::Running && run.control.paused()) info.status = RunStatus::Paused;
        info.step = run.control.stepsDone;
        info.totalSteps = run.control.totalSteps;
        info.samplesPerSecond = run.control.samplesPerSecond;
        info.secondsLeft = isOver(info.status) ? 0 : run.control.secondsLeft.load();
        return info;
    }
};

RunManager::RunManager(fs::path root, std::size_t limit) : state_(std::make_unique<State>()) {
    state_->root = std::move(root);
    state_->limit = std::max<std::size_t>(1, limit);
}

RunManager::~RunManager() {
    stopAll();
    for (auto& [id, run] : state_->runs)
        if (run->thread.joinable()) run->thread.join();
}

const fs::path& RunManager::root() const { return state_->root; }

RunId RunManager::start(const Experiment& experiment, const RunOptions& options) {
    auto run = std::make_unique<Run>();
    const std::lock_guard lock(state_->mutex);
    run->info.folder = options.folder.empty() ? newRunFolder(state_->root, experiment.name) : options.folder;
    // The document is checked again: it may have been changed field by field.
    run->experiment = parseExperiment(toJson(experiment), experiment.folder);
    if (options.resume && fs::exists(run->info.folder / "experiment.json"))
        checkSameExperiment(run->experiment, run->info.folder);
    else
        createRunFolder(run->info.folder, run->experiment, options.threads);
    run->options = options;
    run->info.id = state_->nextId++;
    run->info.name = experiment.name;
    if (options.startPaused) run->control.pause();
    const RunId id = run->info.id;
    state_->runs.emplace(id, std::move(run));
    state_->startQueued();
    return id;
}

void RunManager::pause(RunId id) {
    const std::lock_guard lock(state_->mutex);
    state_->find(id).control.pause();
}

void RunManager::resume(RunId id) {
    const std::lock_guard lock(state_->mutex);
    state_->find(id).control.resume();
}

void RunManager::step(RunId id) {
    const std::lock_guard lock(state_->mutex);
    state_->find(id).control.step();
}

void RunManager::stop(RunId id) {
    const std::lock_guard lock(state_->mutex);
    state_->stop(state_->find(id));
}

void RunManager::stopAll() {
    std::unique_lock lock(state_->mutex);
    for (auto& [id, run] : state_->runs) state_->stop(*run);
    state_->ended.wait(lock, [this] {
        return std::all_of(state_->runs.begin(), state_->runs.end(),
                           [](const auto& entry) { return isOver(entry.second->info.status); });
    });
}

std::vector<RunInfo> RunManager::runs() const {
    const std::lock_guard lock(state_->mutex);
    std::vector<RunInfo> all;
    for (const auto& [id, run] : state_->runs) all.push_back(state_->snapshot(*run));
    return all;
}

RunInfo RunManager::info(RunId id) const {
    const std::lock_guard lock(state_->mutex);
    return state_->snapshot(state_->find(id));
}

std::vector<RunEvent> RunManager::takeEvents(RunId id) {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->find(id).mailbox, {});
}

} // namespace orthant
