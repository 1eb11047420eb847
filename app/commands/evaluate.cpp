// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/key_values.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/evaluation.h"
#include "core/io/json_document.h"
#include "core/experiment/run_writer.h"
#include "core/exporters/exporter.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string model, data;
    std::vector<std::string> parameters;
    bool json = false;
};

/// FIPS 180-4 over the labels as 16-bit little-endian numbers.
std::string digest(const std::vector<std::uint16_t>& labels) {
    std::vector<std::byte> bytes;
    for (const std::uint16_t label : labels) {
        bytes.push_back(static_cast<std::byte>(label & 0xFFU));
        bytes.push_back(static_cast<std::byte>(label >> 8));
    }
    return sha256(bytes);
}

void evaluate(const Options& options) {
    const Program program = readProgram(options.model);
    Component data;
    DataContext context{std::filesystem::current_path(), nullptr};
    if (!options.data.empty()) {
        data = componentFromOptions("datasets", options.data, options.parameters, "--data");
    } else if (std::filesystem::is_directory(options.model)) {
        const Experiment experiment = readRunExperiment(options.model);
        data = experiment.data;
        context.folder = experiment.folder;
    } else {
        throw Error("expected --data ID, the data set to evaluate on (only a run folder knows its own)");
    }
    const Dataset dataset = loadDataset(data, context);
    const ProgramEvaluation result = evaluateProgram(program, dataset.test);
    if (options.json)
        std::cout << Json{{"samples", result.samples},
                          {"accuracy", result.accuracy},
                          {"predictionsSha256", digest(result.predictions)}}
                         .dump()
                  << '\n';
    else
        std::cout << "accuracy " << shortest(result.accuracy) << " on " << result.samples << " test samples of "
                  << dataset.title << '\n';
}

} // namespace

void addEvaluateCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("evaluate", "Accuracy of a packed model on the test samples of a data set");
    command->add_option("MODEL", options->model, "A run folder or a model file")->required();
    command->add_option("--data", options->data, "Id of the data set; without it, that of the run");
    command->add_option("PARAMETERS", options->parameters, "Parameters of the data set as key=value");
    command->add_flag("--json", options->json, "As JSON, with the SHA-256 of the predicted labels");
    command->callback([options] { evaluate(*options); });
}

} // namespace orthant
