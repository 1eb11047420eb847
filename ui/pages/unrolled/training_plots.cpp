// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/training_plots.h"

#include "ui/charts/plot_view.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace orthant::ui {

namespace {

using Style = PlotSeries::Style;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

QString tr(const char* text) { return QCoreApplication::translate("TrainingPlots", text); }

/// 0, 1, 2, ... or from another number on.
std::vector<double> numbers(std::size_t count, double first) {
    std::vector<double> values(count);
    std::iota(values.begin(), values.end(), first);
    return values;
}

/// Calls `work(network, title, job)` for each network that has begun.
void forNetworks(const UnrolledModel& model, const UnrolledChoice& choice, const std::function<void(int, const QString&, std::size_t)>& work) {
    for (std::size_t network = 0; network < model.plan().networks.size(); ++network)
        if (const auto job = model.jobOf(network, choice.seed, choice.varied))
            work(static_cast<int>(network), QString::fromStdString(model.plan().networks[network].title), *job);
}

const UnrolledReading* lastOf(const UnrolledModel& model, std::size_t job) {
    return model.readings(job).empty() ? nullptr : &model.readings(job).back();
}

/// One value of each reading over the steps.
PlotSeries overSteps(const QString& name, int color, const std::vector<UnrolledReading>& readings, const std::function<double(const UnrolledReading&)>& value) {
    PlotSeries series{.name = name, .x = {}, .y = {}, .color = color};
    for (const UnrolledReading& reading : readings) {
        series.x.push_back(static_cast<double>(reading.step));
        series.y.push_back(value(reading));
    }
    return series;
}

double lastFinite(const std::vector<double>& values) {
    const auto found = std::find_if(values.rbegin(), values.rend(), [](double value) { return std::isfinite(value); });
    return found == values.rend() ? unknown : *found;
}

double meanOf(const std::vector<double>& values) {
    return values.empty() ? unknown : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

QString stageText(const std::string& stage) {
    if (stage == "float") return tr("stage 1: float on the mask");
    if (stage == "signs") return tr("stage 2: signs");
    if (stage == "scales") return tr("scales and thresholds alone");
    return QString::fromStdString(stage);
}

/// Upright lines where a stage begins.
void addStages(std::vector<PlotSeries>& series, const std::vector<UnrolledReading>& readings) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const PlotSeries& curve : series)
        for (const double value : curve.y)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    if (!(low < high)) return;
    std::string stage;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (readings[i].stage == stage) continue;
        stage = readings[i].stage;
        if (i == 0) continue;
        const double at = static_cast<double>(readings[i - 1].step);
        series.push_back({.name = stageText(stage), .x = {at, at}, .y = {low, high}, .style = Style::Theory, .note = tr("The stage begins here (of the network that is chosen above)")});
    }
}

} // namespace

void fillLayerPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice) {
    plot.setTitle(tr("Error after each layer"));
    plot.setCaption(tr("-20 dB: a tenth of the amplitude is left. One trained layer does the work of many steps of a classical solver (dashed, best setting; Gregor and LeCun 2010)."));
    plot.setAxes({.title = tr("Layer"), .whole = true}, {.title = tr("NMSE"), .unit = "dB", .allowLog = false});
    plot.setEmptyText(tr("The curves appear with the first readings."));
    std::vector<PlotSeries> series;
    forNetworks(model, choice, [&](int color, const QString& title, std::size_t job) {
        const UnrolledResult& result = model.result(job);
        const UnrolledReading* reading = lastOf(model, job);
        if (!result.testNmse.empty())
            series.push_back({.name = title, .x = numbers(result.testNmse.size(), 0), .y = result.testNmse, .color = color, .note = tr("On test samples, as packed")});
        else if (reading)
            series.push_back({.name = title, .x = numbers(reading->nmse.size(), 0), .y = reading->nmse, .color = color, .note = tr("On validation samples, in training")});
    });
    for (const SolverCurve* solver : model.solvers(choice.seed, choice.varied))
        series.push_back({.name = QString::fromStdString(solver->title), .x = numbers(solver->testNmse.size(), 0), .y = solver->testNmse, .style = Style::Theory,
                          .note = tr("Nothing is trained; its parameter is the best of a search at the last iteration")});
    plot.setSeries(std::move(series));
}

void fillProgressPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice) {
    plot.setTitle(tr("Error while it trains"));
    plot.setCaption(tr("Validation samples; pale: the batches. The jump where signs begin is the price of rounding, then training wins back. The stages are our reading of arXiv:2502.01908."));
    plot.setAxes({.title = tr("Step")}, {.title = tr("NMSE"), .unit = "dB", .allowLog = false});
    plot.setEmptyText(tr("The curves appear with the first readings."));
    std::vector<PlotSeries> series;
    forNetworks(model, choice, [&](int color, const QString& title, std::size_t job) {
        const auto& readings = model.readings(job);
        if (readings.empty()) return;
        PlotSeries train = overSteps(title, color, readings, [](const UnrolledReading& reading) { return reading.trainNmse; });
        train.faint = true;
        series.push_back(std::move(train));
        series.push_back(overSteps(title, color, readings, [](const UnrolledReading& reading) { return lastFinite(reading.nmse); }));
    });
    if (const auto job = model.jobOf(choice.network, choice.seed, choice.varied)) addStages(series, model.readings(*job));
    plot.setSeries(std::move(series));
}

void fillScalePlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice) {
    plot.setTitle(tr("Scale \u03bb"));
    plot.setCaption(tr("One number turns signs into weights. Dashed: \u03bb\u2080 = n / \u03a3|A_ij| makes the diagonal of W A about 1; derived here, close on masks, not for dense networks."));
    plot.setAxes({.title = tr("Step")}, {.title = tr("Scale"), .allowLog = false});
    plot.setEmptyText(tr("A scale appears when the signs are trained; float weights have none."));
    std::vector<PlotSeries> series;
    double last = 0, predicted = 0;
    forNetworks(model, choice, [&](int color, const QString& title, std::size_t job) {
        PlotSeries curve = overSteps(title, color, model.readings(job), [](const UnrolledReading& reading) { return meanOf(reading.scales); });
        if (std::ranges::none_of(curve.y, [](double value) { return std::isfinite(value); })) return;
        const UnrolledReading& reading = model.readings(job).back();
        if (reading.scales.size() > 1) curve.note = tr("Mean of %1 scales").arg(reading.scales.size());
        last = std::max(last, curve.x.back());
        predicted = reading.predictedScale;
        series.push_back(std::move(curve));
    });
    if (!series.empty() && predicted > 0) {
        double first = last;
        for (const PlotSeries& curve : series)
            for (std::size_t i = 0; i < curve.x.size(); ++i)
                if (std::isfinite(curve.y[i])) {
                    first = std::min(first, curve.x[i]);
                    break;
                }
        series.push_back({.name = tr("\u03bb\u2080"), .x = {first, last}, .y = {predicted, predicted}, .style = Style::Theory,
                          .note = tr("n / \u03a3|A_ij| = %1, derived here").arg(predicted, 0, 'g', 4)});
    }
    plot.setSeries(std::move(series));
}

void fillThresholdPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice) {
    plot.setTitle(tr("Thresholds"));
    plot.setCaption(tr("What a layer sets to zero. They fall with the error: theory wants them in proportion to the error that is left (Chen et al. 2018)."));
    plot.setAxes({.title = tr("Layer"), .whole = true}, {.title = tr("Threshold")});
    plot.setEmptyText(tr("The thresholds appear with the first readings."));
    std::vector<PlotSeries> series;
    forNetworks(model, choice, [&](int color, const QString& title, std::size_t job) {
        const UnrolledReading* reading = lastOf(model, job);
        if (reading && !reading->thresholds.empty()) series.push_back({.name = title, .x = numbers(reading->thresholds.size(), 1), .y = reading->thresholds, .color = color});
    });
    plot.setSeries(std::move(series));
}

void fillFlippedPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice) {
    plot.setTitle(tr("Signs flipped"));
    plot.setCaption(tr("Signs of a layer that differ from those at the start of their stage. Frozen ones cost about 5 dB in our measurements: flips are what training wins."));
    plot.setAxes({.title = tr("Layer"), .whole = true}, {.title = tr("Flipped"), .unit = "%"});
    plot.setEmptyText(tr("Flips appear when the signs are trained; float weights have none."));
    std::vector<PlotSeries> series;
    forNetworks(model, choice, [&](int color, const QString& title, std::size_t job) {
        const UnrolledReading* reading = lastOf(model, job);
        if (!reading || reading->flippedTotal.empty()) return;
        PlotSeries curve{.name = title, .x = numbers(reading->flippedTotal.size(), 1), .y = reading->flippedTotal, .color = color, .note = tr("At step %1").arg(reading->step)};
        for (double& value : curve.y) value *= 100;
        series.push_back(std::move(curve));
    });
    plot.setSeries(std::move(series));
}

void fillLatentPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice) {
    plot.setTitle(tr("Latent weights"));
    plot.setCaption(tr("The optimizer moves latent weights, one-bit networks compute with the two spikes at -\u03bb and \u03bb. Weights near zero are the ones that can still flip."));
    plot.setAxes({.title = tr("Weight"), .allowLog = false}, {.title = tr("Share"), .unit = "%"});
    plot.setEmptyText(tr("Weights appear with the first reading of the network that is chosen above."));
    const auto job = model.jobOf(choice.network, choice.seed, choice.varied);
    const UnrolledReading* reading = job ? lastOf(model, *job) : nullptr;
    if (!reading || reading->histogram.empty()) return plot.setSeries({});
    const PlannedNetwork& network = model.plan().networks[choice.network];
    const bool spikes = network.weights.id == "one_bit" && reading->scales.size() == 1 && reading->stage != "float";
    plot.setTitle(tr("%1: latent%2, step %3").arg(QString::fromStdString(network.title), spikes ? tr(" and binarized") : QString()).arg(reading->step));
    const double all = std::accumulate(reading->histogram.begin(), reading->histogram.end(), 0.0);
    PlotSeries latent{.name = tr("latent, all layers"), .x = reading->histogramEdges, .y = reading->histogram, .style = Style::Steps, .color = 0};
    double positive = 0;
    for (std::size_t i = 0; i < latent.y.size(); ++i) {
        if (latent.x[i] + latent.x[i + 1] > 0) positive += latent.y[i];
        latent.y[i] *= 100 / all;
    }
    std::vector<PlotSeries> series{std::move(latent)};
    if (spikes) {
        const double share = 100 * positive / all, scale = reading->scales.front();
        series.push_back({.name = tr("binarized"), .x = {-scale, scale}, .y = {100 - share, share}, .style = Style::Spikes, .color = 1});
    }
    plot.setSeries(std::move(series));
}

} // namespace orthant::ui
