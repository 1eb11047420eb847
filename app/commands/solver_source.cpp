// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/solver_source.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/experiment/unrolled_evaluation.h"
#include "core/experiment/unrolled_results.h"

#include <algorithm>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr const char* solverName = "solver.safetensors";

std::size_t chosenNetwork(const UnrolledPlan& plan, const std::string& text) {
    std::string known;
    for (std::size_t i = 0; i < plan.networks.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        if (text == number || text == plan.networks[i].title) return i;
        known += "\n  " + number + "  " + plan.networks[i].title;
    }
    if (text.empty() && plan.networks.size() == 1) return 0;
    throw Error("expected the number or the title of a network" + (text.empty() ? "" : ", found '" + text + "'") + ":" + known, "--network");
}

fs::path fileOf(const UnrolledPlan& plan, const fs::path& folder, const SolverChoice& choice) {
    const std::size_t network = chosenNetwork(plan, choice.network);
    for (const UnrolledJob& job : jobsOf(plan)) {
        if (job.network != network || (choice.seed && job.seed != *choice.seed) || (choice.value && job.varied != *choice.value)) continue;
        if (fs::exists(folder / job.folder / solverName)) return folder / job.folder / solverName;
    }
    throw Error("no finished training of '" + plan.networks[network].title + "'" +
                    (choice.seed ? " with the seed " + std::to_string(*choice.seed) : "") +
                    (choice.value ? " and the value " + shortest(*choice.value) : ""),
                folder.string());
}

} // namespace

void SolverChoice::addOptions(CLI::App& command) {
    command.add_option("--network", network, "Of an unrolled plan: the number or the title of the network");
    command.add_option("--seed", seed, "Of an unrolled plan: the seed; without it, the first that is finished");
    command.add_option("--value", value, "Of an unrolled plan that varies something: the value");
}

bool isSolverSource(const fs::path& source) {
    if (fs::is_directory(source)) return isUnrolledFolder(source) || fs::exists(source / solverName);
    return isSolverFile(source);
}

SolverSource openSolver(const fs::path& source, const SolverChoice& choice) {
    if (isUnrolledFolder(source)) {
        const UnrolledPlan plan = readUnrolledFolder(source);
        return {readSolver(fileOf(plan, source, choice), plan.folder), plan.folder};
    }
    if (!fs::is_directory(source)) return {readSolver(source, fs::current_path()), fs::current_path()};
    // The folder of one network: relative paths start where those of its plan do.
    const fs::path whole = fs::absolute(source).lexically_normal(), plan = (whole.has_filename() ? whole : whole.parent_path()).parent_path().parent_path();
    const fs::path start = isUnrolledFolder(plan) ? readUnrolledFolder(plan).folder : fs::current_path();
    return {readSolver(source / solverName, start), start};
}

} // namespace orthant
