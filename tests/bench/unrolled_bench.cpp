// SPDX-License-Identifier: GPL-3.0-or-later
// One training step of a 10-layer LISTA, W1 y + W2 x, m = 64, n = 128, batch 256, Adam: the work of peers/pytorch_lista.py.
#include "core/base/parallel.h"
#include "core/unrolled/unrolled_trainer.h"

#include <benchmark/benchmark.h>

namespace orthant {

namespace {

constexpr std::size_t batch = 256;

Params training() {
    return resolveParams(unrolledTrainingParams(),
                         {{"steps", std::int64_t{1000000}}, {"batchSize", std::int64_t{batch}}, {"samples", std::int64_t{4096}}},
                         "/training");
}

Problem gaussian(std::size_t m, std::size_t n, std::size_t blocks) {
    const Component op("block_gaussian", {{"measurements", static_cast<std::int64_t>(m)},
                                          {"unknowns", static_cast<std::int64_t>(n)},
                                          {"blocks", static_cast<std::int64_t>(blocks)}});
    return makeProblem(Component("sparse_recovery", {{"operator", op}}), {});
}

void train(benchmark::State& state, const Problem& problem, const char* algorithm, const char* weights) {
    UnrolledDesign design;
    design.algorithm = Component(algorithm, {{"layers", std::int64_t{10}}});
    design.weights = Component(weights);
    UnrolledNet net(problem, design);
    UnrolledTrainer trainer(net, problem, training(), 1);
    withThreads(static_cast<std::size_t>(state.range(0)), [&] {
        for (auto _ : state) trainer.advance();
    });
    state.counters["samples/s"] = benchmark::Counter(batch, benchmark::Counter::kIsIterationInvariantRate);
}

void lista(benchmark::State& state) { train(state, gaussian(64, 128, 1), "lista", "float32"); }
void listaCp(benchmark::State& state) { train(state, gaussian(64, 128, 1), "lista_cp", "float32"); }
void blocks(benchmark::State& state) { train(state, gaussian(512, 1024, 32), "lista_cp", "float32"); }

BENCHMARK(lista)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(listaCp)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(blocks)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

} // namespace orthant
