// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/experiment/race.h"
#include "core/experiment/study_plan.h"
#include "core/experiment/unrolled_plan.h"

#include <iostream>
#include <memory>

namespace orthant {

namespace {

template <class Document>
void show(const std::string& file, const Document& document, bool print) {
    if (print) std::cout << toJson(document);
    else std::cout << file << ": valid (" << document.title << ")\n";
}

void validate(const std::string& nameOrPath, bool print) {
    const std::filesystem::path file = findExperiment(nameOrPath);
    const DocumentKind kind = documentKind(file);
    if (kind == DocumentKind::Training) return show(nameOrPath, readExperiment(file), print);
    if (kind == DocumentKind::Race) {
        const Race race = readRace(file);
        (void)runsOf(race); // its errors
        return show(nameOrPath, race, print);
    }
    if (kind == DocumentKind::Unrolled) return show(nameOrPath, readUnrolledPlan(file), print);
    const StudyPlan plan = readStudyPlan(file);
    (void)networkOf(plan); // its errors
    show(nameOrPath, plan, print);
}

} // namespace

void addValidateCommand(CLI::App& app) {
    auto file = std::make_shared<std::string>();
    auto print = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("validate", "Checks an experiment, a study plan, a race or an unrolled plan");
    command->add_option("FILE", *file, "A file, or the name of a shipped one")->required();
    command->add_flag("--print", *print, "Writes the canonical form, with every default, to standard output");
    command->callback([file, print] { validate(*file, *print); });
}

} // namespace orthant
