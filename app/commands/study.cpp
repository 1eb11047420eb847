// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/key_values.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/experiment/study_file.h"
#include "core/experiment/trained_run.h"
#include "core/geometry/study.h"
#include "core/io/csv.h"

#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string id, out;
    std::vector<std::string> parameters;
    std::uint64_t seed = 1;
    std::size_t threads = 0;
};

void printSummary(const StudyResult& result) {
    for (const Reading& reading : result.readings) {
        if (std::isfinite(reading.measured)) {
            std::cout << reading.id << ' ' << shortest(reading.measured);
            if (std::isfinite(reading.theory)) std::cout << " (theory " << shortest(reading.theory) << ')';
        } else {
            std::cout << "theory: " << reading.id << ' ' << shortest(reading.theory);
        }
        std::cout << '\n';
    }
    for (const std::string& note : result.notes) std::cout << note << '\n';
}

void study(const Options& options) {
    const std::filesystem::path out = options.out;
    if (!out.empty() && out.extension() != ".json" && out.extension() != ".csv")
        throw Error("expected a file that ends in .csv or .json, found '" + options.out + "'", "--out");
    const Component component = componentFromOptions("studies", options.id, options.parameters, "study");
    StudyResult result;
    withThreads(options.threads, [&] {
        StudyContext context;
        context.seed = options.seed;
        context.openRun = openTrainedRun;
        result = runStudy(component, context);
    });
    if (out.empty()) std::cout << toCsv(result.table);
    else writeStudy(out, component, options.seed, result);
    if (!out.empty()) printSummary(result);
}

} // namespace

void addStudyCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("study", "Measure high-dimensional geometry beside its theory");
    command->add_option("ID", options->id, "One of 'orthant-cli list studies'")->required();
    command->add_option("PARAMETERS", options->parameters, "Parameters as key=value");
    command->add_option("--seed", options->seed, "Seed of the random numbers");
    command->add_option("--threads", options->threads, "0: all; the result is the same for any number");
    command->add_option("--out", options->out, "A .csv or .json file; without it the table goes to standard output");
    command->callback([options] { study(*options); });
}

} // namespace orthant
