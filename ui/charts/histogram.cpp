// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram.h"

#include <algorithm>
#include <numeric>

namespace orthant::ui {

namespace {

constexpr std::size_t mostBins = 256;

} // namespace

PlotSeries stepHistogram(const QString& name, const Histogram& histogram) {
    PlotSeries series{name, {}, {}, PlotSeries::Style::Steps};
    const std::size_t bins = histogram.counts.size();
    if (bins == 0) return series;
    const double total = std::accumulate(histogram.counts.begin(), histogram.counts.end(), 0.0);
    const std::size_t merged = (bins + mostBins - 1) / mostBins;
    for (std::size_t first = 0; first < bins; first += merged) {
        double count = 0;
        for (std::size_t i = first; i < std::min(bins, first + merged); ++i) count += histogram.counts[i];
        series.x.push_back(histogram.low + static_cast<double>(first) * histogram.binWidth());
        series.y.push_back(total > 0 ? 100 * count / total : 0);
    }
    series.x.push_back(histogram.high);
    return series;
}

PlotSeries spikeHistogram(const QString& name, std::span<const double> levels, std::span<const std::uint64_t> counts) {
    PlotSeries series{name, {levels.begin(), levels.end()}, {}, PlotSeries::Style::Spikes};
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0,
                                         [](double sum, std::uint64_t count) { return sum + static_cast<double>(count); });
    for (const std::uint64_t count : counts) series.y.push_back(total > 0 ? 100 * static_cast<double>(count) / total : 0);
    return series;
}

} // namespace orthant::ui
