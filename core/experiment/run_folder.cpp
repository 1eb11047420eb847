// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_folder.h"

#include "core/base/error.h"
#include "core/io/json_document.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_writer.h"
#include "core/io/file.h"

#include <algorithm>
#include <chrono>

namespace orthant {

namespace fs = std::filesystem;

namespace {

std::int64_t modifiedSeconds(const fs::path& file) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    if (error) return 0;
    const auto system = std::chrono::file_clock::to_sys(time).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(system).count();
}

void readDocument(const fs::path& file, RunSummary& summary) {
    const Json document = parseJsonDocument(readTextFile(file));
    if (!document.is_object()) throw Error("expected an experiment, found " + describeJson(document), file.string());
    if (document.contains("name")) document.at("name").get_to(summary.name);
    if (document.contains("title")) document.at("title").get_to(summary.title);
}

void readResult(const fs::path& file, RunSummary& summary) {
    const Json document = parseJsonDocument(readTextFile(file));
    document.at("status").get_to(summary.status);
    document.at("error").get_to(summary.error);
    document.at("seconds").get_to(summary.seconds);
    if (summary.kind == DocumentKind::Race || summary.kind == DocumentKind::Unrolled) return; // each training has its own results
    const Json& metrics = document.at("metrics");
    for (const char* id : {"test_accuracy", "packed_test_accuracy"}) // the later one wins: it is of what is shipped
        if (metrics.contains(id)) summary.testAccuracy = metrics.at(id).at("last").get<double>();
    const Json& model = document.at("model");
    if (!model.is_object()) return;
    summary.bitsPerWeight = model.at("bitsPerWeight").get<double>();
    summary.modelBytes = model.at("bytes").get<double>();
}

} // namespace

RunSummary readRunSummary(const fs::path& folder) {
    RunSummary summary;
    summary.folder = folder;
    summary.name = folder.filename().string();
    summary.status = "unfinished";
    summary.kind = folderKind(folder);
    const char* const document = documentName(summary.kind);
    for (const char* file : {document, "metrics.csv", "summary.json"})
        summary.modified = std::max(summary.modified, modifiedSeconds(folder / file));
    try {
        readDocument(folder / document, summary);
        if (summary.title.empty()) summary.title = summary.name;
        if (fs::exists(folder / "summary.json")) readResult(folder / "summary.json", summary);
    } catch (const std::exception& error) {
        summary.error = error.what();
    }
    return summary;
}

std::vector<RunSummary> listRuns(const fs::path& root, DocumentKind kind) {
    std::vector<RunSummary> runs;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(root, error)) {
        std::error_code ignored;
        if (folderKind(entry.path()) != kind) continue;
        if (fs::exists(entry.path() / documentName(kind), ignored) || fs::exists(entry.path() / "summary.json", ignored))
            runs.push_back(readRunSummary(entry.path()));
    }
    std::sort(runs.begin(), runs.end(), [](const RunSummary& a, const RunSummary& b) {
        return a.modified != b.modified ? a.modified > b.modified : a.folder > b.folder;
    });
    return runs;
}

RunRecord readRun(const fs::path& folder) {
    RunRecord record;
    record.experiment = readRunExperiment(folder);
    record.summary = readRunSummary(folder);
    record.metrics = readMetrics(folder / "metrics.csv");
    record.probes = readProbes(folder / "probes" / "weights.jsonl");
    record.boundaries = readBoundaries(folder / "probes" / "boundaries.jsonl");
    record.hasModel = fs::exists(folder / "model.safetensors");
    return record;
}

} // namespace orthant
