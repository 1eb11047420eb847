// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/foreground.h"
#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/environment.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/run_writer.h"
#include "core/experiment/study_plan_run.h"

#include <iostream>
#include <memory>
#include <optional>
#include <utility>

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

/// Paths on the command line start where the user is, those in a file start where the file is.
std::string fromHere(const Experiment& experiment, const std::string& pointer, const std::string& value) {
    for (const ParamSpec& spec : catalogueEntry("datasets", experiment.data.id).params)
        if (spec.kind == ParamKind::Path && pointer == "/data/" + spec.id && !value.empty()) return fs::absolute(value);
    return value;
}

Experiment withSetting(const Experiment& experiment, const std::string& setting) {
    const auto [pointer, value] = splitSetting(setting);
    return withValue(experiment, pointer, fromHere(experiment, pointer, value));
}

void report(const RunInfo& info) {
    const RunSummary summary = readRunSummary(info.folder);
    std::cout << info.name << ": " << (info.status == RunStatus::Stopped ? "stopped" : "finished") << " after "
              << duration(summary.seconds) << " of training";
    if (summary.testAccuracy)
        std::cout << "; test accuracy of the packed program " << percent(*summary.testAccuracy);
    if (summary.bitsPerWeight) std::cout << " at " << compactCount(*summary.bitsPerWeight) << " bits per weight";
    std::cout << "\nresults: " << info.folder.string() << '\n';
}

/// A study plan has the same options; its values are set by the same pointers.
void runPlan(const Options& options, bool isFolder) {
    StudyPlan plan = isFolder ? readRunPlan(options.source) : readStudyPlan(findExperiment(options.source));
    for (const std::string& setting : options.settings) {
        const auto [pointer, value] = splitSetting(setting);
        plan = withValue(plan, pointer, value);
    }
    if (options.seed) plan = withValue(plan, "/seed", std::to_string(*options.seed));
    fs::path folder = isFolder && options.out.empty() ? options.source : options.out;
    if (folder.empty()) folder = newRunFolder(defaultRunsFolder(), plan.name);
    runPlanInForeground(plan, folder, options.resume, options.threads);
}

void runRaceFile(const Options& options, bool isFolder) {
    Race race = isFolder ? readRaceFolder(options.source) : readRace(findExperiment(options.source));
    for (const std::string& setting : options.settings) {
        const auto [pointer, value] = splitSetting(setting);
        race = withValue(race, pointer, value);
    }
    if (options.seed) race = withValue(race, "/seeds", "[" + std::to_string(*options.seed) + "]");
    fs::path folder = isFolder && options.out.empty() ? options.source : options.out;
    if (!options.resume && isRaceFolder(folder))
        throw Error("the folder holds results already; resume them or choose another folder", folder.string());
    if (folder.empty()) folder = newRunFolder(defaultRunsFolder(), race.name);
    RaceOptions raceOptions;
    raceOptions.threads = options.threads;
    runRaceInForeground(race, folder, raceOptions);
}

void runUnrolledFile(const Options& options, bool isFolder) {
    UnrolledPlan plan = isFolder ? readUnrolledFolder(options.source) : readUnrolledPlan(findExperiment(options.source));
    for (const std::string& setting : options.settings) {
        const auto [pointer, value] = splitSetting(setting);
        plan = withValue(plan, pointer, value);
    }
    if (options.seed) plan = withValue(plan, "/seeds", "[" + std::to_string(*options.seed) + "]");
    RunOptions runOptions;
    runOptions.threads = options.threads;
    runOptions.resume = options.resume;
    runOptions.folder = isFolder && options.out.empty() ? options.source : options.out;
    runUnrolledInForeground(plan, runOptions);
}

void run(const Options& options) {
    const fs::path source = options.source;
    const bool isFolder = fs::is_directory(source);
    if (isFolder && !options.resume)
        throw Error("is a run folder; --resume goes on with it", options.source);
    if (options.resume && !isFolder && options.out.empty())
        throw Error("expected --out DIR, the folder of the run to go on with", "--resume");
    const DocumentKind kind = isFolder ? folderKind(source) : documentKind(findExperiment(options.source));
    if (kind == DocumentKind::Unrolled) return runUnrolledFile(options, isFolder);
    if (kind == DocumentKind::Race) return runRaceFile(options, isFolder);
    if (kind == DocumentKind::Studies) return runPlan(options, isFolder);
    Experiment experiment = isFolder ? readRunExperiment(source) : readExperiment(findExperiment(options.source));
    for (const std::string& setting : options.settings) experiment = withSetting(experiment, setting);
    if (options.seed) experiment = withValue(experiment, "/seed", std::to_string(*options.seed));

    RunOptions runOptions;
    runOptions.threads = options.threads;
    runOptions.resume = options.resume;
    runOptions.folder = isFolder && options.out.empty() ? source : fs::path(options.out);
    const RunInfo info = trainInForeground(experiment, runOptions);
    if (info.status == RunStatus::Failed) throw WorkFailed(info.error);
    report(info);
}

} // namespace

void addRunCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Trains an experiment, the networks of an unrolled plan or the methods of a race, or runs the studies of a plan; writes a folder");
    command->add_option("FILE", options->source,
                        "An experiment, plan or race, as a file or the name of a shipped one, or, with --resume, the folder of a run")
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
