// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/io/json_document.h"

#include <cstddef>
#include <string>
#include <vector>

namespace orthant {

struct BenchmarkOptions {
    bool quick = false;      ///< fewer sizes and repetitions: some seconds instead of a minute
    std::size_t threads = 0; ///< the larger of the two numbers of threads that are measured; 0: all
};

/// The rate of one product of m x k by k x n.
struct ProductRate {
    std::size_t m = 0, n = 0, k = 0, threads = 1;
    double gmacPerSecond = 0;  ///< multiply-adds; of signs: one XNOR and one counted bit
    double fractionOfPeak = 0; ///< of the peak times the number of threads
};

struct TrainingRate {
    std::string name;
    std::size_t threads = 1, batch = 0;
    double samplesPerSecond = 0, floatSamplesPerSecond = 0;
};

struct BenchmarkReport {
    std::string cpu, target;
    std::size_t threads = 1;
    double peakGmacPerSecond = 0; ///< xor + popcount + add from registers, one thread, best target of the CPU
    std::vector<ProductRate> xnorGemm, maskedGemm, signGemm, floatGemm;
    std::vector<TrainingRate> training;
    double normalsPerSecond = 0; ///< on one thread
    std::size_t peakMemory = 0;  ///< bytes that the process held at most
};

/// Measures this machine. What is compared is measured in turns, and the best of many short repetitions counts, so that
/// ratios hold on a machine that does other things too.
BenchmarkReport runBenchmark(const BenchmarkOptions& options, Progress& progress);

/// The format of `orthant-cli bench --json`.
Json toJson(const BenchmarkReport& report);

} // namespace orthant
