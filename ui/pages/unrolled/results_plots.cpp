// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unrolled/results_plots.h"

#include "ui/charts/plot_view.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
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
    plot.setCaption(tr("Bold: test, with one standard deviation; pale: training samples, below the picture where they are learned by heart. Fewer links learn less by heart: with few samples masked networks had the smaller gap (our measurements)."));
    plot.setEmptyText(tr("Choose what varies in the Train tab: training samples, layers or blocks. Every network is then trained for every value."));
    if (plan.varyValues.empty()) {
        plot.setAxes({.title = tr("Training samples")}, {.title = tr("NMSE"), .unit = "dB", .allowLog = false});
        return plot.setSeries({});
    }
    std::vector<PlotSeries> series;
    double best = std::numeric_limits<double>::infinity(), worst = -best; // of the test
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
        for (const double y : test.y) {
            best = std::min(best, y);
            worst = std::max(worst, y);
        }
        series.push_back(std::move(train));
        series.push_back(std::move(test));
    }
    const auto [low, high] = std::ranges::minmax_element(plan.varyValues);
    PlotAxis error{.title = tr("NMSE"), .unit = "dB", .allowLog = false};
    if (best <= worst) error.minimum = best - (worst - best) - 1; // what is learned by heart would press the test curves together
    plot.setAxes({.title = variedTitle(plan), .logarithmic = *low > 0 && *high >= 10 * *low,
                  .whole = std::ranges::all_of(plan.varyValues, [](double value) { return value == std::round(value); })},
                 error);
    plot.setSeries(std::move(series));
}

bool fillGapPlot(PlotView& plot, const UnrolledModel& model, std::size_t network) {
    const UnrolledPlan& plan = model.plan();
    const std::string varied = variedName(plan);
    PlotSeries gap{.name = tr("measured"), .x = {}, .y = {}, .style = Style::Points, .color = 0};
    PlotSeries bound{.name = tr("bound T5"), .x = {}, .y = {}, .style = Style::Theory, .note = tr("sqrt((b ln 2 + ln(1/%1)) / (2 N)), derived here").arg(generalizationRisk)};
    std::size_t empty = 0;
    for (const double value : plan.varyValues.empty() ? std::vector<double>{0} : plan.varyValues) {
        std::vector<double> gaps;
        double bits = 0;
        for (const std::uint64_t seed : plan.seeds) {
            const auto job = model.jobOf(network, seed, value);
            if (!job || !model.result(*job).testLoss || !model.result(*job).trainLoss) continue;
            const UnrolledResult& result = model.result(*job);
            gaps.push_back(*result.testLoss - *result.trainLoss);
            bits = result.bits.bits() + result.thresholdBits;
        }
        const std::optional<Spread> spread = spreadOf(gaps);
        if (!spread) continue;
        const auto samples = static_cast<double>(trainingOf(planAt(plan, value), network).size("samples"));
        const Bound here = generalizationBound(bits, generalizationRisk, samples);
        gap.x.push_back(plan.varyValues.empty() ? samples : value);
        gap.y.push_back(spread->mean);
        gap.spread.push_back(spread->spread.value_or(0));
        if (here.applies) {
            bound.x.push_back(gap.x.back());
            bound.y.push_back(here.values.front());
        } else ++empty;
    }
    if (gap.x.empty()) return false;
    if (bound.x.size() == 1) { // a level across the plot
        bound.x = {bound.x.front() / 2, bound.x.front() * 2};
        bound.y.push_back(bound.y.front());
    }
    const auto [low, high] = std::ranges::minmax_element(gap.x);
    plot.setTitle(tr("T5: gap between training and test"));
    plot.setCaption(tr("Of the loss min(1, |x_K - x|^2 / |x|^2), test minus training samples of '%1'. The dashed bound is ours, with probability %2%3.")
                        .arg(titleOf(model, network)).arg(1 - generalizationRisk)
                        .arg(empty == 0 ? QString() : empty == gap.x.size() ? tr("; it is above 1 here and says nothing") : tr("; where it is above 1 it says nothing and is not drawn")));
    const bool samplesVary = plan.varyValues.empty() || varied == "samples";
    plot.setAxes({.title = samplesVary ? tr("Training samples") : variedTitle(plan), .logarithmic = samplesVary && (gap.x.size() == 1 || *high >= 10 * *low), .whole = samplesVary || varied == "layers" || varied == "blocks"},
                 {.title = tr("Gap"), .allowLog = false});
    std::vector<PlotSeries> series{std::move(gap)};
    if (!bound.x.empty()) series.push_back(std::move(bound));
    plot.setSeries(std::move(series));
    return true;
}

void fillBoundPlot(PlotView& plot, const MeasuredBound& measured) {
    const Bound& bound = measured.bound;
    const QString name = QString::fromStdString(bound.id), reason = reasonText(bound);
    plot.setTitle(QStringLiteral("%1: %2").arg(name, QString::fromStdString(bound.title)));
    plot.setCaption(bound.applies ? tr("%1 The dashed bound is ours (%2), not a theorem of the paper: %3.").arg(QString::fromStdString(measured.how), QString::fromStdString(bound.source), reason)
                                  : tr("Ours, not a theorem of the paper; %1.").arg(reason));
    plot.setAxes({.title = tr("Layer"), .whole = true}, {.title = QString::fromStdString(measured.quantity), .logarithmic = true});
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
