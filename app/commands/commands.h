// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <CLI/CLI.hpp>

namespace orthant {

// One function for each command, defined in the file of the command's name: it adds the subcommand with its options and
// a callback that does the work. Tables go to standard output, progress and errors to standard error. An Error that
// leaves a callback means unusable arguments or an unusable file (exit code 2).

/// Thrown where arguments and files were good and the work itself failed (exit code 1).
class WorkFailed : public Error {
  public:
    using Error::Error;
};

void addBenchCommand(CLI::App& app);
void addDescribeCommand(CLI::App& app);
void addEvaluateCommand(CLI::App& app);
void addExportCommand(CLI::App& app);
void addListCommand(CLI::App& app);
void addRunCommand(CLI::App& app);
void addStudyCommand(CLI::App& app);
void addSummaryCommand(CLI::App& app);
void addSweepCommand(CLI::App& app);
void addValidateCommand(CLI::App& app);

} // namespace orthant
