// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_files.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/io/json_document.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "core/training/weight_motion.h"

#include <cmath>
#include <exception>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr MetricColumn columns[] = {
    {"train_loss", "", Best::Lowest, &MetricReading::trainLoss},
    {"train_accuracy", "fraction", Best::Highest, &MetricReading::trainAccuracy},
    {"test_loss", "", Best::Lowest, &MetricReading::testLoss},
    {"test_accuracy", "fraction", Best::Highest, &MetricReading::testAccuracy},
    {"learning_rate", "", Best::None, &MetricReading::learningRate},
    {"samples_per_second", "1/s", Best::Highest, &MetricReading::samplesPerSecond},
};

Json toJsonValue(const Histogram& histogram) {
    return Json{{"low", histogram.low}, {"high", histogram.high}, {"counts", histogram.counts}};
}

Histogram histogramFromJson(const Json& json) {
    Histogram histogram;
    json.at("low").get_to(histogram.low);
    json.at("high").get_to(histogram.high);
    json.at("counts").get_to(histogram.counts);
    return histogram;
}

Json toJsonValue(const WeightMotion& motion) {
    Json json = Json::object();
    for (const MotionField& field : motionFields())
        if (const std::optional<double>& value = motion.*field.value; value && std::isfinite(*value)) json[field.id] = *value;
    return json;
}

/// Values that are not there stay empty: those of other versions, too.
WeightMotion motionFromJson(const Json& json) {
    WeightMotion motion;
    for (const MotionField& field : motionFields())
        if (json.contains(field.id)) motion.*field.value = json.at(field.id).get<double>();
    return motion;
}

Json toJsonValue(const LayerReading& reading) {
    Json json{{"layer", reading.layer},         {"latent", toJsonValue(reading.latent)},
              {"levels", reading.levels},       {"levelCounts", reading.levelCounts},
              {"flipRate", reading.flipRate},   {"angleDegrees", reading.angleDegrees},
              {"binarized", reading.binarized}};
    if (Json motion = toJsonValue(reading.motion); !motion.empty()) json["motion"] = std::move(motion);
    if (!reading.quantized.counts.empty()) json["quantized"] = toJsonValue(reading.quantized);
    return json;
}

LayerReading layerFromJson(const Json& json) {
    LayerReading reading;
    json.at("layer").get_to(reading.layer);
    reading.latent = histogramFromJson(json.at("latent"));
    json.at("levels").get_to(reading.levels);
    json.at("levelCounts").get_to(reading.levelCounts);
    json.at("flipRate").get_to(reading.flipRate);
    json.at("angleDegrees").get_to(reading.angleDegrees);
    json.at("binarized").get_to(reading.binarized);
    if (json.contains("motion")) reading.motion = motionFromJson(json.at("motion"));
    if (json.contains("quantized")) reading.quantized = histogramFromJson(json.at("quantized"));
    return reading;
}

} // namespace

std::span<const MetricColumn> metricColumns() { return columns; }

void forEachLine(const fs::path& file, const std::function<void(std::string_view)>& take) {
    if (!fs::exists(file)) return;
    const std::string text = readTextFile(file);
    for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
        try {
            take(std::string_view(text).substr(begin, end - begin));
        } catch (const std::exception&) {
            continue; // a damaged line, and damage to one line is no reason to lose the others
        }
    }
}

std::string metricHeader() {
    std::string line = "step,epoch,seconds";
    for (const MetricColumn& column : columns) line += std::string(",") + column.name;
    return line + "\n";
}

std::string toLine(const MetricReading& reading) {
    std::string line = std::to_string(reading.step) + "," + shortest(reading.epoch) + "," + shortest(reading.seconds);
    for (const MetricColumn& column : columns) {
        const std::optional<double>& value = reading.*column.value;
        line += "," + (value ? shortest(*value) : std::string());
    }
    return line + "\n";
}

std::string toLine(const ProbeReading& reading) {
    Json layers = Json::array();
    for (const LayerReading& layer : reading.layers) layers.push_back(toJsonValue(layer));
    Json json{{"step", reading.step}, {"epoch", reading.epoch}, {"layers", std::move(layers)}};
    if (Json motion = toJsonValue(reading.motion); !motion.empty()) json["motion"] = std::move(motion);
    if (reading.flipRate) json["flipRate"] = *reading.flipRate;
    if (reading.softGap) json["softGap"] = *reading.softGap;
    return json.dump() + "\n";
}

std::string toLine(const BoundaryReading& reading) {
    std::vector<int> margins;
    for (const float margin : reading.margins) margins.push_back(static_cast<int>(std::lround(255.0F * margin)));
    return Json{{"step", reading.step},     {"xLow", reading.xLow},       {"xHigh", reading.xHigh},
                {"yLow", reading.yLow},     {"yHigh", reading.yHigh},     {"width", reading.width},
                {"height", reading.height}, {"classes", reading.classes}, {"margins", margins}}
               .dump() +
           "\n";
}

std::vector<MetricReading> readMetrics(const fs::path& file) {
    std::vector<MetricReading> readings;
    std::string header;
    forEachLine(file, [&](std::string_view line) {
        if (header.empty()) {
            header = std::string(line) + "\n";
            return;
        }
        // By the file's own header, so that files with more or fewer metrics can be read.
        const Table row = parseCsv(header + std::string(line), file.string());
        const auto cell = [&](const char* name) {
            const Column* column = row.find(name);
            return column && row.rows() == 1 ? column->values[0] : std::nan("");
        };
        MetricReading reading;
        if (!(cell("step") >= 0)) return;
        reading.step = static_cast<std::int64_t>(cell("step"));
        reading.epoch = cell("epoch");
        reading.seconds = cell("seconds");
        for (const MetricColumn& column : columns)
            if (const double value = cell(column.name); !std::isnan(value)) reading.*column.value = value;
        readings.push_back(reading);
    });
    return readings;
}

std::vector<ProbeReading> readProbes(const fs::path& file) {
    std::vector<ProbeReading> readings;
    forEachLine(file, [&](std::string_view line) {
        const Json json = parseJsonDocument(line);
        ProbeReading reading;
        json.at("step").get_to(reading.step);
        json.at("epoch").get_to(reading.epoch);
        for (const Json& layer : json.at("layers")) reading.layers.push_back(layerFromJson(layer));
        if (json.contains("motion")) reading.motion = motionFromJson(json.at("motion"));
        if (json.contains("flipRate")) reading.flipRate = json.at("flipRate").get<double>();
        if (json.contains("softGap")) reading.softGap = json.at("softGap").get<double>();
        readings.push_back(std::move(reading));
    });
    return readings;
}

std::vector<BoundaryReading> readBoundaries(const fs::path& file) {
    std::vector<BoundaryReading> readings;
    forEachLine(file, [&](std::string_view line) {
        const Json json = parseJsonDocument(line);
        BoundaryReading reading;
        json.at("step").get_to(reading.step);
        json.at("xLow").get_to(reading.xLow);
        json.at("xHigh").get_to(reading.xHigh);
        json.at("yLow").get_to(reading.yLow);
        json.at("yHigh").get_to(reading.yHigh);
        json.at("width").get_to(reading.width);
        json.at("height").get_to(reading.height);
        json.at("classes").get_to(reading.classes);
        for (const Json& margin : json.at("margins")) reading.margins.push_back(margin.get<float>() / 255.0F);
        if (reading.width == 0 || reading.classes.size() / reading.width != reading.height ||
            reading.classes.size() % reading.width != 0 || reading.margins.size() != reading.classes.size())
            return;
        readings.push_back(std::move(reading));
    });
    return readings;
}

} // namespace orthant
