// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_files.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace orthant;

TEST_CASE("Metrics read back as the same doubles, and an empty cell is not measured") {
    const TemporaryFolder folder;
    MetricReading first{10, 0.1, 1.0 / 3.0, 2.5, 0.125, {}, {}, 1e5, 1e-3};
    MetricReading second{20, 0.2, 0.7, {}, {}, 0.1 + 0.2, 1.0, {}, {}};
    const std::string text = metricHeader() + toLine(first) + toLine(second);
    CHECK(text.starts_with("step,epoch,seconds,train_loss,train_accuracy,test_loss,test_accuracy,"));
    writeFileAtomically(folder / "metrics.csv", std::string_view(text));
    const auto readings = readMetrics(folder / "metrics.csv");
    REQUIRE(readings.size() == 2);
    CHECK(toLine(readings[0]) == toLine(first));
    CHECK(readings[0].seconds == 1.0 / 3.0);
    CHECK_FALSE(readings[0].testLoss.has_value());
    CHECK(readings[1].testLoss == 0.1 + 0.2);
}

TEST_CASE("Half a last line, damaged lines and foreign columns are left out") {
    const TemporaryFolder folder;
    const std::string text = "step,epoch,seconds,train_loss,novelty\n1,0.1,0.5,2,9\nrubbish\n2,0.2,0.6\n3,0.3,0.7,1,\n4,0.4,0.8,0.5";
    writeFileAtomically(folder / "metrics.csv", std::string_view(text));
    const auto readings = readMetrics(folder / "metrics.csv");
    REQUIRE(readings.size() == 2);
    CHECK(readings[0].step == 1);
    CHECK(readings[1].step == 3);
    CHECK(readings[1].trainLoss == 1.0);
    CHECK(readMetrics(folder / "missing.csv").empty());
}

TEST_CASE("Probe readings and boundaries read back, without a truncated last record") {
    const TemporaryFolder folder;
    LayerReading layer;
    layer.layer = "dense_1";
    layer.latent = {-1.5, 1.5, {1, 2, 3}};
    layer.levels = {-1, 1};
    layer.levelCounts = {10, 20};
    layer.flipRate = 0.001;
    layer.angleDegrees = 37.5;
    layer.binarized = true;
    LayerReading many = layer;
    many.levels.clear();
    many.quantized = {-2, 2, {4, 5}};
    many.motion.flipMass = 0.125;
    many.motion.gradientMatch = -0.5;
    ProbeReading probe{7, 0.35, {layer, many}};
    probe.motion.schedule = 3;
    probe.flipRate = 0.25;
    probe.softGap = -0.01;
    writeFileAtomically(folder / "w", std::string_view(toLine(probe) + toLine(probe).substr(0, 50)));
    const auto probes = readProbes(folder / "w");
    REQUIRE(probes.size() == 1);
    CHECK(toLine(probes[0]) == toLine(probe));
    CHECK(*probes[0].layers[1].motion.gradientMatch == -0.5);
    CHECK_FALSE(probes[0].layers[0].motion.gradientMatch);
    CHECK(*probes[0].motion.schedule == 3);
    CHECK(*probes[0].softGap == -0.01);

    // A line of an earlier version, which knew of no motion.
    writeFileAtomically(folder / "old", std::string_view(toLine(ProbeReading{7, 0.35, {layer}})));
    CHECK(toLine(ProbeReading{7, 0.35, {layer}}).find("motion") == std::string::npos);
    const auto old = readProbes(folder / "old");
    REQUIRE(old.size() == 1);
    CHECK(old[0].layers[0].flipRate == 0.001);
    CHECK_FALSE(old[0].flipRate);

    const BoundaryReading map{7, -1, 2, -0.5, 0.5, 2, 3, {0, 1, 1, 0, 0, 1}, {0, 1, 0.2F, 0.4F, 0.6F, 0.8F}};
    std::string wrong = toLine(map);
    wrong.replace(wrong.find("\"width\":2"), 9, "\"width\":3");
    writeFileAtomically(folder / "b", std::string_view(toLine(map) + "[]\n" + wrong + toLine(map) + "{"));
    const auto maps = readBoundaries(folder / "b");
    REQUIRE(maps.size() == 2);
    CHECK(maps[1].classes == map.classes);
    CHECK(maps[1].margins[2] == Approx(0.2F).margin(0.002));
}
