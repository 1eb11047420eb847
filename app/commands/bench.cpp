// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/text_table.h"
#include "core/base/text.h"
#include "core/experiment/benchmark.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <thread>

namespace orthant {

namespace {

std::string decimals(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

void print(const BenchmarkReport& report) {
    std::cout << report.cpu << ", kernels for " << report.target << ", " << report.threads
              << (report.threads == 1 ? " thread" : " threads")
              << "\npeak of xor + popcount + add on one thread: " << decimals(report.peakGmacPerSecond, 0)
              << " GMAC/s\n\n";
    constexpr auto right = TextTable::Align::Right;
    TextTable products({{"m", right},
                        {"n", right},
                        {"k", right},
                        {"threads", right},
                        {"XNOR GMAC/s", right},
                        {"of peak", right},
                        {"masked", right},
                        {"float x sign", right},
                        {"float", right},
                        {"XNOR : float", right}});
    for (std::size_t i = 0; i < report.xnorGemm.size(); ++i) {
        const ProductRate& rate = report.xnorGemm[i];
        products.addRow({std::to_string(rate.m), std::to_string(rate.n), std::to_string(rate.k),
                         std::to_string(rate.threads), decimals(rate.gmacPerSecond, 0),
                         decimals(rate.fractionOfPeak, 2), decimals(report.maskedGemm[i].gmacPerSecond, 0),
                         decimals(report.signGemm[i].gmacPerSecond, 1), decimals(report.floatGemm[i].gmacPerSecond, 1),
                         decimals(rate.gmacPerSecond / report.floatGemm[i].gmacPerSecond, 1)});
    }
    std::cout << products.text() << '\n';
    TextTable training({{"training"},
                        {"batch", right},
                        {"threads", right},
                        {"binary samples/s", right},
                        {"float samples/s", right},
                        {"binary : float", right}});
    for (const TrainingRate& rate : report.training)
        training.addRow({rate.name, std::to_string(rate.batch), std::to_string(rate.threads),
                         decimals(rate.samplesPerSecond, 0), decimals(rate.floatSamplesPerSecond, 0),
                         decimals(rate.samplesPerSecond / rate.floatSamplesPerSecond, 2)});
    std::cout << training.text() << "\nnormal numbers: " << compactCount(report.normalsPerSecond)
              << " per second on one thread; memory at most " << byteSize(static_cast<double>(report.peakMemory))
              << '\n';
}

struct Options {
    BenchmarkOptions benchmark;
    bool json = false;
};

void bench(const Options& options) {
    Progress progress;
    std::jthread line;
    if (isatty(STDERR_FILENO) != 0)
        line = std::jthread([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                std::fprintf(stderr, "\r%llu of %llu measured", static_cast<unsigned long long>(progress.done()),
                             static_cast<unsigned long long>(progress.total()));
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
            }
            std::fprintf(stderr, "\r                         \r");
        });
    const BenchmarkReport report = runBenchmark(options.benchmark, progress);
    if (line.joinable()) {
        line.request_stop();
        line.join();
    }
    if (options.json)
        std::cout << toJson(report).dump(2) << '\n';
    else
        print(report);
}

} // namespace

void addBenchCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("bench", "How fast this machine multiplies and trains");
    command->add_flag("--json", options->json, "As JSON");
    command->add_flag("--quick", options->benchmark.quick, "Fewer sizes and repetitions");
    command->add_option("--threads", options->benchmark.threads, "Threads besides one (default: all)")
        ->check(CLI::Range(1, 1024));
    command->callback([options] { bench(*options); });
}

} // namespace orthant
