// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/exporters/exporter.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

struct Options {
    std::string model, format, out;
};

void exportModel(const Options& options) {
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
    command->add_option("RUN", options->model, "A run folder or a model file")->required();
    std::string formats;
    for (const ExporterEntry& entry : exporters()) formats += (formats.empty() ? "" : ", ") + entry.id;
    command->add_option("--format", options->format, "One of " + formats)->required();
    command->add_option("--out", options->out, "The file to write")->required();
    command->callback([options] { exportModel(*options); });
}

} // namespace orthant
