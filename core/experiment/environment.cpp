// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/environment.h"

#include "core/base/parallel.h"
#include "core/kernels/target.h"

#include <sys/utsname.h>

#include <cstdlib>
#include <fstream>

namespace orthant {

namespace {

std::string compilerName() {
#if defined(__clang__)
    return "clang " __clang_version__;
#elif defined(__GNUC__)
    return "gcc " __VERSION__;
#else
    return "unknown";
#endif
}

/// The model as Linux knows it; "unknown" elsewhere.
std::string cpuName() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("model name")) continue;
        const std::size_t begin = line.find_first_not_of(" \t", line.find(':') + 1);
        return begin == std::string::npos ? "unknown" : line.substr(begin);
    }
    return "unknown";
}

std::string systemName() {
    utsname name{};
    if (uname(&name) != 0) return "unknown";
    return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

std::filesystem::path environmentPath(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

Environment currentEnvironment() {
    return {ORTHANT_VERSION, compilerName(), cpuName(), kernels::activeTarget(), systemName(), parallelThreads()};
}

std::filesystem::path defaultRunsFolder() {
    if (const auto runs = environmentPath("ORTHANT_RUNS"); !runs.empty()) return runs;
    if (const auto data = environmentPath("XDG_DATA_HOME"); !data.empty()) return data / "orthant" / "runs";
    const auto home = environmentPath("HOME");
    return (home.empty() ? std::filesystem::temp_directory_path() : home / ".local" / "share") / "orthant" / "runs";
}

} // namespace orthant
