// SPDX-License-Identifier: GPL-3.0-or-later
// One training step of 784-1024-1024-10 with batches of 100 and Adam, binary and float, in samples per second.
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/network/network.h"
#include "core/training/trainer.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

namespace orthant {

namespace {

Samples randomSamples(std::size_t count) {
    Samples samples{Tensor({count, 28, 28}), std::vector<std::uint16_t>(count)};
    fillUniform(Rng(1), 1.0F, samples.inputs.values());
    for (std::size_t i = 0; i < count; ++i) samples.labels[i] = static_cast<std::uint16_t>(Rng(2).below(i, 10));
    return samples;
}

std::vector<Component> layers(bool binary) {
    const auto dense = [&](std::int64_t units) {
        return Component("dense", {{"units", units}, {"weights", Component(binary ? "ste_sign" : "identity")}});
    };
    const Component between(binary ? "binarize" : "relu"), normalize("batch_norm");
    return {Component("flatten"), dense(1024), normalize, between, dense(1024), normalize, between, dense(10), normalize};
}

void step(benchmark::State& state) {
    const bool binary = state.range(0) != 0;
    Dataset data;
    data.sampleShape = {28, 28};
    data.classes = 10;
    data.train = randomSamples(2000);
    data.test = randomSamples(100);
    Network network(layers(binary), data.sampleShape, data.classes, 1);
    Trainer trainer(network, data, resolveParams(trainerParams(), {{"epochs", std::int64_t{1000}}}, "/training"), 1);
    withThreads(static_cast<std::size_t>(state.range(1)), [&] {
        for (auto _ : state) benchmark::DoNotOptimize(trainer.advance().loss);
    });
    state.counters["samples/s"] = benchmark::Counter(100, benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(step)->ArgNames({"binary", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond)
    ->Args({1, 1})->Args({0, 1})->Args({1, 2})->Args({0, 2});

} // namespace

} // namespace orthant
