// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/race_run.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/experiment/document_fields.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_writer.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <system_error>
#include <thread>

namespace orthant {

namespace fs = std::filesystem;

namespace {

std::optional<double> meanOf(const std::vector<double>& values) {
    const auto spread = spreadOf(values);
    return spread ? std::optional(spread->mean) : std::nullopt;
}

/// Flips of all layers with binarized weights. A reading has the rate for each weight and step since the reading before.
std::optional<double> flipsPerWeight(const std::vector<ProbeReading>& probes) {
    double flips = 0, weights = 0;
    std::int64_t before = 0;
    for (const ProbeReading& probe : probes) {
        weights = 0;
        for (const LayerReading& layer : probe.layers) {
            if (!layer.binarized) continue;
            const auto count = std::accumulate(layer.latent.counts.begin(), layer.latent.counts.end(), 0.0);
            weights += count;
            flips += layer.flipRate * static_cast<double>(probe.step - before) * count;
        }
        before = probe.step;
    }
    return weights > 0 ? std::optional(flips / weights) : std::nullopt;
}

RaceRunResult readOne(const RaceRun& run, const fs::path& folder) {
    RaceRunResult result;
    result.run = run;
    const fs::path here = folder / run.folder;
    if (!fs::exists(here / "experiment.json")) { // not begun
        result.summary.folder = here;
        result.summary.status = "unfinished";
        return result;
    }
    result.summary = readRunSummary(here);
    if (result.summary.error.empty() && readRunExperiment(here) != run.experiment) {
        result.summary.status = "failed";
        result.summary.error = "the folder holds a run of another experiment";
    }
    if (result.summary.status != "finished") return result;
    result.secondsPerEpoch = result.summary.seconds / static_cast<double>(run.experiment.training.integer("epochs"));
    result.flipsPerWeight = flipsPerWeight(readProbes(here / "probes" / "weights.jsonl"));
    return result;
}

MethodResult summarize(const Method& method, std::vector<RaceRunResult> runs) {
    MethodResult result;
    result.id = method.id;
    result.title = method.title;
    std::vector<double> accuracy, seconds, bits, flips, bytes;
    const auto take = [](std::vector<double>& values, const std::optional<double>& value) {
        if (value) values.push_back(*value);
    };
    for (const RaceRunResult& run : runs) {
        if (run.summary.status != "finished") continue;
        take(accuracy, run.summary.testAccuracy);
        take(seconds, run.secondsPerEpoch);
        take(bits, run.summary.bitsPerWeight);
        take(flips, run.flipsPerWeight);
        take(bytes, run.summary.modelBytes);
    }
    result.accuracy = spreadOf(accuracy);
    result.secondsPerEpoch = meanOf(seconds);
    result.bitsPerWeight = meanOf(bits);
    result.flipsPerWeight = meanOf(flips);
    result.modelBytes = meanOf(bytes);
    result.runs = std::move(runs);
    return result;
}

Json orNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

std::string cell(const std::optional<double>& value) { return value ? shortest(*value) : std::string(); }

std::string csvText(const RaceResult& result) {
    std::string text = "method,runs,finished,test_accuracy_mean,test_accuracy_spread,seconds_per_epoch,bits_per_weight,"
                       "flips_per_weight,model_bytes\n";
    for (const MethodResult& method : result.methods)
        text += method.id + "," + std::to_string(method.runs.size()) + "," +
                std::to_string(method.accuracy ? method.accuracy->count : 0) + "," +
                (method.accuracy ? shortest(method.accuracy->mean) : "") + "," +
                (method.accuracy ? cell(method.accuracy->spread) : "") + "," + cell(method.secondsPerEpoch) + "," +
                cell(method.bitsPerWeight) + "," + cell(method.flipsPerWeight) + "," + cell(method.modelBytes) + "\n";
    return text;
}

bool isOver(const RunInfo& info) {
    return info.status == RunStatus::Finished || info.status == RunStatus::Stopped || info.status == RunStatus::Failed;
}

/// Waits until all runs are over, which a stop hastens.
void await(RunManager& manager, const std::stop_token& stop, const std::function<void(const std::vector<RunInfo>&)>& watching) {
    using namespace std::chrono_literals;
    for (int tick = 0;; ++tick, std::this_thread::sleep_for(20ms)) {
        if (stop.stop_requested()) manager.stopAll();
        const std::vector<RunInfo> infos = manager.runs();
        for (const RunInfo& info : infos) (void)manager.takeEvents(info.id); // nobody draws them
        if (watching && tick % 10 == 0) watching(infos);
        if (std::ranges::all_of(infos, isOver)) return;
    }
}

} // namespace

void openRaceFolder(const fs::path& folder, const Race& race, std::size_t threads) {
    if (isRaceFolder(folder)) {
        if (readRaceFolder(folder) != race)
            throw Error("the results in this folder are of another race; choose another folder", folder.string());
        return;
    }
    createResultFolder(folder, DocumentKind::Race, toJson(race), race.seeds.front(), race.folder, threads);
}

bool joinRaceFolder(const fs::path& folder, const Race& race) {
    std::size_t there = 0;
    try {
        if (!isRaceFolder(folder)) return false;
        Race read = race; // as readRaceFolder() will give it
        read.folder = startFolder(folder, fs::absolute(folder));
        if (baseOf(read) != baseOf(race)) return false;
        for (const RaceRun& run : runsOf(race)) {
            if (!fs::exists(folder / run.folder / "experiment.json")) continue;
            if (readRunExperiment(folder / run.folder) != run.experiment) return false;
            ++there;
        }
    } catch (const Error&) {
        return false; // a damaged run
    }
    if (there == 0) return false;
    writeFileAtomically(folder / "race.json", toJson(race));
    fs::remove(folder / "summary.json"); // those of the race that it was
    fs::remove(folder / "race.csv");
    return true;
}

bool isRaceFolder(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "race.json", error);
}

Race readRaceFolder(const fs::path& folder) {
    Race race = readRace(folder / "race.json");
    race.folder = startFolder(folder, race.folder);
    return race;
}

std::vector<RunSummary> listRaces(const fs::path& root) { return listRuns(root, DocumentKind::Race); }

std::vector<QueuedRun> queueRace(const std::vector<RaceRun>& runs, const fs::path& folder, RunManager& manager, std::size_t threads) {
    std::vector<QueuedRun> queued;
    for (const RaceRun& run : runs) {
        QueuedRun entry{run, 0, {}};
        try {
            RunOptions options;
            options.threads = threads;
            options.folder = folder / run.folder;
            options.resume = fs::exists(options.folder / "experiment.json");
            const bool same = options.resume && readRunExperiment(options.folder) == run.experiment;
            if (!same || readRunSummary(options.folder).status != "finished") entry.id = manager.start(run.experiment, options);
        } catch (const std::exception& error) {
            entry.error = error.what();
        }
        queued.push_back(std::move(entry));
    }
    return queued;
}

RaceResult readRaceResult(const Race& race, const fs::path& folder) {
    std::vector<std::vector<RaceRunResult>> runs(race.methods.size());
    RaceResult result;
    std::size_t finished = 0, failed = 0, all = 0;
    for (const RaceRun& run : runsOf(race)) {
        RaceRunResult one = readOne(run, folder);
        result.seconds += one.summary.seconds;
        ++all;
        finished += one.summary.status == "finished" && one.summary.error.empty();
        if (!one.summary.error.empty() && failed++ == 0) result.error = run.experiment.name + ": " + one.summary.error;
        runs[run.method].push_back(std::move(one));
    }
    result.status = finished == all ? "finished" : finished + failed == all ? "failed" : "stopped";
    for (std::size_t m = 0; m < race.methods.size(); ++m) result.methods.push_back(summarize(race.methods[m], std::move(runs[m])));
    return result;
}

Json raceDocument(const Race& race, const RaceResult& result) {
    Json methods = Json::array();
    for (const MethodResult& method : result.methods) {
        Json runs = Json::array();
        for (const RaceRunResult& run : method.runs)
            runs.push_back({{"seed", run.run.seed},
                            {"folder", run.run.folder},
                            {"status", run.summary.status},
                            {"error", run.summary.error},
                            {"accuracy", orNull(run.summary.testAccuracy)},
                            {"seconds", run.summary.seconds},
                            {"flipsPerWeight", orNull(run.flipsPerWeight)}});
        Json accuracy = nullptr;
        if (method.accuracy)
            accuracy = {{"mean", method.accuracy->mean}, {"spread", orNull(method.accuracy->spread)}, {"seeds", method.accuracy->count}};
        methods.push_back({{"id", method.id},
                           {"title", method.title},
                           {"accuracy", std::move(accuracy)},
                           {"secondsPerEpoch", orNull(method.secondsPerEpoch)},
                           {"bitsPerWeight", orNull(method.bitsPerWeight)},
                           {"flipsPerWeight", orNull(method.flipsPerWeight)},
                           {"modelBytes", orNull(method.modelBytes)},
                           {"runs", std::move(runs)}});
    }
    return {{"formatVersion", 1},        {"kind", "race"},        {"name", race.name},         {"status", result.status},
            {"error", result.error},     {"seconds", result.seconds}, {"methods", std::move(methods)}};
}

void writeRaceResult(const Race& race, const fs::path& folder, const RaceResult& result) {
    writeFileAtomically(folder / "race.csv", csvText(result));
    writeFileAtomically(folder / "summary.json",
                        raceDocument(race, result).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

RaceResult runRace(const Race& race, const fs::path& folder, const RaceOptions& options, const std::stop_token& stop,
                   const std::function<void(const std::vector<RunInfo>&)>& watching) {
    std::vector<RaceRun> mine;
    const std::vector<RaceRun> runs = runsOf(race);
    for (std::size_t i = options.shard - 1; i < runs.size(); i += options.shards) mine.push_back(runs[i]);
    const fs::path whole = fs::absolute(folder);
    openRaceFolder(whole, race, options.threads);
    fs::remove(whole / "summary.json"); // a race that goes on has no result yet
    {
        RunManager manager(whole, options.runsAtOnce == 0 ? machineThreads() : options.runsAtOnce);
        const std::vector<QueuedRun> queued = queueRace(mine, whole, manager, options.threads);
        await(manager, stop, watching);
    }
    const RaceResult result = readRaceResult(race, whole);
    writeRaceResult(race, whole, result);
    return result;
}

} // namespace orthant
