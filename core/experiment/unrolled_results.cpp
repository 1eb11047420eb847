// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_results.h"

#include "core/base/text.h"
#include "core/experiment/run_writer.h"
#include "core/io/file.h"

#include <algorithm>

namespace orthant {

namespace fs = std::filesystem;

namespace {

Json orNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json orNull(const std::optional<Spread>& spread) {
    if (!spread) return nullptr;
    return {{"mean", spread->mean}, {"spread", orNull(spread->spread)}, {"seeds", spread->count}};
}

/// A text as a cell of a CSV file.
std::string quoted(const std::string& text) {
    std::string cell = "\"";
    for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c == '\n' ? ' ' : c);
    return cell + "\"";
}

std::string resultsCsv(const UnrolledRecord& record) {
    std::string text = "network,seed,varied,done,nmse_db,train_nmse_db,bits_per_link,threshold_bits_per_link,file_bits_per_link,"
                       "file_bytes,links,links_on_mask,links_kept,seconds\n";
    for (const UnrolledResult& result : record.results) {
        const UnrolledJob& job = result.job;
        text += quoted(record.plan.networks[job.network].title) + "," + std::to_string(job.seed) + ",";
        text += (record.plan.varyPointer.empty() ? std::string() : shortest(job.varied)) + (result.done ? ",1" : ",0");
        if (result.done)
            for (const double value : {result.testNmse.back(), result.trainNmse.back(), result.bits.bitsPerLink(),
                                       result.thresholdBits / result.bits.links, result.fileBitsPerLink(), result.fileBytes,
                                       static_cast<double>(result.count.links), static_cast<double>(result.count.allowed),
                                       static_cast<double>(result.count.kept), result.seconds})
                text += "," + shortest(value);
        else
            text += ",,,,,,,,,,";
        text += "\n";
    }
    return text;
}

std::string curvesCsv(const UnrolledRecord& record) {
    std::string text = "kind,title,seed,varied,layer,nmse_db,train_nmse_db\n";
    const auto add = [&](const char* kind, const std::string& title, std::uint64_t seed, double varied, const std::vector<double>& test,
                         const std::vector<double>& train) {
        for (std::size_t k = 0; k < test.size(); ++k)
            text += std::string(kind) + "," + quoted(title) + "," + std::to_string(seed) + "," +
                    (record.plan.varyPointer.empty() ? "" : shortest(varied)) + "," + std::to_string(k) + "," + shortest(test[k]) + "," +
                    (k < train.size() ? shortest(train[k]) : "") + "\n";
    };
    for (const UnrolledResult& result : record.results)
        add("network", record.plan.networks[result.job.network].title, result.job.seed, result.job.varied, result.testNmse, result.trainNmse);
    for (const SolverCurve& curve : record.solvers) add("solver", curve.title, curve.seed, curve.varied, curve.testNmse, {});
    return text;
}

NetworkSummary summaryOf(std::size_t network, double varied, const std::vector<UnrolledResult>& results) {
    NetworkSummary summary;
    summary.network = network;
    summary.varied = varied;
    std::vector<double> nmse, train, bits, thresholds, fileBits, bytes, seconds;
    for (const UnrolledResult& result : results) {
        if (result.job.network != network || result.job.varied != varied) continue;
        ++summary.seeds;
        if (!result.done) continue;
        nmse.push_back(result.testNmse.back());
        train.push_back(result.trainNmse.back());
        bits.push_back(result.bits.bitsPerLink());
        thresholds.push_back(result.thresholdBits / result.bits.links);
        fileBits.push_back(result.fileBitsPerLink());
        bytes.push_back(result.fileBytes);
        seconds.push_back(result.seconds);
    }
    const auto mean = [](const std::vector<double>& values) {
        const auto spread = spreadOf(values);
        return spread ? std::optional(spread->mean) : std::nullopt;
    };
    summary.nmse = spreadOf(nmse);
    summary.trainNmse = spreadOf(train);
    summary.bitsPerLink = mean(bits);
    summary.thresholdBitsPerLink = mean(thresholds);
    summary.fileBitsPerLink = mean(fileBits);
    summary.fileBytes = mean(bytes);
    summary.seconds = mean(seconds);
    return summary;
}

} // namespace

std::vector<NetworkSummary> summariesOf(const UnrolledPlan& plan, const std::vector<UnrolledResult>& results) {
    std::vector<NetworkSummary> summaries;
    const std::vector<double> values = plan.varyPointer.empty() ? std::vector<double>{0} : plan.varyValues;
    for (const double value : values)
        for (std::size_t n = 0; n < plan.networks.size(); ++n) summaries.push_back(summaryOf(n, value, results));
    return summaries;
}

bool isUnrolledFolder(const fs::path& folder) { return folderKind(folder) == DocumentKind::Unrolled; }

UnrolledPlan readUnrolledFolder(const fs::path& folder) {
    UnrolledPlan plan = readUnrolledPlan(folder / documentName(DocumentKind::Unrolled));
    plan.folder = startFolder(folder, plan.folder);
    return plan;
}

UnrolledRecord readUnrolledRun(const fs::path& folder) {
    UnrolledRecord record;
    record.plan = readUnrolledFolder(folder);
    record.summary = readRunSummary(folder);
    for (const UnrolledJob& job : jobsOf(record.plan)) {
        UnrolledResult open;
        open.job = job;
        record.results.push_back(readResult(folder, job).value_or(std::move(open)));
        record.readings.push_back(readUnrolledReadings(folder / job.folder / "readings.jsonl"));
    }
    record.solvers = readSolverCurves(folder, record.plan);
    return record;
}

PackedSolver solverOf(const UnrolledPlan& plan, const fs::path& folder, const UnrolledJob& job) {
    return readSolver(folder / job.folder / "solver.safetensors", plan.folder);
}

Json unrolledDocument(const UnrolledRecord& record) {
    Json networks = Json::array(), solvers = Json::array();
    for (const NetworkSummary& summary : summariesOf(record.plan, record.results)) {
        Json network{{"title", record.plan.networks[summary.network].title},
                     {"nmse_db", orNull(summary.nmse)},
                     {"train_nmse_db", orNull(summary.trainNmse)},
                     {"bitsPerLink", orNull(summary.bitsPerLink)},
                     {"thresholdBitsPerLink", orNull(summary.thresholdBitsPerLink)},
                     {"fileBitsPerLink", orNull(summary.fileBitsPerLink)},
                     {"fileBytes", orNull(summary.fileBytes)},
                     {"seconds", orNull(summary.seconds)}};
        if (!record.plan.varyPointer.empty()) network[variedName(record.plan)] = summary.varied;
        networks.push_back(std::move(network));
    }
    for (const SolverCurve& curve : record.solvers)
        solvers.push_back({{"title", curve.title},
                           {"seed", curve.seed},
                           {"nmse_db", curve.testNmse.empty() ? Json(nullptr) : Json(curve.testNmse.back())},
                           {"error", curve.error}});
    return {{"formatVersion", 1},
            {"kind", "unrolled"},
            {"name", record.plan.name},
            {"status", record.summary.status},
            {"error", record.summary.error},
            {"seconds", record.summary.seconds},
            {"networks", std::move(networks)},
            {"solvers", std::move(solvers)}};
}

void writeUnrolledSummary(const fs::path& folder, const UnrolledRecord& record) {
    writeFileAtomically(folder / "results.csv", resultsCsv(record));
    writeFileAtomically(folder / "curves.csv", curvesCsv(record));
    writeFileAtomically(folder / "summary.json", unrolledDocument(record).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace orthant
