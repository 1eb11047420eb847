// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/signal_figures.h"

#include "ui/charts/figure_view.h"
#include "ui/charts/tile_view.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

using Style = FigureSeries::Style;

std::string tr(const char* text) { return QCoreApplication::translate("SignalFigures", text).toStdString(); }

bool isPicture(const Problem& problem, const Tensor& values) { return problem.kind == SignalKind::Image && values.shape().size() == 2; }

Tile tileOf(const std::string& title, const Tensor& values) {
    return {title, values.cols(), values.rows(), 1, {values.values().begin(), values.values().end()}};
}

/// One value for each place.
std::vector<double> over(const Tensor& values) {
    if (values.shape().size() < 2 || values.rows() < 2) return {values.values().begin(), values.values().end()};
    std::vector<double> root(values.cols(), 0.0);
    for (std::size_t channel = 0; channel < values.rows(); ++channel)
        for (std::size_t i = 0; i < root.size(); ++i) root[i] += std::pow(static_cast<double>(values.row(channel)[i]), 2);
    for (double& value : root) value = std::sqrt(value);
    return root;
}

/// Values over their numbers, or over seconds.
FigureSeries curve(const std::string& name, const std::vector<double>& values, Style style, double sampleRate) {
    FigureSeries series{name, {}, {}, style, {}};
    const bool sparse = style == Style::Spikes || style == Style::Points; // they stand for what is there, and zeros are not
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (sparse && values[i] == 0) continue;
        series.x.push_back(sampleRate > 0 ? static_cast<double>(i) / sampleRate : static_cast<double>(i + 1));
        series.y.push_back(values[i]);
    }
    return series;
}

} // namespace

Figure signalFigure(const Problem& problem, const Tensor* original, const std::vector<NamedSignal>& estimates) {
    const Tensor* any = original ? original : estimates.empty() ? nullptr : estimates.front().values;
    Figure figure;
    if (!any) return figure;
    if (isPicture(problem, *any)) {
        figure.id = "signal_picture";
        if (original) figure.tiles.push_back(tileOf(tr("original"), *original));
        for (const NamedSignal& signal : estimates) figure.tiles.push_back(tileOf(signal.title, *signal.values));
        return figure;
    }
    figure.id = "signal_curve";
    const bool spikes = problem.kind == SignalKind::Spikes, timed = problem.sampleRate > 0;
    const std::size_t length = over(*any).size();
    const bool channels = any->shape().size() > 1 && any->rows() > 1;
    figure.x = {timed ? tr("Time") : tr("Entry"), timed ? "s" : ""};
    figure.y = {channels ? tr("Root of the sum of squares") : tr("Value"), problem.signalUnit};
    if (!timed) {
        figure.x.minimum = 0;
        figure.x.maximum = static_cast<double>(length + 1);
    }
    for (const NamedSignal& signal : estimates) figure.series.push_back(curve(signal.title, over(*signal.values), spikes ? Style::Spikes : Style::Line, problem.sampleRate));
    const Style own = spikes ? (estimates.empty() ? Style::Spikes : Style::Points) : estimates.empty() ? Style::Line : Style::Theory;
    if (original) figure.series.push_back(curve(tr("original"), over(*original), own, problem.sampleRate));
    return figure;
}

Figure measurementFigure(const Problem& problem, const Whole& whole) {
    Figure figure;
    const Tensor& measured = whole.measured;
    if (isPicture(problem, measured) || (measured.shape().size() > 1 && measured.rows() > 1)) {
        figure.id = "measured_picture";
        figure.tiles.push_back(tileOf(isPicture(problem, measured) ? tr("measured") : tr("one row for each part"), measured));
        return figure;
    }
    const bool timed = problem.sampleRate > 0 && measured.size() == whole.original.size();
    figure.id = "measured_curve";
    figure.x = {timed ? tr("Time") : tr("Measurement"), timed ? "s" : ""};
    figure.y = {tr("Value"), timed ? problem.signalUnit : ""};
    figure.series.push_back(curve(tr("measured"), over(measured), Style::Line, timed ? problem.sampleRate : 0));
    return figure;
}

void showSignal(FigureView& view, const Figure& figure, const Tensor& range) {
    view.setFigure(figure);
    auto* tiles = dynamic_cast<TileView*>(&view.frame());
    if (!tiles || range.empty()) return;
    const auto [low, high] = std::ranges::minmax_element(range.values());
    tiles->setGreyRange(static_cast<double>(*low), *high > *low ? static_cast<double>(*high) : static_cast<double>(*low) + 1);
}

} // namespace orthant::ui
