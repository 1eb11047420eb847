// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_plots.h"

#include "core/data/dataset.h"
#include "ui/charts/histogram.h"
#include "ui/charts/plot_view.h"
#include "ui/widgets/motion_plots.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orthant::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("RunPlots", text); }
QString layerTitle(const std::string& layer) { return QString::fromStdString(layer); }

PlotAxis stepAxis() { return {.title = tr("Step")}; }

std::vector<double> scaled(std::vector<double> values, double factor) {
    for (double& value : values) value *= factor;
    return values;
}

/// Train and test over steps; the train readings are of single batches, so they are smoothed over their raw curve.
std::vector<PlotSeries> trainAndTest(const StepCurve& train, const StepCurve& test, double factor, double smoothing) {
    std::vector<PlotSeries> series;
    const std::vector<double> values = scaled(train.values, factor);
    if (smoothing > 0 && !values.empty())
        series.push_back({.name = tr("train, raw"), .x = train.steps, .y = values, .color = 0, .faint = true});
    if (!values.empty())
        series.push_back({.name = tr("train"), .x = train.steps, .y = smoothed(values, smoothing), .color = 0,
                          .note = tr("Mean over the batches since the reading before, with the weights of that time. Smoothing: %1")
                                      .arg(smoothing)});
    if (!test.values.empty())
        series.push_back({.name = tr("test"), .x = test.steps, .y = scaled(test.values, factor), .color = 1,
                          .note = tr("Samples that training never sees")});
    return series;
}

/// A horizontal theory line over the steps of the run.
PlotSeries level(const QString& name, double value, double lastStep, const QString& note) {
    return {.name = name, .x = {0, lastStep}, .y = {value, value}, .style = PlotSeries::Style::Theory, .note = note};
}

std::vector<PlotSeries> perLayer(const RunModel& run, double factor, bool angles) {
    std::vector<PlotSeries> series;
    int color = 0;
    for (const std::string& layer : run.layers()) {
        const StepCurve& curve = angles ? run.angle(layer) : run.flipRate(layer);
        const int own = color++; // a layer has the same colour in every plot
        if (curve.values.empty()) continue;
        series.push_back({.name = layerTitle(layer), .x = curve.steps, .y = scaled(curve.values, factor), .color = own});
    }
    return series;
}

/// Neighbouring bins put together until at most `most` are left.
Histogram coarser(const Histogram& histogram, std::size_t most) {
    Histogram result = histogram;
    while (result.counts.size() > most && result.counts.size() % 2 == 0) {
        std::vector<std::uint32_t> half(result.counts.size() / 2);
        for (std::size_t i = 0; i < half.size(); ++i) half[i] = result.counts[2 * i] + result.counts[2 * i + 1];
        result.counts = std::move(half);
    }
    return result;
}

const LayerReading* layerOf(const ProbeReading& reading, const std::string& layer) {
    const auto it = std::ranges::find(reading.layers, layer, &LayerReading::layer);
    return it == reading.layers.end() ? nullptr : &*it;
}

/// "dense_1, latent and binarized"; a layer that is not binarized has one kind of weights only.
QString weightTitle(const LayerReading& reading, WeightView view) {
    return tr("%1, %2").arg(layerTitle(reading.layer), reading.binarized ? weightViewText(view) : tr("float weights"));
}

} // namespace

QString weightViewText(WeightView view) {
    switch (view) {
    case WeightView::Latent: return tr("latent");
    case WeightView::Binarized: return tr("binarized");
    case WeightView::Both: return tr("latent and binarized");
    }
    return {};
}

void fillLossPlot(PlotView& plot, const RunModel& run, double smoothing) {
    plot.setTitle(tr("Loss"));
    plot.setCaption(tr("Lower is better. Does test rise while train falls? The network learns by heart: try dropout or fewer "
                       "epochs."));
    plot.setAxes(stepAxis(), {.title = tr("Loss")});
    plot.setEmptyText(tr("The loss appears with the first steps."));
    plot.setSeries(trainAndTest(run.curve(Metric::TrainLoss), run.curve(Metric::TestLoss), 1, smoothing));
}

void fillAccuracyPlot(PlotView& plot, const RunModel& run, double smoothing) {
    plot.setTitle(tr("Accuracy"));
    plot.setCaption(tr("Share of samples that get the right class. Test samples are never trained on: their curve is the one to trust."));
    plot.setAxes(stepAxis(), {.title = tr("Accuracy"), .unit = "%"});
    plot.setEmptyText(tr("The accuracy appears with the first steps."));
    plot.setSeries(trainAndTest(run.curve(Metric::TrainAccuracy), run.curve(Metric::TestAccuracy), 100, smoothing));
}

void fillFlipPlot(PlotView& plot, const RunModel& run) {
    plot.setTitle(tr("Sign flips"));
    plot.setCaption(tr("Share of weights that change sign in one step: only that changes what a binary network computes. "
                       "High to the end? Lower the learning rate."));
    plot.setAxes(stepAxis(), {.title = tr("Flips per step"), .unit = "%"});
    plot.setEmptyText(tr("No layer with binarized weights has been read twice so far."));
    plot.setSeries(perLayer(run, 100, false));
}

void fillAnglePlot(PlotView& plot, const RunModel& run) {
    plot.setTitle(tr("Angle, latent to binarized"));
    plot.setCaption(tr("How much of a layer's direction the signs keep: 0 when all weights have one size. Dashed: long vectors with "
                       "Gaussian (37.07 deg, Anderson and Berg 2017) or uniform entries (30 deg)."));
    plot.setAxes(stepAxis(), {.title = tr("Angle"), .unit = "deg"});
    plot.setEmptyText(tr("No layer with binarized weights has been read so far."));
    std::vector<PlotSeries> series = perLayer(run, 1, true);
    if (!series.empty()) {
        double last = 1;
        for (const PlotSeries& curve : series) last = std::max(last, curve.x.back());
        const double degrees = 180 / std::numbers::pi;
        series.push_back(level(tr("Gaussian"), std::acos(std::sqrt(2 / std::numbers::pi)) * degrees, last,
                               tr("arccos sqrt(2/pi) = 37.07 deg, the limit for many dimensions. Anderson and Berg 2017, "
                                  "arXiv:1705.07199 (the constant in the authors' code)")));
        series.push_back(level(tr("uniform"), 30, last,
                               tr("arccos(E|w| / sqrt(E w^2)) = arccos(sqrt(3)/2) = 30 deg for uniform entries; derived "
                                  "here by the law of large numbers. Glorot's initial weights are uniform.")));
    }
    plot.setSeries(std::move(series));
}

void fillWeightPlot(PlotView& plot, const RunModel& run, const std::string& layer, WeightView view, std::size_t reading) {
    plot.setAxes({.title = tr("Weight"), .allowLog = false}, {.title = tr("Share"), .unit = "%"});
    plot.setCaption(tr("The optimizer moves latent weights, the network computes with binarized ones. Near zero they flip "
                       "often; piled up at the clip limit hardly ever."));
    plot.setEmptyText(tr("Weights appear with the first probe reading."));
    const LayerReading* found = reading < run.probes().size() ? layerOf(run.probes()[reading], layer) : nullptr;
    if (!found) {
        plot.setTitle(tr("Weights"));
        plot.setSeries({});
        return;
    }
    if (!found->binarized) view = WeightView::Latent;
    plot.setTitle(weightTitle(*found, view));
    std::vector<PlotSeries> series;
    if (view != WeightView::Binarized) {
        // Beside spikes of some 50 % a bin of 1 % would not be seen: wider bins hold more.
        PlotSeries hill = stepHistogram(found->binarized ? tr("latent") : tr("float"),
                                        view == WeightView::Both ? coarser(found->latent, 16) : found->latent);
        hill.color = 0;
        series.push_back(std::move(hill));
    }
    if (view != WeightView::Latent) {
        // With a scale for each row there are too many values for spikes.
        PlotSeries values = found->levels.empty() ? stepHistogram(tr("binarized"), view == WeightView::Both ? coarser(found->quantized, 16) : found->quantized)
                                                  : spikeHistogram(tr("binarized"), found->levels, found->levelCounts);
        values.color = 1;
        series.push_back(std::move(values));
    }
    plot.setSeries(std::move(series));
}

void fillRidgePlot(RidgeView& plot, const RunModel& run, const std::string& layer, WeightView view) {
    plot.setAxes({.title = tr("Weight"), .allowLog = false}, {.title = tr("Step"), .allowLog = false});
    plot.setCaption(tr("Each line is one reading, the newest at the top. Hills that move apart mean settled signs; what stays near zero "
                       "can still flip."));
    plot.setEmptyText(tr("Weights appear with the first probe reading."));
    plot.setTitle(tr("Weights over time"));
    std::vector<Ridge> ridges;
    bool binarized = false;
    for (const ProbeReading& reading : run.probes()) {
        const LayerReading* found = layerOf(reading, layer);
        if (!found) continue;
        binarized = found->binarized;
        plot.setTitle(tr("%1 over time").arg(weightTitle(*found, view)));
        Ridge ridge{static_cast<double>(reading.step), {}, {}, {}};
        if (view != WeightView::Binarized || !binarized) ridge.hills[0] = found->latent;
        if (view != WeightView::Latent && binarized) {
            ridge.levels = found->levels;
            ridge.levelCounts = found->levelCounts;
            if (found->levels.empty()) ridge.hills[1] = found->quantized;
        }
        ridges.push_back(std::move(ridge));
    }
    plot.setRidges(std::move(ridges), {binarized ? tr("latent") : tr("float"), tr("binarized")});
}

void fillBoundary(BoundaryView& view, const RunModel& run) {
    view.setTitle(run.boundary() ? tr("Decision of the network, step %1").arg(run.boundary()->step) : tr("Decision of the network"));
    view.setCaption(tr("The class that each point gets; pale where two scores are close. One-bit weights leave few directions to "
                       "the border: more units bend it."));
    view.setAxes({.title = "x"}, {.title = "y"});
    QStringList names;
    for (const std::string& name : run.classNames()) names << QString::fromStdString(name);
    if (!names.isEmpty()) view.setClassNames(names);
    view.setBoundary(run.boundary().value_or(BoundaryReading{}));
}

LabelledPoints planePoints(const Experiment& experiment) {
    constexpr std::size_t most = 2000; // more hide the colours below
    const Dataset data = loadDataset(experiment.data, {experiment.folder, nullptr});
    LabelledPoints points;
    if (data.sampleShape != Shape{2}) return points;
    for (std::size_t i = 0; i < std::min(most, data.train.size()); ++i) {
        points.x.push_back(static_cast<double>(data.train.inputs.row(i)[0]));
        points.y.push_back(static_cast<double>(data.train.inputs.row(i)[1]));
        points.classes.push_back(static_cast<std::uint8_t>(data.train.labels[i]));
    }
    return points;
}

std::vector<NamedPlot> allRunPlots(const RunModel& run) {
    std::vector<NamedPlot> plots;
    const auto add = [&plots](const QString& name, auto fill) {
        auto plot = std::make_unique<PlotView>();
        fill(*plot);
        if (!plot->series().empty()) plots.push_back({name, std::move(plot)});
    };
    add("loss", [&](PlotView& plot) { fillLossPlot(plot, run, 0); });
    add("accuracy", [&](PlotView& plot) { fillAccuracyPlot(plot, run, 0); });
    add("sign_flips", [&](PlotView& plot) { fillFlipPlot(plot, run); });
    add("angle", [&](PlotView& plot) { fillAnglePlot(plot, run); });
    for (std::size_t i = 0; i < motionPlotCount(); ++i) add(motionPlotName(i), [&](PlotView& plot) { fillMotionPlot(plot, run, i); });
    if (!run.probes().empty())
        for (const std::string& layer : run.layers())
            add("weights_" + QString::fromStdString(layer), [&](PlotView& plot) {
                fillWeightPlot(plot, run, layer, WeightView::Both, run.probes().size() - 1);
            });
    if (run.probes().size() > 1)
        for (const std::string& layer : run.layers()) {
            auto plot = std::make_unique<RidgeView>();
            fillRidgePlot(*plot, run, layer, WeightView::Both);
            plots.push_back({"weights_over_time_" + QString::fromStdString(layer), std::move(plot)});
        }
    if (run.boundary()) {
        auto view = std::make_unique<BoundaryView>();
        fillBoundary(*view, run);
        plots.push_back({"boundary", std::move(view)});
    }
    return plots;
}

} // namespace orthant::ui
