// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/experiment/experiment.h"

#include <iostream>
#include <memory>

namespace orthant {

void addValidateCommand(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    auto print = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("validate", "Checks an experiment file");
    command->add_option("FILE", *file, "An experiment file or the name of a shipped experiment")->required();
    command->add_flag("--print", *print, "Writes the canonical form, with every default, to standard output");
    command->callback([file, print] {
        const Experiment experiment = readExperiment(findExperiment(*file));
        if (*print) std::cout << toJson(experiment);
        else std::cout << *file << ": valid (" << experiment.title << ")\n";
    });
}

} // namespace orthant
