// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/benchmark.h"

#include "core/base/parallel.h"
#include "core/base/rng.h"
#include "core/bits/products.h"
#include "core/experiment/environment.h"
#include "core/kernels/normals.h"
#include "core/kernels/peak.h"
#include "core/network/network.h"
#include "core/training/trainer.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>

namespace orthant {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// One thing to measure: its best rate so far.
struct Contest {
    double work = 0; ///< of one call
    std::size_t threads = 1;
    std::function<void()> run;
    double best = 0; ///< work per second

    /// Measures for some milliseconds, by groups of calls that are much longer than the clock's grain and much shorter
    /// than a time slice of the system.
    void turn(double groupSeconds = 1e-4) {
        withThreads(threads, [&] {
            const auto turnStart = Clock::now();
            do {
                int calls = 0;
                const auto start = Clock::now();
                do {
                    run();
                    ++calls;
                } while (secondsSince(start) < groupSeconds);
                best = std::max(best, calls * work / secondsSince(start));
            } while (secondsSince(turnStart) < 0.002);
        });
    }
};

struct Size {
    std::size_t m, n, k;

    double macs() const { return static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k); }
};

BitMatrix randomBits(std::size_t rows, std::size_t cols, std::uint64_t stream) {
    const Rng rng(1, stream);
    BitMatrix bits(rows, cols);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t w = 0; w < bits.wordsPerRow(); ++w)
            bits.row(r)[w] = rng.bits(r * bits.wordsPerRow() + w);
        if (cols % 64 != 0) bits.row(r).back() &= (std::uint64_t{1} << (cols % 64)) - 1;
    }
    return bits;
}

Tensor randomMatrix(std::size_t rows, std::size_t cols, std::uint64_t stream) {
    Tensor x({rows, cols});
    const Rng rng(1, stream);
    parallelBlocks(rows, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r)
            fillUniform(rng.split(r), 1.0F, x.row(r));
    });
    return x;
}

class Benchmark {
  public:
    Benchmark(const BenchmarkOptions& options, Progress& progress) : options_(options), progress_(progress) {
        const Environment environment = currentEnvironment();
        report_.cpu = environment.cpu;
        report_.target = environment.kernelTarget;
        report_.threads = options.threads == 0 ? environment.threads : options.threads;
        threadCounts_ =
            report_.threads == 1 ? std::vector<std::size_t>{1} : std::vector<std::size_t>{1, report_.threads};
    }

    BenchmarkReport run() {
        std::vector<Size> sizes = {{256, 256, 256}, {512, 512, 512}, {1024, 1024, 1024}, {2048, 2048, 2048}};
        if (!options_.quick) sizes.push_back({4096, 4096, 4096});
        sizes.insert(sizes.end(), {{1, 4096, 4096}, {100, 1024, 784}, {1000, 1000, 1000}, {129, 65, 333}});
        progress_.begin(sizes.size() + threadCounts_.size() + 1);
        for (const Size& size : sizes) {
            if (progress_.cancelled()) break;
            measureProducts(size);
            progress_.advance();
        }
        for (auto* rates : {&report_.xnorGemm, &report_.maskedGemm})
            for (ProductRate& rate : *rates)
                rate.fractionOfPeak =
                    rate.gmacPerSecond / (report_.peakGmacPerSecond * static_cast<double>(rate.threads));
        for (const std::size_t threads : threadCounts_) {
            if (progress_.cancelled()) break;
            measureTraining(threads);
            progress_.advance();
        }
        measureNormals();
        progress_.advance();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        report_.peakMemory = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
        return report_;
    }

  private:
    void measureProducts(const Size& size) {
        const auto [m, n, k] = size;
        const BitMatrix a = randomBits(m, k, 1), b = randomBits(n, k, 2);
        const BitPanels panels(b), masked(b, randomBits(n, k, 3));
        AlignedVector<std::int32_t> counts(m * n);
        const Tensor left = randomMatrix(m, k, 4), right = randomMatrix(k, n, 5);
        SignTables tables;
        tables.packColumns(b);
        Tensor result({m, n});

        constexpr std::size_t iterations = 20000;
        std::uint64_t check = 0;
        Contest peak{static_cast<double>(kernels::popcountChain(1).bits) * iterations, 1,
                     [&] { check += kernels::popcountChain(iterations).check; }};
        struct Entry {
            std::vector<ProductRate>* rates;
            std::function<void()> run;
        };
        const std::vector<Entry> entries = {
            {&report_.xnorGemm, [&] { xnorProduct(a, panels, counts); }},
            {&report_.maskedGemm, [&] { xnorProduct(a, masked, counts); }},
            {&report_.signGemm, [&] { signProduct(left.matrix(), Transpose::No, tables, result.matrix()); }},
            {&report_.floatGemm,
             [&] { floatProduct(left.matrix(), Transpose::No, right.matrix(), Transpose::No, result.matrix()); }},
        };
        std::vector<Contest> contests;
        for (const Entry& entry : entries)
            for (const std::size_t threads : threadCounts_)
                contests.push_back({size.macs(), threads, entry.run});
        const double budget = options_.quick ? 0.8 : size.macs() > 1e10 ? 8.0 : 4.0;
        const auto start = Clock::now();
        int turns = 0;
        do {
            for (Contest& contest : contests) {
                peak.turn();
                contest.turn();
            }
            ++turns;
        } while ((secondsSince(start) < budget || turns < 2) && !progress_.cancelled());

        for (std::size_t i = 0; i < contests.size(); ++i)
            entries[i / threadCounts_.size()].rates->push_back({m, n, k, contests[i].threads, contests[i].best * 1e-9});
        // The check is never the largest number: it only has to look needed.
        if (check != ~std::uint64_t{0})
            report_.peakGmacPerSecond = std::max(report_.peakGmacPerSecond, peak.best * 1e-9);
    }

    void measureTraining(std::size_t threads) {
        constexpr std::size_t batch = 100, samples = 2000;
        Dataset data;
        data.sampleShape = {28, 28};
        data.classes = 10;
        data.train.inputs = Tensor({samples, 28, 28});
        fillUniform(Rng(1, 6), 1.0F, data.train.inputs.values());
        for (std::size_t i = 0; i < samples; ++i)
            data.train.labels.push_back(static_cast<std::uint16_t>(Rng(1, 7).below(i, data.classes)));

        const auto network = [&](bool binary) {
            const auto dense = [&](std::int64_t units) {
                return Component("dense", {{"units", units}, {"weights", Component(binary ? "ste_sign" : "identity")}});
            };
            const Component normalize("batch_norm"), between(binary ? "binarize" : "relu");
            const std::vector<Component> layers = {Component("flatten"),
                                                   dense(1024),
                                                   normalize,
                                                   between,
                                                   dense(1024),
                                                   normalize,
                                                   between,
                                                   dense(10),
                                                   normalize};
            return Network(layers, data.sampleShape, data.classes, 1);
        };
        const Params params = resolveParams(
            trainerParams(), {{"epochs", std::int64_t{1000}}, {"batchSize", static_cast<std::int64_t>(batch)}},
            "/training");
        Network binaryNetwork = network(true), floatNetwork = network(false);
        Trainer binary(binaryNetwork, data, params, 1), real(floatNetwork, data, params, 1);
        Contest binaryContest{batch, threads, [&] { binary.advance(); }},
            floatContest{batch, threads, [&] { real.advance(); }};
        const auto start = Clock::now();
        while (secondsSince(start) < (options_.quick ? 2.0 : 8.0) && !progress_.cancelled()) {
            binaryContest.turn(0.02); // several steps: they are not alike
            floatContest.turn(0.02);
        }
        report_.training.push_back(
            {"mlp 784-1024-1024-10, adam", threads, batch, binaryContest.best, floatContest.best});
    }

    void measureNormals() {
        std::vector<float> x(1 << 14);
        Contest contest{static_cast<double>(x.size()), 1, [&] { fillNormal(Rng(1, 8), 1.0F, x); }};
        for (int i = 0; i < 50; ++i)
            contest.turn();
        report_.normalsPerSecond = contest.best;
    }

    BenchmarkOptions options_;
    Progress& progress_;
    BenchmarkReport report_;
    std::vector<std::size_t> threadCounts_;
};

Json ratesJson(const std::vector<ProductRate>& rates) {
    Json list = Json::array();
    for (const ProductRate& rate : rates) {
        Json entry = {{"m", rate.m},
                      {"n", rate.n},
                      {"k", rate.k},
                      {"threads", rate.threads},
                      {"gmacPerSecond", rate.gmacPerSecond}};
        if (rate.fractionOfPeak > 0) entry["fractionOfPeak"] = rate.fractionOfPeak;
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace

BenchmarkReport runBenchmark(const BenchmarkOptions& options, Progress& progress) {
    return Benchmark(options, progress).run();
}

Json toJson(const BenchmarkReport& report) {
    Json training = Json::array();
    for (const TrainingRate& rate : report.training)
        training.push_back({{"name", rate.name},
                            {"threads", rate.threads},
                            {"batch", rate.batch},
                            {"samplesPerSecond", rate.samplesPerSecond},
                            {"floatSamplesPerSecond", rate.floatSamplesPerSecond}});
    return {{"cpu", report.cpu},
            {"target", report.target},
            {"threads", report.threads},
            {"peakGmacPerSecond", report.peakGmacPerSecond},
            {"xnorGemm", ratesJson(report.xnorGemm)},
            {"maskedGemm", ratesJson(report.maskedGemm)},
            {"signGemm", ratesJson(report.signGemm)},
            {"floatGemm", ratesJson(report.floatGemm)},
            {"training", std::move(training)},
            {"normals", {{"perSecondPerThread", report.normalsPerSecond}}},
            {"memory", {{"peakBytes", report.peakMemory}}}};
}

} // namespace orthant
