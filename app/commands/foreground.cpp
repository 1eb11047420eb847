// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/foreground.h"

#include "app/commands/commands.h"
#include "app/commands/race_text.h"
#include "app/commands/unrolled_text.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/experiment/environment.h"
#include "core/experiment/study_plan_run.h"

#include <csignal>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iostream>
#include <thread>
#include <utility>

namespace orthant {

namespace {

// The first signal asks the run to end well, the second one ends the program at once.
volatile std::sig_atomic_t interruptions = 0;
extern "C" void onInterrupt(int) {
    if (interruptions != 0) _exit(130);
    interruptions = 1;
}

void catchInterruptions() {
    struct sigaction action {};
    action.sa_handler = onInterrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

/// One line on the terminal that is written over again and again.
class ProgressLine {
  public:
    explicit ProgressLine(const Experiment& experiment)
        : epochs_(experiment.training.integer("epochs")), visible_(isatty(STDERR_FILENO) == 1) {}

    void take(const RunEvent& event) {
        if (const auto* reading = std::get_if<MetricReading>(&event)) {
            epoch_ = reading->epoch;
            if (reading->trainLoss) loss_ = *reading->trainLoss;
            if (reading->trainAccuracy) accuracy_ = *reading->trainAccuracy;
            if (reading->testAccuracy) test_ = percent(*reading->testAccuracy);
        }
    }
    void show(const RunInfo& info) {
        if (!visible_) return;
        char text[200];
        if (info.totalSteps == 0) std::snprintf(text, sizeof text, "loading the data");
        else
            std::snprintf(text, sizeof text, "epoch %.1f/%lld  loss %.4f  accuracy %.2f %%  test %s  %s samples/s  %s left",
                          epoch_, static_cast<long long>(epochs_), loss_, 100 * accuracy_,
                          test_.c_str(), compactCount(info.samplesPerSecond).c_str(),
                          duration(info.secondsLeft).c_str());
        std::fprintf(stderr, "\r\033[K%s", text);
        std::fflush(stderr);
    }
    void clear() const {
        if (visible_) std::fprintf(stderr, "\r\033[K");
    }

  private:
    std::int64_t epochs_;
    bool visible_;
    double epoch_ = 0, loss_ = 0, accuracy_ = 0;
    std::string test_ = "-";
};

bool isOver(RunStatus status) {
    return status == RunStatus::Finished || status == RunStatus::Stopped || status == RunStatus::Failed;
}

/// Waits for the end of the run. `look` is called often, `show` a few times a second.
RunInfo follow(RunManager& manager, RunId id, const std::function<void()>& look, const std::function<void(const RunInfo&)>& show) {
    using namespace std::chrono_literals;
    bool stopping = false;
    for (auto shown = std::chrono::steady_clock::now() - 1s;; std::this_thread::sleep_for(20ms)) {
        if (interruptions != 0 && !std::exchange(stopping, true)) manager.stop(id);
        const RunInfo info = manager.info(id);
        look();
        if (isOver(info.status)) return info;
        if (std::chrono::steady_clock::now() - shown < 200ms) continue;
        show(info);
        shown = std::chrono::steady_clock::now();
    }
}

/// One line about an unrolled plan: what has been done, and the training that was heard of last.
class UnrolledLine {
  public:
    explicit UnrolledLine(const UnrolledPlan& plan) : plan_(plan), jobs_(jobsOf(plan)), visible_(isatty(STDERR_FILENO) == 1) {}

    void take(const UnrolledEvent& event) {
        if (event.kind == UnrolledEvent::Kind::Solver) return;
        done_ += event.kind == UnrolledEvent::Kind::Result;
        if (event.kind == UnrolledEvent::Kind::Result || event.reading.nmse.empty()) return;
        const UnrolledJob& job = jobs_[event.job];
        char text[40];
        std::snprintf(text, sizeof text, "%.1f dB", lastMeasured(event.reading.nmse));
        last_ = plan_.networks[job.network].title + ", seed " + std::to_string(job.seed) + ": " + event.reading.stage +
                (event.reading.layer > 0 ? " layer " + std::to_string(event.reading.layer) : "") + ", " + text;
    }
    void show(const RunInfo& info) const {
        if (!visible_) return;
        const double share = info.totalSteps > 0 ? static_cast<double>(info.step) / static_cast<double>(info.totalSteps) : 0;
        std::fprintf(stderr, "\r\033[K%zu of %zu trained, %.0f %%, %s left  %s", done_, jobs_.size(), 100 * share,
                     info.secondsLeft >= 0 ? duration(info.secondsLeft).c_str() : "?", last_.c_str());
        std::fflush(stderr);
    }
    void clear() const {
        if (visible_) std::fprintf(stderr, "\r\033[K");
    }

  private:
    static double lastMeasured(const std::vector<double>& nmse) {
        double last = 0;
        for (const double value : nmse)
            if (!std::isnan(value)) last = value;
        return last;
    }
    const UnrolledPlan& plan_;
    std::vector<UnrolledJob> jobs_;
    bool visible_;
    std::size_t done_ = 0;
    std::string last_;
};

/// "3 of 9 runs done, 2 at work, 4 waiting; those begun are at 62 %".
std::string progressText(const std::vector<RunInfo>& infos) {
    std::size_t done = 0, working = 0, waiting = 0;
    double steps = 0, total = 0;
    for (const RunInfo& info : infos) {
        done += isOver(info.status);
        working += info.status == RunStatus::Running;
        waiting += info.status == RunStatus::Queued;
        steps += static_cast<double>(info.step);
        total += static_cast<double>(info.totalSteps);
    }
    std::string text = std::to_string(done) + " of " + std::to_string(infos.size()) + " runs done, " + std::to_string(working) +
                       " at work, " + std::to_string(waiting) + " waiting";
    if (total > 0 && working > 0)
        text += "; those begun are at " + std::to_string(static_cast<int>(100 * steps / total)) + " %";
    return text;
}

/// Shows how far a plan is, and passes an interruption on.
class PlanWatch {
  public:
    PlanWatch(const StudyPlan& plan, std::stop_source& stop, const Progress& progress)
        : plan_(plan), stop_(stop), progress_(progress), visible_(isatty(STDERR_FILENO) == 1),
          thread_([this](const std::stop_token& over) { watch(over); }) {}
    ~PlanWatch() {
        thread_.request_stop();
        thread_.join();
        if (visible_) std::fprintf(stderr, "\r\033[K");
    }

    /// From now on this step is running; none: something that shows its own progress.
    void show(std::size_t step) { step_ = step; }
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

  private:
    void watch(const std::stop_token& over) {
        using namespace std::chrono_literals;
        auto started = std::chrono::steady_clock::now();
        for (std::size_t seen = none, tick = 0; !over.stop_requested(); ++tick, std::this_thread::sleep_for(20ms)) {
            if (interruptions != 0) stop_.request_stop();
            const std::size_t step = step_;
            if (std::exchange(seen, step) != step) started = std::chrono::steady_clock::now();
            if (visible_ && step != none && tick % 10 == 0) print(step, std::chrono::steady_clock::now() - started);
        }
    }
    void print(std::size_t step, std::chrono::duration<double> elapsed) const {
        const double done = progress_.total() > 0 ? static_cast<double>(progress_.done()) / static_cast<double>(progress_.total()) : 0;
        std::string left;
        if (done > 0.02) left = "  " + duration(elapsed.count() * (1 - done) / done) + " left";
        std::fprintf(stderr, "\r\033[Kstep %zu of %zu, %s  %.0f %%%s", step + 1, plan_.steps.size(), plan_.steps[step].study.id.c_str(),
                     100 * done, left.c_str());
        std::fflush(stderr);
    }

    const StudyPlan& plan_;
    std::stop_source& stop_;
    const Progress& progress_;
    bool visible_;
    std::atomic<std::size_t> step_{none};
    std::jthread thread_;
};

} // namespace

RunInfo trainInForeground(const Experiment& experiment, const RunOptions& options) {
    catchInterruptions();
    RunManager manager(defaultRunsFolder(), 1);
    const RunId id = manager.start(experiment, options);
    ProgressLine line(experiment);
    const auto look = [&] {
        for (const RunEvent& event : manager.takeEvents(id)) line.take(event);
    };
    RunInfo info = follow(manager, id, look, [&](const RunInfo& now) { line.show(now); });
    line.clear();
    return info;
}

void runUnrolledInForeground(const UnrolledPlan& plan, const RunOptions& options) {
    catchInterruptions();
    RunManager manager(defaultRunsFolder(), 1);
    const QueuedPlan queued = queueUnrolledPlan(plan, manager, options);
    UnrolledLine line(plan);
    const auto look = [&] {
        for (const UnrolledEvent& event : queued.events->take()) line.take(event);
    };
    const RunInfo info = follow(manager, queued.id, look, [&](const RunInfo& now) { line.show(now); });
    line.clear();
    std::cout << unrolledText(readUnrolledRun(queued.folder)) << "results: " << queued.folder.string() << '\n';
    if (info.status == RunStatus::Failed) throw WorkFailed(info.error);
}

void runPlanInForeground(const StudyPlan& plan, const std::filesystem::path& folder, bool resume, std::size_t threads) {
    catchInterruptions();
    std::stop_source stop;
    Progress progress(stop.get_token());
    RunFinished finished;
    {
        PlanWatch watch(plan, stop, progress);
        StudyPlanHooks hooks;
        hooks.train = [&](const Experiment& experiment, const std::filesystem::path& network, bool unfinished) {
            RunOptions options;
            options.threads = threads;
            options.folder = network;
            options.resume = unfinished;
            const RunInfo info = trainInForeground(experiment, options);
            return RunFinished{info.status, info.error, 0};
        };
        hooks.starting = [&](std::size_t step) { watch.show(step); };
        withThreads(threads, [&] { finished = runStudyPlan(plan, folder, resume, threads, progress, hooks); });
    }
    if (finished.status == RunStatus::Failed) throw WorkFailed(finished.error);
    std::cout << plan.name << ": " << (finished.status == RunStatus::Stopped ? "stopped" : "finished") << " after "
              << duration(finished.seconds) << "\nresults: " << folder.string() << '\n';
}

void runRaceInForeground(const Race& race, const std::filesystem::path& folder, const RaceOptions& options) {
    catchInterruptions();
    std::stop_source stop;
    const bool visible = isatty(STDERR_FILENO) == 1;
    const auto watch = [&](const std::vector<RunInfo>& infos) {
        if (interruptions != 0) stop.request_stop();
        if (visible) std::fprintf(stderr, "\r\033[K%s", progressText(infos).c_str());
        std::fflush(stderr);
    };
    const RaceResult result = runRace(race, folder, options, stop.get_token(), watch);
    if (visible) std::fprintf(stderr, "\r\033[K");
    std::cout << raceText(race, result) << "results: " << folder.string() << '\n';
    if (result.status == "failed") throw WorkFailed(result.error);
}

std::pair<std::string, std::string> splitSetting(const std::string& setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
        throw Error("expected /json/pointer=value, found '" + setting + "'", "--set");
    return {setting.substr(0, equals), setting.substr(equals + 1)};
}

std::string percent(double fraction) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", 100 * fraction);
    return text;
}

} // namespace orthant
