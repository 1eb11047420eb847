// SPDX-License-Identifier: GPL-3.0-or-later
// Eight runs of a small network: how many cores they keep busy, by the number that work at once.
#include "core/base/parallel.h"
#include "core/experiment/run_manager.h"

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <thread>

namespace orthant {

namespace {

double processorSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void eightRuns(benchmark::State& state) {
    const Experiment experiment = withValue(readExperiment(findExperiment("two_moons_bnn")), "/training/epochs", "10");
    const std::filesystem::path root = std::filesystem::temp_directory_path() / "orthant_run_queue_bench";
    const double before = processorSeconds();
    const auto start = std::chrono::steady_clock::now();
    for (auto _ : state) {
        std::filesystem::remove_all(root);
        RunManager manager(root, state.range(0) == 0 ? machineThreads() : static_cast<std::size_t>(state.range(0)));
        for (int i = 0; i < 8; ++i) manager.start(experiment);
        const auto over = [](const RunInfo& info) { return info.status == RunStatus::Finished; };
        for (bool done = false; !done; std::this_thread::sleep_for(std::chrono::milliseconds(2))) {
            done = true;
            for (const RunInfo& info : manager.runs()) done = done && over(info);
        }
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    state.counters["cores"] = (processorSeconds() - before) / wall.count();
    std::filesystem::remove_all(root);
}

// 0: as many as there are cores
BENCHMARK(eightRuns)->ArgName("at once")->UseRealTime()->Unit(benchmark::kMillisecond)->Arg(1)->Arg(0)->Arg(8);

} // namespace

} // namespace orthant
