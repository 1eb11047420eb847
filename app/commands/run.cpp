// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/environment.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/run_manager.h"
#include "core/experiment/run_writer.h"

#include <csignal>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

namespace orthant {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string source, out;
    std::optional<std::uint64_t> seed;
    std::size_t threads = 0;
    bool resume = false;
    std::vector<std::string> settings;
};

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

/// Paths on the command line start where the user is, those in a file start where the file is.
std::string fromHere(const Experiment& experiment, const std::string& pointer, const std::string& value) {
    for (const ParamSpec& spec : catalogueEntry("datasets", experiment.data.id).params)
        if (spec.kind == ParamKind::Path && pointer == "/data/" + spec.id && !value.empty()) return fs::absolute(value);
    return value;
}

Experiment withSetting(const Experiment& experiment, const std::string& setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
        throw Error("expected /json/pointer=value, found '" + setting + "'", "--set");
    const std::string pointer = setting.substr(0, equals);
    return withValue(experiment, pointer, fromHere(experiment, pointer, setting.substr(equals + 1)));
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

    static std::string percent(double fraction) {
        char text[32];
        std::snprintf(text, sizeof text, "%.2f %%", 100 * fraction);
        return text;
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

/// Waits for the end of the run and shows how far it is.
RunInfo follow(RunManager& manager, RunId id, ProgressLine& line) {
    using namespace std::chrono_literals;
    bool stopping = false;
    for (auto shown = std::chrono::steady_clock::now() - 1s;; std::this_thread::sleep_for(20ms)) {
        if (interruptions != 0 && !std::exchange(stopping, true)) manager.stop(id);
        const RunInfo info = manager.info(id);
        for (const RunEvent& event : manager.takeEvents(id)) line.take(event);
        if (isOver(info.status)) return info;
        if (std::chrono::steady_clock::now() - shown < 200ms) continue;
        line.show(info);
        shown = std::chrono::steady_clock::now();
    }
}

void report(const RunInfo& info) {
    const RunSummary summary = readRunSummary(info.folder);
    std::cout << info.name << ": " << (info.status == RunStatus::Stopped ? "stopped" : "finished") << " after "
              << duration(summary.seconds) << " of training";
    if (summary.testAccuracy)
        std::cout << "; test accuracy of the packed program " << ProgressLine::percent(*summary.testAccuracy);
    if (summary.bitsPerWeight) std::cout << " at " << compactCount(*summary.bitsPerWeight) << " bits per weight";
    std::cout << "\nresults: " << info.folder.string() << '\n';
}

void run(const Options& options) {
    const fs::path source = options.source;
    const bool isFolder = fs::is_directory(source);
    if (isFolder && !options.resume)
        throw Error("is a run folder; --resume goes on with it", options.source);
    if (options.resume && !isFolder && options.out.empty())
        throw Error("expected --out DIR, the folder of the run to go on with", "--resume");
    Experiment experiment = isFolder ? readRunExperiment(source) : readExperiment(findExperiment(options.source));
    for (const std::string& setting : options.settings) experiment = withSetting(experiment, setting);
    if (options.seed) experiment = withValue(experiment, "/seed", std::to_string(*options.seed));

    RunOptions runOptions;
    runOptions.threads = options.threads;
    runOptions.resume = options.resume;
    runOptions.folder = isFolder && options.out.empty() ? source : fs::path(options.out);
    catchInterruptions();
    RunManager manager(defaultRunsFolder(), 1);
    const RunId id = manager.start(experiment, runOptions);
    ProgressLine line(experiment);
    const RunInfo info = follow(manager, id, line);
    line.clear();
    if (info.status == RunStatus::Failed) throw WorkFailed(info.error);
    report(info);
}

} // namespace

void addRunCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Trains an experiment and writes a run folder");
    command->add_option("FILE", options->source,
                        "An experiment file, the name of a shipped experiment or, with --resume, a run folder")
        ->required();
    command->add_option("--out", options->out, "The run folder; without it, a new one in " + defaultRunsFolder().string());
    command->add_option("--seed", options->seed, "Replaces the seed of the experiment");
    command->add_option("--threads", options->threads, "At most so many threads; 0: all. Results do not depend on it");
    command->add_flag("--resume", options->resume, "Goes on from the last checkpoint in the run folder");
    command->add_option("--set", options->settings, "Replaces one value: /training/epochs=3; may be repeated")
        ->allow_extra_args(false);
    command->callback([options] { run(*options); });
}

} // namespace orthant
