// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the files of an unrolled plan: readings, results, curves of classical solvers.
#include "core/base/text.h"
#include "core/experiment/document_fields.h"
#include "core/experiment/run_files.h"
#include "core/experiment/unrolled_results.h"

#include <cmath>
#include <cstdio>
#include <limits>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longestSlug = 40;

/// A value that was not measured, or cannot be written as a number, is null.
Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values) list.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
    return list;
}

std::vector<double> numbersFrom(const Json& list) {
    std::vector<double> values;
    for (const Json& value : list) values.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
    return values;
}

/// "PIBiNN, on the mask" as a part of a file name: "pibinn_on_the_mask".
std::string slug(const std::string& title) {
    std::string text;
    for (const char c : title) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'), capital = c >= 'A' && c <= 'Z';
        if (letter || capital) text += capital ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!text.empty() && text.back() != '_') text += '_';
    }
    text = text.substr(0, longestSlug);
    while (!text.empty() && text.back() == '_') text.pop_back();
    return text;
}

/// "01_pibinn_samples300_seed1"
std::string entryName(std::size_t index, const std::string& title, const std::string& varied, double value, std::uint64_t seed) {
    char number[16];
    std::snprintf(number, sizeof number, "%02zu", index + 1);
    std::string name = number;
    if (const std::string text = slug(title); !text.empty()) name += "_" + text;
    if (!varied.empty()) name += "_" + slug(varied) + shortest(value);
    return name + "_seed" + std::to_string(seed);
}

std::vector<double> valuesOf(const UnrolledPlan& plan) {
    return plan.varyPointer.empty() ? std::vector<double>{0} : plan.varyValues;
}

Json toJsonValue(const BitAccount& bits) {
    Json terms = Json::array();
    for (const BitTerm& term : bits.terms) terms.push_back({{"text", term.text}, {"bits", term.bits}});
    return {{"title", bits.title}, {"formula", bits.formula}, {"links", bits.links}, {"terms", std::move(terms)}};
}

BitAccount bitsFrom(const Json& json) {
    BitAccount bits;
    json.at("title").get_to(bits.title);
    json.at("formula").get_to(bits.formula);
    json.at("links").get_to(bits.links);
    for (const Json& term : json.at("terms")) bits.terms.push_back({term.at("text").get<std::string>(), term.at("bits").get<double>()});
    return bits;
}

struct CountField {
    const char* id;
    std::size_t LinkCount::* value;
};
constexpr CountField countFields[] = {
    {"links", &LinkCount::links},   {"allowed", &LinkCount::allowed},       {"kept", &LinkCount::kept},        {"rows", &LinkCount::rows},
    {"layers", &LinkCount::layers}, {"thresholds", &LinkCount::thresholds}, {"maskBits", &LinkCount::maskBits},
};

} // namespace

std::vector<UnrolledJob> jobsOf(const UnrolledPlan& plan) {
    std::vector<UnrolledJob> jobs;
    for (const std::uint64_t seed : plan.seeds)
        for (const double value : valuesOf(plan))
            for (std::size_t n = 0; n < plan.networks.size(); ++n)
                jobs.push_back({n, seed, value, "networks/" + entryName(n, plan.networks[n].title, variedName(plan), value, seed)});
    return jobs;
}

std::vector<SolverCurve> solversOf(const UnrolledPlan& plan) {
    std::vector<SolverCurve> curves;
    const std::vector<double> values = variesProblem(plan) ? valuesOf(plan) : std::vector<double>{0};
    for (const std::uint64_t seed : plan.seeds)
        for (const double value : values)
            for (std::size_t i = 0; i < plan.solvers.size(); ++i) {
                SolverCurve curve;
                curve.index = i;
                curve.seed = seed;
                curve.varied = value;
                curve.solver = plan.solvers[i];
                curve.title = plan.solvers[i].id;
                curves.push_back(std::move(curve));
            }
    return curves;
}

std::string toLine(const UnrolledReading& reading) {
    return Json{{"step", reading.step},
                {"totalSteps", reading.totalSteps},
                {"stage", reading.stage},
                {"layer", reading.layer},
                {"trainLoss", reading.trainLoss},
                {"trainNmse", reading.trainNmse},
                {"learningRate", reading.learningRate},
                {"samplesPerSecond", reading.samplesPerSecond},
                {"nmse", numbers(reading.nmse)},
                {"scales", numbers(reading.scales)},
                {"predictedScale", reading.predictedScale},
                {"thresholds", numbers(reading.thresholds)},
                {"steps", numbers(reading.steps)},
                {"flipped", numbers(reading.flipped)},
                {"flippedTotal", numbers(reading.flippedTotal)},
                {"histogramEdges", numbers(reading.histogramEdges)},
                {"histogram", numbers(reading.histogram)}}
               .dump() +
           "\n";
}

std::vector<UnrolledReading> readUnrolledReadings(const fs::path& file) {
    std::vector<UnrolledReading> readings;
    forEachLine(file, [&](std::string_view line) {
        const Json json = parseJsonDocument(line);
        const auto number = [&](const char* key) { return json.at(key).is_null() ? 0 : json.at(key).get<double>(); };
        UnrolledReading reading;
        json.at("step").get_to(reading.step);
        json.at("totalSteps").get_to(reading.totalSteps);
        json.at("stage").get_to(reading.stage);
        json.at("layer").get_to(reading.layer);
        reading.trainLoss = number("trainLoss");
        reading.trainNmse = number("trainNmse");
        reading.learningRate = number("learningRate");
        reading.samplesPerSecond = number("samplesPerSecond");
        reading.nmse = numbersFrom(json.at("nmse"));
        reading.scales = numbersFrom(json.at("scales"));
        reading.predictedScale = number("predictedScale");
        reading.thresholds = numbersFrom(json.at("thresholds"));
        reading.steps = numbersFrom(json.at("steps"));
        reading.flipped = numbersFrom(json.at("flipped"));
        reading.flippedTotal = numbersFrom(json.at("flippedTotal"));
        reading.histogramEdges = numbersFrom(json.at("histogramEdges"));
        reading.histogram = numbersFrom(json.at("histogram"));
        readings.push_back(std::move(reading));
    });
    return readings;
}

void writeResult(const fs::path& folder, const UnrolledResult& result) {
    Json shares = Json::array(), count = Json::object();
    for (const FileShare& share : result.fileShares) shares.push_back({{"text", share.text}, {"bytes", share.bytes}});
    for (const CountField& field : countFields) count[field.id] = result.count.*field.value;
    const auto optional = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
    const Json document{{"formatVersion", 1},
                        {"network", result.job.network},
                        {"seed", result.job.seed},
                        {"varied", result.job.varied},
                        {"done", result.done},
                        {"error", result.error},
                        {"seconds", result.seconds},
                        {"floatFrom", result.floatFrom},
                        {"testNmse", numbers(result.testNmse)},
                        {"trainNmse", numbers(result.trainNmse)},
                        {"testLoss", optional(result.testLoss)},
                        {"trainLoss", optional(result.trainLoss)},
                        {"bits", toJsonValue(result.bits)},
                        {"thresholdBits", result.thresholdBits},
                        {"fileBytes", result.fileBytes},
                        {"fileShares", std::move(shares)},
                        {"count", std::move(count)}};
    writeFileAtomically(folder / result.job.folder / "result.json", document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<UnrolledResult> readResult(const fs::path& folder, const UnrolledJob& job) {
    try {
        const Json json = parseJsonDocument(readTextFile(folder / job.folder / "result.json"));
        UnrolledResult result;
        result.job = job;
        json.at("done").get_to(result.done);
        json.at("error").get_to(result.error);
        json.at("seconds").get_to(result.seconds);
        json.at("floatFrom").get_to(result.floatFrom);
        result.testNmse = numbersFrom(json.at("testNmse"));
        result.trainNmse = numbersFrom(json.at("trainNmse"));
        const auto optional = [&](const char* key) {
            return json.contains(key) && json[key].is_number() ? std::optional(json[key].get<double>()) : std::nullopt;
        };
        result.testLoss = optional("testLoss");
        result.trainLoss = optional("trainLoss");
        result.bits = bitsFrom(json.at("bits"));
        json.at("thresholdBits").get_to(result.thresholdBits);
        json.at("fileBytes").get_to(result.fileBytes);
        for (const Json& share : json.at("fileShares"))
            result.fileShares.push_back({share.at("text").get<std::string>(), share.at("bytes").get<std::uintmax_t>()});
        for (const CountField& field : countFields) json.at("count").at(field.id).get_to(result.count.*field.value);
        if (result.done && (result.testNmse.empty() || !fs::exists(folder / job.folder / "solver.safetensors"))) return std::nullopt;
        return result;
    } catch (const std::exception&) {
        return std::nullopt; // missing or damaged: it is trained again
    }
}

std::string solverFile(const UnrolledPlan& plan, const SolverCurve& curve) {
    const std::string varied = variesProblem(plan) ? variedName(plan) : std::string();
    return "solvers/" + entryName(curve.index, plan.solvers[curve.index].id, varied, curve.varied, curve.seed) + ".json";
}

void writeSolverCurve(const fs::path& folder, const UnrolledPlan& plan, const SolverCurve& curve) {
    const Json document{{"formatVersion", 1},         {"title", curve.title},     {"solver", toJsonValue(curve.solver)},
                        {"seed", curve.seed},         {"varied", curve.varied},   {"testNmse", numbers(curve.testNmse)},
                        {"seconds", curve.seconds},   {"error", curve.error}};
    writeFileAtomically(folder / solverFile(plan, curve), document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::vector<SolverCurve> readSolverCurves(const fs::path& folder, const UnrolledPlan& plan) {
    std::vector<SolverCurve> curves;
    for (SolverCurve curve : solversOf(plan)) {
        try {
            const Json json = parseJsonDocument(readTextFile(folder / solverFile(plan, curve)));
            json.at("title").get_to(curve.title);
            curve.solver = componentFromJson(json.at("solver"), "/solver");
            curve.testNmse = numbersFrom(json.at("testNmse"));
            json.at("seconds").get_to(curve.seconds);
            json.at("error").get_to(curve.error);
            curves.push_back(std::move(curve));
        } catch (const std::exception&) {
            continue; // missing or damaged: it is run again
        }
    }
    return curves;
}

} // namespace orthant
