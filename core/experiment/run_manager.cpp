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
    std::function<RunFinished(RunControl&)> body;
    RunOptions options;
    RunControl control;
    bool begun = false;   ///< it has its thread
    bool held = false;    ///< paused by somebody
    bool working = false; ///< it has a place
    bool leaving = false; ///< all its steps are made; what it still writes needs no place
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
    DatasetCache cache;
    std::mutex starting; ///< held while a folder is made, which waits for the disk: before `mutex`
    mutable std::mutex mutex;
    std::condition_variable ended;
    std::map<RunId, std::unique_ptr<Run>> runs; ///< entries are never removed, so a Run& stays good
    RunId nextId = 1;

    Run& find(RunId id) {
        const auto it = runs.find(id);
        if (it == runs.end()) throw Error("there is no run " + std::to_string(id));
        return *it->second;
    }

    std::vector<Run*> working() const {
        std::vector<Run*> found;
        for (const auto& [id, run] : runs)
            if (run->working) found.push_back(run.get());
        return found;
    }

    /// Runs that want a place, the next one first.
    std::vector<Run*> waiting() const {
        std::vector<Run*> found;
        for (const auto& [id, run] : runs)
            if (!run->working && !run->leaving && !run->held && !run->control.stopToken().stop_requested() && !isOver(run->info.status)) found.push_back(run.get());
        std::stable_sort(found.begin(), found.end(), [](const Run* a, const Run* b) { return a->info.priority > b->info.priority; });
        return found;
    }

    /// Gives free places to the runs that wait, and the cores to those that work. Call with the mutex held.
    void schedule() {
        const std::vector<Run*> queue = waiting();
        std::vector<Run*> active = working();
        for (std::size_t i = 0; i < queue.size() && active.size() < limit; ++i) {
            Run& run = *queue[i];
            run.working = true;
            run.control.resume();
            if (!run.begun) launch(run);
            active.push_back(&run);
        }
        for (std::size_t i = 0; i < active.size(); ++i) {
            const std::size_t cores = machineThreads();
            const std::size_t share = std::max<std::size_t>(1, cores / active.size() + (i < cores % active.size() ? 1 : 0));
            const std::size_t most = active[i]->options.threads;
            active[i]->control.threads = most == 0 ? share : std::min(share, most);
        }
    }

    void launch(Run& run) {
        run.begun = true;
        run.thread = std::jthread([this, &run] { work(run); });
    }

    void hold(Run& run) {
        run.held = true;
        run.working = false;
        run.control.pause();
    }

    /// A run that waits for its turn, or is paused, ends at once, with its summary.
    void stop(Run& run) {
        run.control.stop();
        if (!run.begun) launch(run);
    }

    /// The body of a run's thread.
    void work(Run& run) {
        yieldToOthers();
        RunFinished finished;
        try {
            withThreads(run.options.threads, [&] { finished = run.body(run.control); });
        } catch (const std::exception& error) {
            finished = {RunStatus::Failed, error.what(), 0};
        }
        const std::lock_guard lock(mutex);
        end(run, finished);
        run.working = false;
        schedule();
    }

    /// The last row is there. Results are written to the disk, which is waiting more than work: the next run begins meanwhile.
    void leave(Run& run) {
        run.leaving = true;
        run.working = false;
        schedule();
    }

    void end(Run& run, const RunFinished& finished) {
        run.info.status = finished.status;
        run.info.error = finished.error;
        ended.notify_all();
    }

    void deliver(Run& run, RunEvent event) {
        const std::lock_guard lock(mutex);
        if (const auto* finished = std::get_if<RunFinished>(&event)) end(run, *finished);
        else if (const auto* row = std::get_if<MetricReading>(&event); row && row->step == run.control.totalSteps) leave(run);
        run.mailbox.push_back(std::move(event));
    }

    /// Puts a run with its body, name and folder into the queue. Call with the mutex held.
    RunId enqueue(std::unique_ptr<Run> run, const RunOptions& options) {
        run->options = options;
        run->info.id = nextId++;
        run->info.priority = options.priority;
        Run& queued = *run;
        runs.emplace(queued.info.id, std::move(run));
        if (options.startPaused) { // it loads its data and shows where it starts
            hold(queued);
            launch(queued);
        }
        schedule();
        return queued.info.id;
    }

    RunInfo snapshot(const Run& run) const {
        RunInfo info = run.info;
        if (!isOver(info.status))
            info.status = run.held                        ? RunStatus::Paused
                          : run.working || run.leaving ? RunStatus::Running
                                                       : RunStatus::Queued;
        info.step = run.control.stepsDone;
        info.totalSteps = run.control.totalSteps;
        info.samplesPerSecond = run.control.samplesPerSecond;
        info.secondsLeft = isOver(info.status) ? 0 : run.control.secondsLeft.load();
        return info;
    }

    /// Writes the places in the queue.
    void number(std::vector<RunInfo>& infos) const {
        const std::vector<Run*> queue = waiting();
        for (RunInfo& info : infos)
            for (std::size_t i = 0; i < queue.size(); ++i)
                if (queue[i]->info.id == info.id) info.place = i + 1;
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
    const std::lock_guard one(state_->starting); // the folder is there before the next one is named
    run->info.folder = options.folder.empty() ? newRunFolder(state_->root, experiment.name) : options.folder;
    // The document is checked again: it may have been changed field by field.
    const Experiment checked = parseExperiment(toJson(experiment), experiment.folder);
    if (options.resume && fs::exists(run->info.folder / "experiment.json")) checkSameExperiment(checked, run->info.folder);
    else createRunFolder(run->info.folder, checked, options.threads);
    run->info.name = experiment.name;
    run->body = [state = state_.get(), run = run.get(), checked](RunControl& control) {
        return execute(checked, run->info.folder, run->options.resume, control,
                       [&](RunEvent event) { state->deliver(*run, std::move(event)); }, state->cache);
    };
    const std::lock_guard lock(state_->mutex);
    return state_->enqueue(std::move(run), options);
}

RunId RunManager::start(QueuedWork work, const RunOptions& options) {
    auto run = std::make_unique<Run>();
    run->info.kind = work.kind;
    run->info.name = std::move(work.name);
    run->info.folder = std::move(work.folder);
    run->body = std::move(work.work);
    const std::lock_guard lock(state_->mutex);
    return state_->enqueue(std::move(run), options);
}

void RunManager::pause(RunId id) {
    const std::lock_guard lock(state_->mutex);
    state_->hold(state_->find(id));
    state_->schedule();
}

void RunManager::resume(RunId id) {
    const std::lock_guard lock(state_->mutex);
    state_->find(id).held = false;
    state_->schedule();
}

void RunManager::step(RunId id) {
    const std::lock_guard lock(state_->mutex);
    Run& run = state_->find(id);
    if (!run.held) return;
    if (!run.begun) state_->launch(run);
    run.control.step();
}

void RunManager::setPriority(RunId id, int priority) {
    const std::lock_guard lock(state_->mutex);
    state_->find(id).info.priority = priority;
}

std::size_t RunManager::limit() const {
    const std::lock_guard lock(state_->mutex);
    return state_->limit;
}

void RunManager::setLimit(std::size_t limit) {
    const std::lock_guard lock(state_->mutex);
    state_->limit = std::max<std::size_t>(1, limit);
    state_->schedule();
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
    state_->number(all);
    return all;
}

RunInfo RunManager::info(RunId id) const {
    const std::lock_guard lock(state_->mutex);
    std::vector<RunInfo> one{state_->snapshot(state_->find(id))};
    state_->number(one);
    return one.front();
}

std::vector<RunEvent> RunManager::takeEvents(RunId id) {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->find(id).mailbox, {});
}

} // namespace orthant
