// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/product_study.h"

#include "core/geometry/product_setup.h"
#include "core/geometry/theory.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t previewValues = std::uint64_t{1} << 21; // some milliseconds of normal values

/// What theory says where it says something.
struct Lines {
    double correlation = unknown, slope = unknown, gain = unknown, permuted = unknown;
    const char* note = "";
};

Lines linesOf(const ProductSetup& setup, const Progress* progress) {
    Lines lines;
    const auto theory = pooledTheory(*setup.inputs, *setup.filters, setup.what, setup.signs, progress);
    if (!theory) return lines;
    if (!setup.equalLengths || setup.permute) lines.gain = setup.permute ? 1 : theory->gain;
    if (setup.equalLengths) return lines; // the sums are over filters as they are drawn
    if (setup.what != Binarized::Inputs && !setup.quantizer->isSign()) return lines; // the quantizer has no formula
    lines.permuted = theory->permuted;
    lines.correlation = setup.permute ? theory->permuted : theory->correlation;
    lines.slope = setup.permute ? unknown : theory->slope;
    lines.note = setup.permute ? "the cosine of vectors of independent entries; derived here"
                               : "exact, by arcsine sums over both covariances; derived here";
    return lines;
}

const char* nameOfCopy(Binarized what) {
    return what == Binarized::Weights ? "x.q(w)" : what == Binarized::Inputs ? "q(x).w" : "q(x).q(w)";
}

/// What the density map says of each of its columns.
Table columnsOf(const DensityMap& map) {
    Table table({{"product", "", {}}, {"pairs", "", {}}, {"mean_quantized_product", "", {}}, {"flip_share", "", {}}});
    const double width = (map.xHigh - map.xLow) / static_cast<double>(map.columns);
    const double height = (map.yHigh - map.yLow) / static_cast<double>(map.rows);
    for (std::size_t column = 0; column < map.columns; ++column) {
        const double x = map.xLow + (static_cast<double>(column) + 0.5) * width;
        double pairs = 0, sum = 0, flips = 0;
        for (std::size_t row = 0; row < map.rows; ++row) {
            const auto here = static_cast<double>(map.counts[row * map.columns + column]);
            const double y = map.yLow + (static_cast<double>(row) + 0.5) * height;
            pairs += here;
            sum += here * y;
            if (x * y < 0) flips += here;
        }
        table.addRow({x, pairs, pairs > 0 ? sum / pairs : unknown, pairs > 0 ? flips / pairs : unknown});
    }
    return table;
}

Figure mapFigure(const ProductLab& lab, const ProductSetup& setup) {
    Figure figure{
        "products", "Dot products and their copies", "Grey: the two have unlike signs. The line is that of regression.",
        {"x.w"},    {nameOfCopy(setup.what)},        {}};
    figure.map = lab.map();
    return figure;
}

Figure gainFigure(const ProductLab& lab, const ProductSetup& setup) {
    Figure figure{"gain",
                  "Correlation against alignment",
                  "The more the inputs vary along the filters, the less the error of the signs counts.",
                  {"Alignment gain g", "", true},
                  {"Correlation r"},
                  {}};
    figure.y.minimum = 0;
    figure.y.maximum = 1;
    const bool signs = setup.quantizer->isSign();
    const double angle = signs ? theory::limitAngle(theory::gaussianLaw()) : lab.filterAngle().value;
    FigureSeries law{"gain law",
                     {},
                     {},
                     FigureSeries::Style::Theory,
                     "r^2 = 1 / (1 + tan^2(angle)/g), for an error spread evenly over all directions; derived here"};
    for (double exponent = -2; exponent <= 2.001; exponent += 0.05) {
        law.x.push_back(std::pow(10, exponent));
        law.y.push_back(theory::gainCorrelation(angle, law.x.back()));
    }
    figure.series.push_back(std::move(law));
    figure.series.push_back(
        {"this experiment", {lab.gain().value}, {lab.correlation().value}, FigureSeries::Style::Points});
    if (signs)
        figure.series.push_back(
            {"published, layer 2",
             {6.7},
             {0.96},
             FigureSeries::Style::Points,
             "r = 0.96 is what Anderson and Berg show for layer 2 of their network; its g of 6.7 is not "
             "published but inferred here from the law"});
    return figure;
}

StudyResult report(const ProductLab& lab, const ProductSetup& setup, const Lines& lines) {
    StudyResult result;
    const Estimate r = lab.correlation(), slope = lab.slope(), flips = lab.flips(), gain = lab.gain(),
                   cosine = lab.cosine();
    const double limit = theory::limitAngle(theory::gaussianLaw());
    const bool signs = setup.quantizer->isSign();
    result.readings = {
        {"pairs", "Pairs", "", static_cast<double>(lab.pairs())},
        {"correlation", "Correlation r", "", r.value, lines.correlation, r.error, lines.note},
        {"slope", "Slope", "", slope.value, lines.slope, slope.error, "of the line of regression of the copy on x.w"},
        {"flips", "Sign flips", "", flips.value, theory::signFlipRate(lines.correlation), flips.error,
         "arccos(r)/pi, for high dimension", "limit"},
        {"gain", "Alignment gain g", "", gain.value, lines.gain, gain.error,
         "input variance along the filters over that along an average direction"}};
    if (setup.what != Binarized::Inputs) {
        const Estimate angle = lab.filterAngle();
        result.readings.push_back({"angle_deg", "Mean angle of w to q(w)", "deg", angle.value, signs ? limit : unknown,
                                   angle.error, "arccos sqrt(2/pi), for high dimension", "limit"});
    }
    if (setup.what != Binarized::Weights) {
        const Estimate angle = lab.inputAngle();
        result.readings.push_back({"input_angle_deg", "Mean angle of x to its signs", "deg", angle.value,
                                   setup.signs ? 0 : limit, angle.error, "arccos sqrt(2/pi), for high dimension",
                                   "limit"});
    }
    result.readings.push_back({"cosine", "Cosine of w to q(w)", "", cosine.value, lines.permuted, cosine.error,
                               "what r is when no direction is favoured: after a permutation of the inputs"});
    if (setup.what != Binarized::Weights)
        result.readings.back().title = setup.what == Binarized::Inputs ? "Cosine of x to q(x)" : "Both cosines";
    if (setup.what == Binarized::Weights)
        result.readings.push_back(
            {"gain_law", "r by the gain law", "", unknown,
             theory::gainCorrelation(theory::degrees(std::acos(std::clamp(cosine.value, -1.0, 1.0))), gain.value),
             unknown, "from the measured g and cosine: r^2 = 1 / (1 + tan^2(angle)/g)"});
    result.figures.push_back(mapFigure(lab, setup));
    if (setup.what == Binarized::Weights) result.figures.push_back(gainFigure(lab, setup));
    result.table = columnsOf(lab.map());
    result.notes.push_back(
        "Vectors of " + std::to_string(setup.inputs->dimension()) + " entries. Pairs are drawn in blocks of " +
        std::to_string(lab.blockPairs()) +
        ", all products of some inputs and some filters; standard errors are those of whole blocks.");
    if (setup.permute)
        result.notes.push_back(
            "All entries of the inputs of a block, less their mean, have changed places among each other.");
    return result;
}

} // namespace

std::vector<ParamSpec> productParams() {
    std::vector<ParamSpec> specs = {
        integerParam("pairs", "Pairs", 200000, "Pairs of an input and a filter.").range(16, 1e8).log()};
    std::ranges::move(productSetupParams(), std::back_inserter(specs));
    return specs;
}

std::vector<StudyPreset> productPresets() {
    const auto text = [](const char* value) { return std::string(value); };
    return {
        {"Isotropic", "Nothing is aligned with anything: r is 0.80, whatever the dimension.", {}},
        {"Bernoulli",
         "Inputs of +1 and -1, as between the layers of a binarized network: 0.80 again.",
         {{"inputLaw", text("signs")}}},
        {"Aligned",
         "Filters that look where the inputs vary: r rises far above 0.80.",
         {{"inputs", text("power_law")}, {"spectrumExponent", 1.0}, {"filters", text("aligned")}, {"alignment", 0.5}}},
        {"Edges on bright patches",
         "Filters blind to the brightness in which patches differ most: r falls.",
         {{"inputs", text("patches")},
          {"patchLength", 20.0},
          {"channelCorrelation", 0.95},
          {"filters", text("zero_mean")}}}};
}

StudyResult runProducts(const Params& params, const StudyContext& context, bool permute) {
    ProductSetup setup = productSetup(params, context.seed);
    setup.permute = permute;
    const std::uint64_t pairs = params.size("pairs");
    if (context.progress) context.progress->begin(pairs);
    PartialGate gate(context);
    const std::size_t d = setup.inputs->dimension();
    Lines lines;
    // Sums over all pairs of entries take longer than the first estimate.
    const bool quick = setup.inputs->stationary() && setup.filters->stationary();
    if (quick) lines = linesOf(setup, context.progress);
    // The first estimate by small blocks, which take some milliseconds; large ones are for many pairs.
    const std::size_t side = std::clamp<std::size_t>(previewValues / (4 * d), 4, 16);
    const std::uint64_t glance = side * side * std::clamp<std::uint64_t>(previewValues / (2 * side * d), 4, 100);
    if (context.partial && glance < pairs / 4) {
        ProductLab preview(setup, side, context.seed);
        preview.advance(glance, nullptr);
        gate.offer([&] { return report(preview, setup, lines); });
    }
    if (!quick) lines = linesOf(setup, context.progress);
    // Then twice as many pairs each time.
    ProductLab lab(setup, ProductLab::sideFor(pairs, d), context.seed);
    for (std::uint64_t blocks = 8; lab.pairs() < pairs; blocks *= 2) {
        lab.advance(std::min(blocks * lab.blockPairs(), pairs - lab.pairs()), context.progress);
        if (context.progress && context.progress->cancelled()) break;
        if (lab.pairs() < pairs) gate.offer([&] { return report(lab, setup, lines); });
    }
    return report(lab, setup, lines);
}

} // namespace orthant
