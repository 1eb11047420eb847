// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/layer_report.h"

#include "core/geometry/theory.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>
#include <set>

namespace orthant {

namespace {

using Style = FigureSeries::Style;

const double unknown = std::nan("");

std::string decimals(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return std::isfinite(value) ? text : "unknown";
}

double pooledAngle(const LayerMeasures& layer) { return theory::degrees(std::acos(std::clamp(layer.weights().cosine, -1.0, 1.0))); }

/// The lines for independent entries of a filter.
theory::Moments gaussianLine(const LayerMeasures& layer) {
    if (!layer.signs()) return {unknown, unknown};
    return theory::signAngle(layer.fanIn());
}
theory::Moments uniformLine(const LayerMeasures& layer) {
    if (!layer.signs()) return {unknown, unknown};
    return {theory::limitAngle(theory::uniformLaw()),
            theory::limitDeviation(theory::uniformLaw()) / std::sqrt(static_cast<double>(layer.fanIn()))};
}

double predicted(const LayerMeasures& layer) {
    return layer.quantized() ? theory::gainCorrelation(pooledAngle(layer), layer.gain()) : 1;
}

Table tableOf(const std::vector<LayerMeasures>& layers, const SwapResult* swap) {
    Table table({{"layer", "", {}}, {"fan_in", "", {}}, {"filters", "", {}},
                 {"angle_deg", "deg", {}}, {"angle_deviation_deg", "deg", {}},
                 {"gaussian_angle_deg", "deg", {}}, {"gaussian_deviation_deg", "deg", {}},
                 {"uniform_angle_deg", "deg", {}}, {"uniform_deviation_deg", "deg", {}},
                 {"cosine", "", {}}, {"r", "", {}}, {"r_means_removed", "", {}}, {"gain", "", {}}, {"r_of_gain", "", {}},
                 {"flip_rate", "fraction", {}}, {"flip_rate_of_r", "fraction", {}},
                 {"r_permuted", "", {}},
                 {"r_activations", "", {}}, {"r_activations_means_removed", "", {}},
                 {"distance_gaussian", "", {}}, {"distance_uniform", "", {}}, {"distance_laplace", "", {}},
                 {"distance_two_peaked", "", {}}, {"at_clip", "fraction", {}},
                 {"accuracy_continuous", "fraction", {}}, {"accuracy_continuous_refitted", "fraction", {}}});
    for (std::size_t i = 0, quantized = 0; i < layers.size(); ++i) {
        const LayerMeasures& layer = layers[i];
        const WeightMeasures& w = layer.weights();
        const PairTally* activations = layer.activations();
        SwapOutcome outcome;
        if (swap && layer.quantized()) outcome = swap->layers[quantized++];
        table.addRow({static_cast<double>(i + 1), static_cast<double>(layer.fanIn()), static_cast<double>(layer.filters()),
                      w.angle, w.deviation, gaussianLine(layer).mean, gaussianLine(layer).deviation, uniformLine(layer).mean,
                      uniformLine(layer).deviation, w.cosine, layer.products().pooled(), layer.products().within(), layer.gain(),
                      predicted(layer), layer.products().flips(), theory::signFlipRate(layer.products().pooled()),
                      layer.permuted().pooled(), activations ? activations->pooled() : unknown,
                      activations ? activations->within() : unknown, w.laws[0].distance, w.laws[1].distance, w.laws[2].distance,
                      w.laws[3].distance, w.clipShare, outcome.kept, outcome.refitted});
    }
    return table;
}

Figure mapFigure(const LayerMeasures& layer, const PairTally& pairs, const char* group, const char* x, const char* y) {
    Figure figure{std::string(group) + "_" + layer.name(), layer.name() + ": r = " + decimals(pairs.pooled(), 2), "", {x}, {y}, {}};
    figure.map = pairs.map();
    figure.group = group;
    return figure;
}

/// The correlation against the gain: each layer a point beside the curve of theory.
Figure gainFigure(const std::vector<LayerMeasures>& layers) {
    Figure figure{"gain", "Correlation against alignment", "", {"Gain: input variance along the filters", "", true}, {"r", "", false, {}, 1.0}, {}};
    figure.caption = "A gain of 1 means that the filters look in average directions. The one published value, r = 0.96 in layer 2 of a "
                     "convolutional network for CIFAR-10, would ask for a gain of 6.7 at 37 degrees.";
    double low = 0.5, high = 20, angles = 0, count = 0;
    FigureSeries pooled{"means left in", {}, {}, Style::Points, "all pairs pooled, as in the plots of the paper"};
    for (const LayerMeasures& layer : layers) {
        const double gain = layer.gain();
        if (!layer.quantized() || !(gain > 0)) continue;
        low = std::min(low, gain / 2);
        high = std::max(high, gain * 2);
        angles += pooledAngle(layer);
        ++count;
        figure.series.push_back({layer.name(), {gain}, {layer.products().within()}, Style::Points, "the mean of each filter removed"});
        pooled.x.push_back(gain);
        pooled.y.push_back(layer.products().pooled());
    }
    figure.series.push_back(std::move(pooled));
    const auto curve = [&](const std::string& name, double angle) {
        FigureSeries series{name, {}, {}, Style::Theory, "r^2 = 1 / (1 + tan^2(angle) / g)"};
        constexpr int points = 80;
        for (int i = 0; i <= points; ++i) {
            series.x.push_back(low * std::pow(high / low, static_cast<double>(i) / points));
            series.y.push_back(theory::gainCorrelation(angle, series.x.back()));
        }
        figure.series.push_back(std::move(series));
    };
    if (count > 0) curve("theory at " + decimals(angles / count, 1) + " deg, the angle of the layers", angles / count);
    curve("theory at 37.1 deg, Gaussian weights", theory::limitAngle(theory::gaussianLaw()));
    return figure;
}

FigureSeries histogramOf(const std::string& name, const std::vector<double>& values) {
    constexpr std::size_t most = 32;
    FigureSeries series{name, {}, {}, Style::Steps};
    if (values.empty()) return series;
    const auto bins = std::clamp<std::size_t>(values.size() / 4, 4, most);
    auto [least, greatest] = std::ranges::minmax(values);
    if (greatest - least < 1e-6) { // one filter, or none that differs
        least -= 0.5;
        greatest += 0.5;
    }
    const double width = (greatest - least) / static_cast<double>(bins);
    for (std::size_t i = 0; i <= bins; ++i) series.x.push_back(least + static_cast<double>(i) * width);
    series.y.resize(bins);
    for (const double v : values)
        series.y[std::min(static_cast<std::size_t>((v - least) / width), bins - 1)] += 1 / (static_cast<double>(values.size()) * width);
    return series;
}

Figure angleFigure(const std::vector<LayerMeasures>& layers) {
    Figure figure{"angles", "Angles between latent and binarized weights", "", {"Angle", "deg"}, {"Density of filters", "1/deg"}, {}};
    figure.caption = "Filters with Gaussian weights would stand at 37 degrees, uniform ones at 30. Weights that gather near the clip stand "
                     "even closer to their signs.";
    figure.y.minimum = 0;
    const auto curve = [&](const std::string& name, theory::Moments line, const char* note) {
        FigureSeries series{name, {}, {}, Style::Theory, note};
        for (double z = -4; z <= 4.001; z += 0.1) {
            series.x.push_back(line.mean + z * line.deviation);
            series.y.push_back(std::exp(-z * z / 2) / (line.deviation * std::sqrt(2 * std::numbers::pi)));
        }
        figure.series.push_back(std::move(series));
    };
    std::set<std::size_t> drawn;
    for (const LayerMeasures& layer : layers)
        if (layer.quantized()) figure.series.push_back(histogramOf(layer.name(), layer.weights().angles));
    for (const LayerMeasures& layer : layers) {
        if (!layer.signs() || layer.fanIn() < 2 || !drawn.insert(layer.fanIn()).second) continue;
        const std::string inputs = ", " + std::to_string(layer.fanIn()) + " inputs";
        curve("theory, Gaussian weights" + inputs, gaussianLine(layer), "expansion in 1/d");
        curve("theory, uniform weights" + inputs, uniformLine(layer), "limit for many inputs");
    }
    return figure;
}

/// The latent weights with the law that fits best, both as averages over the same bins.
Figure latentFigure(const LayerMeasures& layer) {
    const WeightMeasures& w = layer.weights();
    const LawFit& law = w.laws[bestLaw(w.laws)];
    Figure figure{"latent_" + layer.name(), layer.name() + ": " + law.title, "", {"Latent weight"}, {"Density"}, {}};
    figure.group = "latent";
    figure.y.minimum = 0;
    FigureSeries measured{"latent weights", {}, w.density, Style::Steps}, line{law.title, {}, {}, Style::Theory};
    line.note = "same mean and deviation; distance of the distribution functions " + decimals(law.distance, 3);
    const double width = (w.high - w.low) / static_cast<double>(w.density.size());
    for (std::size_t i = 0; i <= w.density.size(); ++i) measured.x.push_back(w.low + static_cast<double>(i) * width);
    for (std::size_t i = 0; law.distribution && i < w.density.size(); ++i) {
        line.x.push_back((measured.x[i] + measured.x[i + 1]) / 2);
        // The first bin holds what lies exactly at its left edge, the clip.
        const double left = i == 0 ? std::nextafter(measured.x[0], -INFINITY) : measured.x[i];
        line.y.push_back((law.distribution(measured.x[i + 1]) - law.distribution(left)) / width);
    }
    figure.series = {std::move(measured), std::move(line)};
    return figure;
}

Figure swapFigure(const std::vector<LayerMeasures>& layers, const SwapResult& swap) {
    Figure figure{"swap", "Test accuracy with one layer's weights left continuous", "", {"Layer"}, {"Test accuracy", "%"}, {}};
    figure.caption = "The other layers stay binarized. Batch normalization has to learn the new scale of the sums first.";
    FigureSeries trained{"as trained", {}, {}, Style::Line}, kept{"statistics kept", {}, {}, Style::Points},
        refitted{"statistics refitted", {}, {}, Style::Points};
    for (std::size_t i = 0, quantized = 0; i < layers.size(); ++i) {
        if (!layers[i].quantized()) continue;
        const SwapOutcome& outcome = swap.layers[quantized++];
        for (FigureSeries* series : {&trained, &kept, &refitted}) series->x.push_back(static_cast<double>(i + 1));
        trained.y.push_back(100 * swap.baseline.kept);
        kept.y.push_back(100 * outcome.kept);
        refitted.y.push_back(100 * outcome.refitted);
    }
    figure.series = {std::move(trained), std::move(kept), std::move(refitted)};
    return figure;
}

std::vector<Reading> readingsOf(const std::vector<LayerMeasures>& layers, const SwapResult* swap) {
    std::vector<Reading> readings;
    constexpr std::size_t most = 6; // of a deep network the table has the others
    for (std::size_t i = 0; i < std::min(layers.size(), most); ++i) {
        const LayerMeasures& layer = layers[i];
        if (!layer.quantized()) continue;
        const std::string& name = layer.name();
        readings.push_back({"r_" + name, "r of " + name, "", layer.products().pooled(), unknown, unknown, "all pairs pooled"});
        readings.push_back({"r_means_removed_" + name, "r of " + name + ", means removed", "", layer.products().within(), predicted(layer),
                            unknown, "theory: gain law at the measured angle and gain"});
        readings.push_back({"r_permuted_" + name, "r of " + name + ", inputs permuted", "", layer.permuted().pooled(), layer.weights().cosine,
                            unknown, "theory: the cosine of the measured angle"});
        // Trained weights follow no law, so there are lines to look at but none to differ from.
        const std::string lines = layer.signs() ? "Gaussian weights: " + decimals(gaussianLine(layer).mean, 2) + ", uniform ones: " +
                                                      decimals(uniformLine(layer).mean, 2)
                                                : "";
        readings.push_back({"angle_" + name + "_deg", "Angle in " + name, "deg", layer.weights().angle, unknown,
                            layer.weights().deviation / std::sqrt(static_cast<double>(layer.weights().angles.size())), lines});
    }
    if (swap) {
        const double baseline = swap->baseline.kept;
        readings.push_back({"accuracy", "Test accuracy as trained", "fraction", baseline});
        readings.push_back({"accuracy_all_continuous", "All layers continuous", "fraction", swap->all.kept});
        readings.push_back({"accuracy_all_continuous_refitted", "All layers continuous, statistics refitted", "fraction", swap->all.refitted});
    }
    return readings;
}

} // namespace

StudyResult layerReport(const std::vector<LayerMeasures>& layers, const SwapResult* swap) {
    StudyResult result;
    result.table = tableOf(layers, swap);
    result.readings = readingsOf(layers, swap);
    for (const LayerMeasures& layer : layers)
        if (layer.quantized() && layer.rows() > 0)
            result.figures.push_back(mapFigure(layer, layer.products(), "weights", "A . binarized weights", "A . latent weights"));
    result.figures.push_back(gainFigure(layers));
    result.figures.push_back(angleFigure(layers));
    for (const LayerMeasures& layer : layers)
        if (layer.quantized() && layer.rows() > 0)
            result.figures.push_back(mapFigure(layer, layer.permuted(), "permuted", "A . binarized weights", "A . latent weights"));
    for (const LayerMeasures& layer : layers)
        if (layer.activations())
            result.figures.push_back(mapFigure(layer, *layer.activations(), "activations", "values before the sign . weights", "signs . weights"));
    for (const LayerMeasures& layer : layers)
        if (layer.quantized()) result.figures.push_back(latentFigure(layer));
    if (swap) result.figures.push_back(swapFigure(layers, *swap));
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerMeasures& layer = layers[i];
        const WeightMeasures& w = layer.weights();
        std::string note = "Layer " + std::to_string(i + 1) + " is " + layer.name() + ", " + std::to_string(layer.fanIn()) + " to " +
                           std::to_string(layer.filters());
        if (!layer.quantized()) note += ": its weights are not binarized, so r is 1";
        else note += ": " + w.laws[bestLaw(w.laws)].title + " fits its latent weights best";
        result.notes.push_back(note + ".");
    }
    result.notes.push_back("Laws have the mean and deviation of the weights; the one whose distribution function is nearest "
                           "(Kolmogorov-Smirnov distance) fits best. Two-peaked: the share at the clips, and a "
                           "symmetric beta law between them.");
    result.notes.push_back("r pools all samples and filters. With means removed, what is constant for a filter does not count, as "
                           "behind a batch normalization; gain and its theory speak of this r. For the permuted inputs the mean of "
                           "all entries is removed first. A zero counts as half a sign flip.");
    return result;
}

} // namespace orthant
