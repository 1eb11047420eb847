// SPDX-License-Identifier: GPL-3.0-or-later
// Normal values and the studies that live on them. The values of a million vectors of 1000 entries, made and thrown
// away, are the yardstick: `angle` should cost at most 1.5 times as much, `dot_products` for a million pairs at most 2.
#include "core/base/aligned_vector.h"
#include "core/base/parallel.h"
#include "core/geometry/study.h"
#include "core/kernels/normals.h"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace orthant {

namespace {

constexpr std::int64_t dimension = 1000, samples = 1'000'000;

void throwAway(benchmark::State& state) {
    constexpr std::size_t block = std::size_t{1} << 15;
    withThreads(static_cast<std::size_t>(state.range(0)), [&] {
        for (auto _ : state)
            parallelBlocks(dimension * samples, 8 * block, [&](std::size_t begin, std::size_t end) {
                AlignedVector<float> x(block);
                for (std::size_t i = begin; i < end; i += block) {
                    fillNormal(Rng(1), 1.0F, x, i);
                    benchmark::DoNotOptimize(x.data());
                    benchmark::ClobberMemory();
                }
            });
    });
    state.counters["normals/s"] =
        benchmark::Counter(static_cast<double>(dimension * samples), benchmark::Counter::kIsIterationInvariantRate);
}

void study(benchmark::State& state, const Component& component) {
    withThreads(static_cast<std::size_t>(state.range(0)), [&] {
        for (auto _ : state)
            benchmark::DoNotOptimize(runStudy(component, {}).readings.data());
    });
}

void angle(benchmark::State& state) {
    study(state, Component("angle", {{"dimension", dimension}, {"samples", samples}}));
}

void dotProducts(benchmark::State& state) {
    study(state, Component("dot_products", {{"dimension", dimension}, {"pairs", samples}}));
}

/// The dearest covariance that needs no matrix, with filters along it.
void alignedProducts(benchmark::State& state) {
    study(state, Component("dot_products", {{"dimension", dimension},
                                            {"pairs", samples},
                                            {"inputs", std::string("power_law")},
                                            {"filters", std::string("aligned")}}));
}

void permutedProducts(benchmark::State& state) {
    study(state, Component("permutation_control", {{"dimension", dimension}, {"pairs", samples}}));
}

void twoThreads(benchmark::internal::Benchmark* bench) {
    // Processor time of all threads, too: it hardly moves when the machine does other things.
    bench->ArgNames({"threads"})->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond)->Arg(2);
}

BENCHMARK(throwAway)->Apply(twoThreads)->Arg(1);
BENCHMARK(angle)->Apply(twoThreads);
BENCHMARK(dotProducts)->Apply(twoThreads);
BENCHMARK(alignedProducts)->Apply(twoThreads);
BENCHMARK(permutedProducts)->Apply(twoThreads);

} // namespace

} // namespace orthant
