// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/benchmark.h"

#include "tests/catch.h"

using namespace orthant;

TEST_CASE("the benchmark's report has the keys that other programs read") {
    BenchmarkReport report;
    report.cpu = "cpu";
    report.target = "plain";
    report.threads = 2;
    report.peakGmacPerSecond = 100;
    report.xnorGemm = {{1, 2, 3, 2, 50.0, 0.25}};
    report.floatGemm = {{1, 2, 3, 1, 5.0}};
    report.training = {{"mlp", 2, 100, 3000.0, 2000.0}};
    report.normalsPerSecond = 1e6;
    const Json expected = Json::parse(R"({"cpu": "cpu", "target": "plain", "threads": 2, "peakGmacPerSecond": 100.0,
        "xnorGemm": [{"m": 1, "n": 2, "k": 3, "threads": 2, "gmacPerSecond": 50.0, "fractionOfPeak": 0.25}],
        "floatGemm": [{"m": 1, "n": 2, "k": 3, "threads": 1, "gmacPerSecond": 5.0}],
        "training": [{"name": "mlp", "threads": 2, "batch": 100, "samplesPerSecond": 3000.0, "floatSamplesPerSecond": 2000.0}],
        "normals": {"perSecondPerThread": 1e6}})");
    const Json written = toJson(report);
    for (const auto& [key, value] : expected.items()) {
        INFO(key);
        REQUIRE(written.contains(key));
        CHECK(written[key] == value);
    }
}
