// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_writer.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/experiment/environment.h"
#include "core/io/json_document.h"
#include "core/experiment/run_files.h"
#include "core/io/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace orthant {

namespace fs = std::filesystem;

namespace {

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

constexpr std::string_view checkpointPrefix = "step_", checkpointExtension = ".safetensors";

/// The step in the name of a checkpoint.
std::optional<std::int64_t> checkpointStep(const fs::path& file) {
    const std::string stem = file.stem().string();
    if (file.extension() != checkpointExtension || !stem.starts_with(checkpointPrefix)) return std::nullopt;
    std::int64_t step = 0;
    const char* const begin = stem.data() + checkpointPrefix.size();
    const auto [end, error] = std::from_chars(begin, stem.data() + stem.size(), step);
    if (error != std::errc{} || end != stem.data() + stem.size()) return std::nullopt;
    return step;
}

/// All checkpoints, newest first.
std::vector<fs::path> checkpointFiles(const fs::path& folder) {
    std::vector<std::pair<std::int64_t, fs::path>> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (const auto step = checkpointStep(entry.path())) found.emplace_back(*step, entry.path());
    std::sort(found.rbegin(), found.rend());
    std::vector<fs::path> files;
    for (auto& [step, file] : found) files.push_back(std::move(file));
    return files;
}

// The loop's numbers stand in the metadata of the checkpoint, as texts that read back as the same doubles.
constexpr const char* loopKey = "orthant.loop";

std::string toText(const LoopState& loop) {
    return Json{{"seconds", loop.seconds},
                {"lossSum", loop.lossSum},
                {"accuracySum", loop.accuracySum},
                {"stepsInSums", loop.stepsInSums},
                {"rows", loop.rows},
                {"lastTest", loop.lastTest},
                {"lastProbe", loop.lastProbe}}
        .dump();
}

LoopState loopFromText(const std::string& text) {
    const Json json = parseJsonDocument(text);
    LoopState loop;
    json.at("seconds").get_to(loop.seconds);
    json.at("lossSum").get_to(loop.lossSum);
    json.at("accuracySum").get_to(loop.accuracySum);
    json.at("stepsInSums").get_to(loop.stepsInSums);
    json.at("rows").get_to(loop.rows);
    json.at("lastTest").get_to(loop.lastTest);
    json.at("lastProbe").get_to(loop.lastProbe);
    return loop;
}

std::optional<Checkpoint> readCheckpoint(const fs::path& file) {
    try {
        Checkpoint checkpoint{readSafetensors(file), {}};
        checkpoint.loop = loopFromText(checkpoint.state.metadata.at(loopKey));
        checkpoint.state.metadata.erase(loopKey);
        return checkpoint;
    } catch (const std::exception&) {
        return std::nullopt; // damaged: the one before serves
    }
}

/// Keeps the readings up to a step.
template <class Reading>
void cut(const fs::path& file, const std::vector<Reading>& readings, std::int64_t lastStep) {
    std::string text;
    for (const Reading& reading : readings)
        if (reading.step <= lastStep) text += toLine(reading);
    writeFileAtomically(file, text);
}

fs::path metricsPath(const fs::path& folder) { return folder / "metrics.csv"; }
fs::path weightsPath(const fs::path& folder) { return folder / "probes" / "weights.jsonl"; }
fs::path boundariesPath(const fs::path& folder) { return folder / "probes" / "boundaries.jsonl"; }

void appendLine(std::ofstream& file, const std::string& line, const fs::path& path) {
    file << line << std::flush;
    if (!file) throw Error("cannot be written; is the disk full?", path.string());
}

Json metricsSummary(const std::vector<MetricReading>& metrics) {
    Json all = Json::object();
    for (const MetricColumn& column : metricColumns()) {
        if (column.best == Best::None) continue;
        double last = 0, best = 0;
        std::int64_t bestStep = -1;
        for (const MetricReading& reading : metrics) {
            const std::optional<double>& value = reading.*column.value;
            if (!value) continue;
            last = *value;
            if (bestStep >= 0 && (column.best == Best::Lowest ? last >= best : last <= best)) continue;
            best = last;
            bestStep = reading.step;
        }
        if (bestStep < 0) continue;
        all[column.name] = {{"last", last}, {"best", best}, {"bestStep", bestStep}, {"unit", column.unit}};
    }
    return all;
}

/// What environment.json says of work that starts now.
std::string environmentText(std::uint64_t seed, const fs::path& experimentFolder, std::size_t threads) {
    const Environment environment = currentEnvironment();
    return Json{{"version", environment.version},
                {"compiler", environment.compiler},
                {"cpu", environment.cpu},
                {"kernelTarget", environment.kernelTarget},
                {"system", environment.system},
                {"threads", threads ? threads : environment.threads},
                {"seed", seed},
                {"started", utcNow()},
                {"experimentFolder", experimentFolder.string()}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

} // namespace

void createResultFolder(const fs::path& folder, DocumentKind kind, const std::string& document, std::uint64_t seed,
                        const fs::path& start, std::size_t threads) {
    for (const char* file : {documentName(DocumentKind::Training), documentName(DocumentKind::Studies), documentName(DocumentKind::Race),
                             documentName(DocumentKind::Unrolled), "metrics.csv", "summary.json"})
        if (fs::exists(folder / file))
            throw Error("the folder holds results already; resume them or choose another folder", folder.string());
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error("the folder cannot be made: " + error.message(), folder.string());
    writeFileAtomically(folder / "environment.json", environmentText(seed, start, threads));
    writeFileAtomically(folder / documentName(kind), document);
}

void createRunFolder(const fs::path& folder, const Experiment& experiment, std::size_t threads) {
    createResultFolder(folder, DocumentKind::Training, toJson(experiment), experiment.seed, experiment.folder, threads);
}

fs::path startFolder(const fs::path& folder, const fs::path& fallback) {
    try {
        const Json environment = parseJsonDocument(readTextFile(folder / "environment.json"));
        const std::string start = environment.at("experimentFolder");
        return start.empty() ? fallback : fs::path(start);
    } catch (const std::exception&) {
        return fallback; // the folder itself, as for any document
    }
}

Experiment readRunExperiment(const fs::path& folder) {
    Experiment experiment = readExperiment(folder / "experiment.json");
    experiment.folder = startFolder(folder, experiment.folder);
    return experiment;
}

FolderLock::FolderLock(const fs::path& folder) : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw Error("the run folder cannot be opened", folder.string());
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw Error("the run folder is in use by another run", folder.string());
}

FolderLock::~FolderLock() { ::close(descriptor_); }

RunWriter::RunWriter(const fs::path& folder) : folder_(folder), lock_(folder) {
    std::error_code error;
    fs::create_directories(folder / "probes", error);
    // Rows are appended to it without waiting for the disk, and so is this one.
    if (!fs::exists(metricsPath(folder)) || fs::file_size(metricsPath(folder)) == 0) {
        std::ofstream file(metricsPath(folder), std::ios::binary);
        appendLine(file, metricHeader(), metricsPath(folder));
    }
    metrics_ = readMetrics(metricsPath(folder));
    open();
}

void RunWriter::open() {
    metricsFile_ = std::ofstream(metricsPath(folder_), std::ios::app | std::ios::binary);
    probesFile_ = std::ofstream(weightsPath(folder_), std::ios::app | std::ios::binary);
    boundariesFile_ = std::ofstream(boundariesPath(folder_), std::ios::app | std::ios::binary);
    if (!metricsFile_ || !probesFile_ || !boundariesFile_)
        throw Error("the files of the run cannot be opened for writing", folder_.string());
}

std::optional<Checkpoint> newestCheckpoint(const fs::path& folder) {
    for (const fs::path& file : checkpointFiles(folder / "checkpoints"))
        if (auto checkpoint = readCheckpoint(file)) return checkpoint;
    return std::nullopt;
}

std::int64_t newestCheckpointStep(const fs::path& folder) {
    const std::vector<fs::path> files = checkpointFiles(folder / "checkpoints");
    return files.empty() ? -1 : *checkpointStep(files.front());
}

std::optional<Checkpoint> RunWriter::rewind() {
    std::optional<Checkpoint> checkpoint = newestCheckpoint(folder_);
    const LoopState loop = checkpoint ? checkpoint->loop : LoopState{};
    // A run that goes on has no result yet.
    fs::remove(folder_ / "summary.json");
    fs::remove(folder_ / "model.safetensors");
    metricsFile_.close();
    probesFile_.close();
    boundariesFile_.close();
    metrics_.resize(std::min(metrics_.size(), static_cast<std::size_t>(loop.rows)));
    std::string rows = metricHeader();
    for (const MetricReading& reading : metrics_) rows += toLine(reading);
    writeFileAtomically(metricsPath(folder_), rows);
    cut(weightsPath(folder_), readProbes(weightsPath(folder_)), loop.lastProbe);
    cut(boundariesPath(folder_), readBoundaries(boundariesPath(folder_)), loop.lastProbe);
    open();
    return checkpoint;
}

void RunWriter::save(std::int64_t step, Checkpoint checkpoint) {
    checkpoint.state.metadata[loopKey] = toText(checkpoint.loop);
    const fs::path folder = folder_ / "checkpoints";
    writeSafetensors(folder / (std::string(checkpointPrefix) + std::to_string(step) + std::string(checkpointExtension)),
                     checkpoint.state);
    const std::vector<fs::path> files = checkpointFiles(folder);
    for (std::size_t i = 2; i < files.size(); ++i) fs::remove(files[i]);
}

void RunWriter::append(const MetricReading& reading) {
    metrics_.push_back(reading);
    appendLine(metricsFile_, toLine(reading), metricsPath(folder_));
}
void RunWriter::append(const ProbeReading& reading) {
    appendLine(probesFile_, toLine(reading), weightsPath(folder_));
}
void RunWriter::append(const BoundaryReading& reading) {
    appendLine(boundariesFile_, toLine(reading), boundariesPath(folder_));
}

void RunWriter::writeModel(const Program& program) {
    writeSafetensors(folder_ / "model.safetensors", program.toBundle());
    bitsPerWeight_ = program.bitsPerWeight();
}

void RunWriter::writeSummary(const std::string& name, const RunFinished& finished,
                             std::optional<double> packedAccuracy) {
    Json metrics = metricsSummary(metrics_);
    if (packedAccuracy)
        metrics["packed_test_accuracy"] = {{"last", *packedAccuracy},
                                           {"best", *packedAccuracy},
                                           {"bestStep", metrics_.empty() ? 0 : metrics_.back().step},
                                           {"unit", "fraction"}};
    Json model = nullptr;
    if (bitsPerWeight_)
        model = {{"file", "model.safetensors"},
                 {"bytes", fs::file_size(folder_ / "model.safetensors")},
                 {"bitsPerWeight", *bitsPerWeight_}};
    const char* status = finished.status == RunStatus::Finished  ? "finished"
                         : finished.status == RunStatus::Stopped ? "stopped"
                                                                 : "failed";
    const Json summary{{"formatVersion", 1},           {"name", name},
                       {"status", status},             {"error", finished.error},
                       {"seconds", finished.seconds},  {"metrics", std::move(metrics)},
                       {"model", std::move(model)}};
    writeFileAtomically(folder_ / "summary.json", summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace orthant
