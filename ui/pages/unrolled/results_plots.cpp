// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/results_plots.h"

#include "ui/charts/plot_view.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <numeric>

namespace orthant::ui {

namespace {

using Style = PlotSeries::Style;

QString tr(const char* text) { return QCoreApplication::translate("ResultsPlots", text); }

QString titleOf(const UnrolledModel& model, std::size_t network) { return QString::fromStdString(model.plan().networks[network].title); }

/// "samples" -> "Training samples" where the name alone would not say it.
QString variedTitle(const UnrolledPlan& plan) {
    const std::string name = variedName(plan);
    if (name == "samples") return tr("Training samples");
    if (name == "layers") return tr("Layers");
    if (name == "blocks") return tr("Blocks");
    return QString::fromStdString(name);
}

} // namespace

double bitsPerLinkOf(const NetworkSummary& summary, bool thresholds) {
    return summary.bitsPerLink.value_or(0) + (thresholds ? summary.thresholdBitsPerLink.value_or(0) : 0);
}

QString spreadText(const std::optional<Spread>& spread) {
    if (!spread) return QStringLiteral("-");
    const QString mean = QString::number(spread->mean, 'f', 1);
    return spread->spread ? QStringLiteral("%1 \u00b1 %2").arg(mean, QString::number(*spread->spread, 'f', 1)) : mean;
}

QString reasonText(const Bound& bound) {
    const QString reason = QString::fromStdString(bound.reason);
    return bound.applies || reason.startsWith(QLatin1String("not applicable")) ? reason : tr("not applicable: %1").arg(reason);
}

void fillParetoPlot(PlotView& plot, const UnrolledModel& model, double varied, bool thresholds) {
    plot.setTitle(tr("Error against bits"));
    plot.setCaption(tr("Down and left is better; bars: one standard deviation over the seeds. On equal links ternary was 1 to 4 dB better at 1.6 times the bits (our measurements): one bit wins where bits are few."));
    plot.setEmptyText(tr("Each trained network is a point here."));
    std::vector<PlotSeries> series;
    double fewest = std::numeric_limits<double>::infinity(), most = 0;
    for (const NetworkSummary& summary : model.summaries()) {
        if (summary.varied != varied || !summary.nmse || !summary.bitsPerLink) continue;
        fewest = std::min(fewest, bitsPerLinkOf(summary, thresholds));
        most = std::max(most, bitsPerLinkOf(summary, thresholds));
        PlotSeries point{.name = titleOf(model, summary.network), .x = {bitsPerLinkOf(summary, thresholds)}, .y = {summary.nmse->mean}, .style = Style::Points, .color = static_cast<int>(summary.network)};
        if (summary.nmse->spread) point.spread = {*summary.nmse->spread};
        series.push_back(std::move(point));
    }
    PlotAxis bits{.title = thresholds ? tr("Bits per link, thresholds counted") : tr("Bits per link"), .logarithmic = true};
    if (most > 0 && most < 2 * fewest) { // no scale for differences in the fifth digit
        bits.minimum = fewest / 2;
        bits.maximum = 2 * most;
    }
    plot.setAxes(bits, {.title = tr("Test NMSE"), .unit = "dB", .allowLog = false});
    plot.setSeries(std::move(series));
}

void fillVariedPlot(PlotView& plot, const UnrolledModel& model) {
    const UnrolledPlan& plan = model.plan();
    plot.setTitle(plan.varyValues.empty() ? tr("Generalization") : tr("Error against %1").arg(variedTitle(plan).toLower()));
    plot.setCaption(tr("Bold: test, with one standard deviation; pale: training samples. Fewer links learn less by heart: with few samples masked networks had the smaller gap (our measurements)."));
    plot.setEmptyText(tr("Choose what varies in the Train tab: training samples, layers or blocks. Every network is then trained for every value."));
    if (plan.varyValues.empty()) {
        plot.setAxes({.title = tr("Training samples")}, {.title = tr("NMSE"), .unit = "dB", .allowLog = false});
        return plot.setSeries({});
    }
    const auto [low, high] = std::ranges::minmax_element(plan.varyValues);
    plot.setAxes({.title = variedTitle(plan), .logarithmic = *low > 0 && *high >= 10 * *low}, {.title = tr("NMSE"), .unit = "dB", .allowLog = false});
    std::vector<PlotSeries> series;
    for (std::size_t network = 0; network < plan.networks.size(); ++network) {
        PlotSeries test{.name = titleOf(model, network), .x = {}, .y = {}, .color = static_cast<int>(network)}, train = test;
        train.faint = true;
        for (const NetworkSummary& summary : model.summaries()) {
            if (summary.network != network) continue;
            if (summary.trainNmse) {
                train.x.push_back(summary.varied);
                train.y.push_back(summary.trainNmse->mean);
            }
            if (!summary.nmse) continue;
            test.x.push_back(summary.varied);
            test.y.push_back(summary.nmse->mean);
            test.spread.push_back(summary.nmse->spread.value_or(0));
        }
        series.push_back(std::move(train));
        series.push_back(std::move(test));
    }
    plot.setSeries(std::move(series));
}

void fillBoundPlot(PlotView& plot, const MeasuredBound& measured) {
    const Bound& bound = measured.bound;
    const QString name = QString::fromStdString(bound.id), reason = reasonText(bound);
    plot.setTitle(QStringLiteral("%1: %2").arg(name, QString::fromStdString(bound.title)));
    plot.setCaption(bound.applies ? tr("%1 The dashed bound is ours (%2), not a theorem of the paper: %3.").arg(QString::fromStdString(measured.how), QString::fromStdString(bound.source), reason)
                                  : tr("Ours, not a theorem of the paper; %1.").arg(reason));
    plot.setAxes({.title = tr("Layer")}, {.title = QString::fromStdString(measured.quantity), .logarithmic = true});
    plot.setEmptyText(reason);
    std::vector<PlotSeries> series;
    const auto layers = [](std::size_t count) {
        std::vector<double> values(count);
        std::iota(values.begin(), values.end(), 0.0);
        return values;
    };
    if (!measured.measured.empty()) series.push_back({.name = tr("measured"), .x = layers(measured.measured.size()), .y = measured.measured, .color = 0});
    if (bound.applies) series.push_back({.name = tr("bound %1").arg(name), .x = layers(bound.values.size()), .y = bound.values, .style = Style::Theory, .note = reason});
    plot.setSeries(std::move(series));
}

} // namespace orthant::ui
