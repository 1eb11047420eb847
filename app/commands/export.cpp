// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/solver_source.h"
#include "core/base/text.h"
#include "core/exporters/exporter.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string model, format, out;
    SolverChoice choice;
    bool withOperator = false;
};

void exportSolver(const Options& options) {
    if (options.format != "npz" && options.format != "safetensors")
        throw Error("expected npz or safetensors for an unrolled network, found '" + options.format + "'", "--format");
    if (std::filesystem::path(options.out).extension() != "." + options.format)
        throw Error("expected a name that ends with ." + options.format, "--out");
    const SolverSource source = openSolver(options.model, options.choice);
    try {
        const SolverFile file = writeSolver(source.solver, options.out, options.withOperator);
        std::cout << file.file.string() << ": " << byteSize(static_cast<double>(file.bytes)) << ", read back: estimates are identical\n";
        for (const FileShare& share : file.shares) std::cout << "  " << share.text << ": " << share.bytes << " bytes\n";
    } catch (const Error& error) {
        throw WorkFailed(error.message(), error.where());
    }
}

void exportModel(const Options& options) {
    if (isSolverSource(options.model)) return exportSolver(options);
    const ExporterEntry& exporter = findEntry(exporters(), options.format, "format", "--format");
    const Program program = readProgram(options.model);
    try {
        const ExportReport report = exportProgram(program, exporter.id, options.out);
        std::cout << report.file.string() << ": " << byteSize(static_cast<double>(report.bytes)) << ", "
                  << report.check << '\n';
    } catch (const Error& error) {
        throw WorkFailed(error.message(), error.where());
    }
}

} // namespace

void addExportCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("export", "Writes a trained model for other programs and checks the file");
    command->add_option("RUN", options->model, "A run folder, the folder of an unrolled plan or a model file")->required();
    std::string formats;
    for (const ExporterEntry& entry : exporters()) formats += (formats.empty() ? "" : ", ") + entry.id;
    command->add_option("--format", options->format, "One of " + formats)->required();
    command->add_option("--out", options->out, "The file to write")->required();
    options->choice.addOptions(*command);
    command->add_flag("--with-operator", options->withOperator, "Of an unrolled network: the matrix A goes into the file too");
    command->callback([options] { exportModel(*options); });
}

} // namespace orthant
