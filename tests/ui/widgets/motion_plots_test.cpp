// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/motion_plots.h"

#include "core/training/weight_motion.h"
#include "tests/catch.h"
#include "ui/charts/plot_view.h"

#include <set>

using namespace orthant;
using namespace orthant::ui;

namespace {

ProbeReading readingAt(std::int64_t step, double first, double second, double all) {
    ProbeReading reading;
    reading.step = step;
    for (const double value : {first, second}) {
        LayerReading layer;
        layer.layer = value == first ? "dense_1" : "dense_2";
        layer.binarized = true;
        layer.motion.dead = value;
        reading.layers.push_back(layer);
    }
    reading.motion.dead = all;
    reading.softGap = 0.02;
    return reading;
}

std::size_t plotOf(const char* name) {
    for (std::size_t i = 0; i < motionPlotCount(); ++i)
        if (motionPlotName(i) == name) return i;
    return motionPlotCount();
}

} // namespace

TEST_CASE("each field of the motion of weights has a plot with words and a file name of its own", "[ui]") {
    std::set<QString> names, titles;
    const RunModel nothing{RunRecord{}};
    for (std::size_t i = 0; i < motionPlotCount(); ++i) {
        PlotView view;
        fillMotionPlot(view, nothing, i);
        INFO(view.title().toStdString());
        CHECK(names.insert(motionPlotName(i)).second);
        CHECK(titles.insert(view.title()).second);
        CHECK(view.caption().count('.') >= 2); // two sentences
        CHECK(view.series().empty());
        CHECK_FALSE(view.emptyText().isEmpty());
    }
    CHECK(names.contains("flip_mass"));
    CHECK(titles.size() == motionFields().size() + 1);
}

TEST_CASE("a plot of motion has a curve for each layer that has the value, and one for all", "[ui]") {
    RunRecord record;
    record.probes = {readingAt(0, 0.1, 0.3, 0.2), readingAt(10, 0.2, 0.4, 0.3)};
    const RunModel run(record);
    PlotView view;
    fillMotionPlot(view, run, plotOf("dead"));
    REQUIRE(view.series().size() == 3);
    CHECK(view.yAxis().unit == "%");
    CHECK(view.series()[1].x == std::vector<double>{0, 10});
    CHECK(view.series()[1].y == std::vector<double>{30, 40});
    CHECK(view.series()[2].name == "all layers");
    CHECK(view.series()[2].y[1] == Approx(30));
    fillMotionPlot(view, run, plotOf("flip_mass"));
    CHECK(view.series().empty());
    fillMotionPlot(view, run, plotOf("soft_gap"));
    REQUIRE(view.series().size() == 1);
    CHECK(view.series()[0].y == std::vector<double>{2, 2});
}
