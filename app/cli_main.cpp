// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/experiment/environment.h"
#include "core/kernels/target.h"

#include <exception>
#include <iostream>

namespace {

constexpr int workFailed = 1, unusableInput = 2;

int report(const std::exception& error, int code) {
    std::cerr << "orthant-cli: " << error.what() << '\n';
    return code;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Orthant: binarized and unrolled neural networks, from an experiment file to a packed model."};
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "The help of all commands");
    app.set_version_flag("--version", [] { return "orthant-cli " + orthant::currentEnvironment().version; });
    try {
        orthant::kernels::activeTarget(); // an unknown ORTHANT_TARGET is an error at the start, not in the middle
        orthant::addBenchCommand(app);
        orthant::addRunCommand(app);
        orthant::addSweepCommand(app);
        orthant::addListCommand(app);
        orthant::addDescribeCommand(app);
        orthant::addValidateCommand(app);
        orthant::addExportCommand(app);
        orthant::addEvaluateCommand(app);
        orthant::addSummaryCommand(app);
        orthant::addStudyCommand(app);
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : unusableInput;
    } catch (const orthant::WorkFailed& error) {
        return report(error, workFailed);
    } catch (const orthant::Error& error) {
        return report(error, unusableInput);
    } catch (const std::exception& error) {
        return report(error, workFailed);
    }
}
