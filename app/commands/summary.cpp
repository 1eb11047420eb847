// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/race_text.h"
#include "app/commands/text_table.h"
#include "app/commands/unrolled_text.h"
#include "core/base/text.h"
#include "core/data/dataset.h"
#include "core/io/json_document.h"
#include "core/experiment/run_writer.h"
#include "core/exporters/exporter.h"
#include "core/network/summary.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string source;
    bool json = false;
};

struct Model {
    Experiment experiment;
    Shape input;
    std::size_t classes = 0;
    std::uintmax_t fileBytes = 0; ///< of the model that was written; 0: none
};

Model readModel(const std::string& source) {
    Model model;
    const fs::path trained = fs::path(source) / "model.safetensors";
    if (fs::is_directory(source)) model.experiment = readRunExperiment(source);
    else model.experiment = readExperiment(findExperiment(source));
    if (fs::is_directory(source) && fs::exists(trained)) {
        // The trained model knows its shapes; the data may be elsewhere.
        const Program program = readProgram(trained);
        model.input = program.inputShape;
        model.classes = program.classNames.size();
        model.fileBytes = fs::file_size(trained);
    } else {
        const Dataset dataset = loadDataset(model.experiment.data, {model.experiment.folder, nullptr});
        model.input = dataset.sampleShape;
        model.classes = dataset.classes;
    }
    return model;
}

Json layerJson(const LayerSummary& layer) {
    return {{"name", layer.name},
            {"kind", layer.kind},
            {"outputShape", layer.output},
            {"parameters", {{"float32", layer.floatParameters}, {"bit1", layer.bitParameters}}},
            {"macs", {{"float", layer.macsFloat}, {"sign", layer.macsSign}, {"binary", layer.macsBinary}}},
            {"bytes", {{"trained", layer.bytesTrained}, {"packed", layer.bytesPacked}}}};
}

std::string countOrDash(double value) { return value == 0 ? "-" : compactCount(value); }

std::vector<std::string> cells(const LayerSummary& layer, const std::string& name, const std::string& shape) {
    return {name,
            shape,
            countOrDash(static_cast<double>(layer.bitParameters)),
            countOrDash(static_cast<double>(layer.floatParameters)),
            countOrDash(layer.macsBinary),
            countOrDash(layer.macsSign),
            countOrDash(layer.macsFloat),
            layer.bytesTrained == 0 ? "-" : byteSize(layer.bytesTrained),
            layer.bytesPacked == 0 ? "-" : byteSize(layer.bytesPacked)};
}

void printTable(const Model& model, const std::vector<LayerSummary>& layers, const LayerSummary& sum) {
    using Align = TextTable::Align;
    TextTable table({{"layer"},
                     {"output"},
                     {"1-bit par.", Align::Right},
                     {"32-bit par.", Align::Right},
                     {"MACs xnor", Align::Right},
                     {"MACs sign", Align::Right},
                     {"MACs float", Align::Right},
                     {"trained", Align::Right},
                     {"packed", Align::Right}});
    table.addRow(cells({}, "input", toText(model.input)));
    for (const LayerSummary& layer : layers) table.addRow(cells(layer, layer.name, toText(layer.output)));
    table.addLine();
    table.addRow(cells(sum, "total", ""));
    std::cout << model.experiment.title << '\n' << table.text();
    std::cout << "MACs are for one sample: xnor is sign x sign, sign is float x sign (additions only).\n";
    if (sum.bytesPacked > 0)
        std::cout << "Packed, the model is " << compactCount(sum.bytesTrained / sum.bytesPacked)
                  << " times smaller than as trained.\n";
    if (model.fileBytes > 0)
        std::cout << "The file model.safetensors has " << byteSize(static_cast<double>(model.fileBytes)) << ".\n";
}

void raceSummary(const Options& options) {
    const Race race = readRaceFolder(options.source);
    const RaceResult result = readRaceResult(race, options.source);
    std::cout << (options.json ? raceDocument(race, result).dump(2) + "\n" : raceText(race, result));
}

void unrolledSummary(const Options& options) {
    const UnrolledRecord record = readUnrolledRun(options.source);
    std::cout << (options.json ? unrolledDocument(record).dump(2) + "\n" : unrolledText(record));
}

void summary(const Options& options) {
    if (isRaceFolder(options.source)) return raceSummary(options);
    if (isUnrolledFolder(options.source)) return unrolledSummary(options);
    const Model model = readModel(options.source);
    const Network network(model.experiment.layers, model.input, model.classes, model.experiment.seed);
    const std::vector<LayerSummary> layers = summarize(network);
    const LayerSummary sum = total(layers);
    if (!options.json) {
        printTable(model, layers, sum);
        return;
    }
    Json list = Json::array();
    for (const LayerSummary& layer : layers) list.push_back(layerJson(layer));
    Json all{{"name", model.experiment.name}, {"inputShape", model.input}, {"classes", model.classes}};
    all["layers"] = std::move(list);
    all["total"] = layerJson(sum);
    for (const char* key : {"name", "kind", "outputShape"}) all["total"].erase(key);
    if (model.fileBytes > 0) all["fileBytes"] = model.fileBytes;
    std::cout << all.dump(2) << '\n';
}

} // namespace

void addSummaryCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("summary", "Shapes, parameters, operations and bytes of each layer; the table of a race or of an unrolled plan");
    command->add_option("SOURCE", options->source, "The folder of a run, a race or an unrolled plan, an experiment file or the name of a shipped experiment")
        ->required();
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options] { summary(*options); });
}

} // namespace orthant
