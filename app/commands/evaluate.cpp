// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/key_values.h"
#include "app/commands/solver_source.h"
#include "app/commands/text_table.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/evaluation.h"
#include "core/io/json_document.h"
#include "core/experiment/run_writer.h"
#include "core/experiment/unrolled_evaluation.h"
#include "core/exporters/exporter.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string model, data;
    std::vector<std::string> parameters;
    SolverChoice choice;
    std::size_t samples = 2000;
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

/// The problem of the network with the values of the command line in place of its own.
Component problemFor(const Options& options, const SolverProblem& own) {
    if (!options.data.empty() && options.data != own.problem.id)
        return componentFromOptions("problems", options.data, options.parameters, "--data");
    const Component given = componentFromOptions("problems", own.problem.id, options.parameters, "PARAMETERS");
    Params params = own.problem.params ? *own.problem.params : Params{};
    for (const std::string& text : options.parameters) {
        const std::string key = text.substr(0, text.find('='));
        params.set(key, *given.params->find(key));
    }
    return resolveComponent("problems", Component(own.problem.id, params), "");
}

/// NMSE after each layer of a packed unrolled network on test samples.
void evaluateSolver(const Options& options) {
    const SolverSource source = openSolver(options.model, options.choice);
    const SolverProblem own = problemOf(source.solver);
    ProblemContext context;
    context.folder = source.folder;
    context.seed = own.seed;
    const Problem problem = makeProblem(problemFor(options, own), context);
    const std::vector<double> curve = packedCurve(source.solver, problem, Part::Test, options.samples);
    if (options.json) {
        std::cout << Json{{"samples", options.samples}, {"nmse_db", curve}}.dump() << '\n';
        return;
    }
    std::cout << source.solver.title << " on " << options.samples << " test samples: " << problem.title << '\n';
    TextTable table({{"layer", TextTable::Align::Right}, {"NMSE dB", TextTable::Align::Right}});
    for (std::size_t k = 0; k < curve.size(); ++k) {
        char text[32];
        std::snprintf(text, sizeof text, "%.2f", curve[k]);
        table.addRow({std::to_string(k), text});
    }
    std::cout << table.text();
}

void evaluate(const Options& options) {
    if (isSolverSource(options.model)) return evaluateSolver(options);
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
    CLI::App* command = app.add_subcommand("evaluate", "Accuracy of a packed model on the test samples of a data set, or NMSE of a packed unrolled network on those of a problem");
    command->add_option("MODEL", options->model, "A run folder, the folder of an unrolled plan or a model file")->required();
    command->add_option("--data", options->data, "Id of the data set or problem; without it, that of the run");
    command->add_option("PARAMETERS", options->parameters, "Parameters of the data set or problem as key=value");
    options->choice.addOptions(*command);
    command->add_option("--samples", options->samples, "Of an unrolled network: so many test samples")->check(CLI::PositiveNumber);
    command->add_flag("--json", options->json, "As JSON, with the SHA-256 of the predicted labels or the NMSE after each layer");
    command->callback([options] { evaluate(*options); });
}

} // namespace orthant
