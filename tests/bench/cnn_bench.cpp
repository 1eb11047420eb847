// SPDX-License-Identifier: GPL-3.0-or-later
// The convolutional network 28x28 - conv 32 - conv 64 - pool - 256 - 10 of one-bit weights and activations: one training step
// with batches of 100 and Adam, and the packed network, in samples per second. tests/bench/peers/pytorch_cnn.py does the same
// work.
#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/network/executor.h"
#include "core/network/network.h"
#include "core/training/trainer.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

namespace orthant {

namespace {

constexpr std::size_t batch = 100;

Samples randomSamples(std::size_t count) {
    Samples samples{Tensor({count, 28, 28}), std::vector<std::uint16_t>(count)};
    fillUniform(Rng(1), 1.0F, samples.inputs.values());
    for (std::size_t i = 0; i < count; ++i) samples.labels[i] = static_cast<std::uint16_t>(Rng(2).below(i, 10));
    return samples;
}

std::vector<Component> layers() {
    const auto conv = [](std::int64_t filters) { return Component("conv2d", {{"filters", filters}}); };
    const auto dense = [](std::int64_t units) { return Component("dense", {{"units", units}}); };
    const Component norm("batch_norm"), sign("binarize");
    return {conv(32), norm, sign, conv(64), Component("max_pool"), norm, sign, Component("flatten"), dense(256), norm, sign,
            dense(10), norm};
}

void count(benchmark::State& state) {
    state.counters["samples/s"] = benchmark::Counter(batch, benchmark::Counter::kIsIterationInvariantRate);
}

void cnnStep(benchmark::State& state) {
    Dataset data;
    data.sampleShape = {28, 28};
    data.classes = 10;
    data.train = randomSamples(1000);
    data.test = randomSamples(100);
    Network network(layers(), data.sampleShape, data.classes, 1);
    Trainer trainer(network, data, resolveParams(trainerParams(), {{"epochs", std::int64_t{1000}}}, "/training"), 1);
    withThreads(static_cast<std::size_t>(state.range(0)), [&] {
        trainer.advance(); // makes all memory, as the first round of the peer does
        for (auto _ : state) benchmark::DoNotOptimize(trainer.advance().loss);
    });
    count(state);
}

void cnnInference(benchmark::State& state) {
    const Samples samples = randomSamples(batch);
    const Network network(layers(), {28, 28}, 10, 1);
    const Program program = lower(network, "cnn", std::vector<std::string>(10, "class"));
    Executor executor(program);
    withThreads(static_cast<std::size_t>(state.range(0)), [&] {
        executor.run(samples.inputs.matrix());
        for (auto _ : state) benchmark::DoNotOptimize(executor.run(samples.inputs.matrix()).data());
    });
    count(state);
}

BENCHMARK(cnnStep)->ArgName("threads")->UseRealTime()->Unit(benchmark::kMillisecond)->Arg(1)->Arg(2);
BENCHMARK(cnnInference)->ArgName("threads")->UseRealTime()->Unit(benchmark::kMillisecond)->Arg(1)->Arg(2);

} // namespace

} // namespace orthant
