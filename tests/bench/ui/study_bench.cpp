// SPDX-License-Identifier: GPL-3.0-or-later
/// From a step of the slider to the picture: the dimension is dragged from 2 to 10,000 on the page of the angle, and each
/// step waits until its own first estimate is drawn. The aim is 100 ms.
#include "core/geometry/study.h"
#include "ui/models/study_model.h"
#include "ui/studies/figure_board.h"

#include <benchmark/benchmark.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QImage>

#include <algorithm>
#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

void BM_DragDimension(benchmark::State& state) {
    StudyModel model;
    FigureBoard board;
    board.resize(900, 700);
    board.show();
    QImage image(board.size(), QImage::Format_ARGB32_Premultiplied);
    bool drawn = false;
    QObject::connect(&model, &StudyModel::changed, [&] {
        if (!model.result()) return;
        board.setFigures(model.result()->figures);
        board.render(&image);
        drawn = true;
    });
    const auto measure = [&](double at) {
        const auto d = static_cast<std::int64_t>(std::llround(std::pow(10.0, at)));
        drawn = false;
        model.request(Component("angle", {{"dimension", d}, {"samples", std::int64_t{1'000'000}}}), 1);
        while (!drawn) QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    };
    measure(0.301); // tables of theory are made one time
    double worst = 0, at = 0.301;
    for (auto _ : state) {
        QElapsedTimer clock;
        clock.start();
        measure(at);
        worst = std::max(worst, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        at = at > 4 ? 0.301 : at + 0.05;
    }
    state.counters["worst_ms"] = worst;
}

BENCHMARK(BM_DragDimension)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
