// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace orthant {

/// What a result may depend on besides the experiment.
struct Environment {
    std::string version, compiler, cpu, kernelTarget, system;
    std::size_t threads = 0;
};
Environment currentEnvironment();

/// Where runs are kept when nothing else is said: $ORTHANT_RUNS, else $XDG_DATA_HOME/orthant/runs, else
/// ~/.local/share/orthant/runs.
std::filesystem::path defaultRunsFolder();

} // namespace orthant
