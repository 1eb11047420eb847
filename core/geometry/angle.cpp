// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"
#include "core/geometry/catalogue.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace orthant {
namespace {

constexpr std::size_t chartBins = 160;

std::vector<ParamSpec> params() {
    std::vector<ParamSpec> specs = {
        integerParam("dimension", "Dimension", 1000, "Length of the vectors.").range(2, 100000).log(),
        integerParam("samples", "Samples", 20000, "Vectors that are drawn.").range(2, 1e7).log()};
    for (ParamSpec& spec : entryLawParams()) specs.push_back(std::move(spec));
    specs.push_back(componentParam("quantizer", "Quantizer", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                                   "What is compared with the vector; only its forward map counts."));
    specs.push_back(choiceParam("zeros", "Sign of zero", "plus", {"plus", "zero"},
                                "Whether an entry that is 0 becomes +1 or stays 0; matters for sparse vectors only."));
    return specs;
}

/// The lines of theory, where they are known: sign quantizers without scales.
struct Lines {
    bool known = false, gaussian = false;
    theory::Moments signs;
};

Lines linesOf(const EntrySampler& law, const Quantizer& quantizer, std::size_t d) {
    Lines lines;
    if (!quantizer.isSign()) return lines;
    lines.gaussian = law.id == "gaussian";
    if (lines.gaussian) {
        lines.known = true;
        lines.signs = theory::signAngle(d);
    } else if (const auto moments = law.moments()) {
        lines.known = true;
        lines.signs = {theory::limitAngle(*moments), theory::limitDeviation(*moments) / std::sqrt(static_cast<double>(d))};
    }
    return lines;
}

std::vector<double> edges(const AngleTally& tally) {
    std::vector<double> result(chartBins + 1);
    for (std::size_t i = 0; i <= chartBins; ++i) result[i] = tally.low + static_cast<double>(i) * tally.width;
    return result;
}

/// The exact curve, at more places than there are bins: a narrow peak stays smooth.
FigureSeries curve(const char* name, const AngleTally& tally, const std::string& note, const std::function<double(double)>& density) {
    FigureSeries series{name, {}, {}, FigureSeries::Style::Theory, note};
    constexpr std::size_t points = 4 * chartBins;
    for (std::size_t i = 0; i <= points; ++i) {
        const double at = tally.low + static_cast<double>(i) / 4 * tally.width;
        series.x.push_back(at);
        series.y.push_back(density(at));
    }
    return series;
}

Figure figure(const Table& table, const AngleTally& signs, const AngleTally& pairs, bool gaussian, std::size_t d) {
    Figure result{"angles", "Angles of random vectors", "",  {"Angle", "deg"}, {"Density", "1/deg"}, {}};
    result.x.minimum = 0;
    result.x.maximum = 180;
    result.y.minimum = 0;
    using Style = FigureSeries::Style;
    result.series.push_back({"to its quantized copy", edges(signs), table.find("density_signs")->values, Style::Steps});
    result.series.push_back({"to another vector", edges(pairs), table.find("density_pairs")->values, Style::Steps});
    if (!gaussian) return result;
    result.series.push_back(curve("theory, signs", signs,
                                  d <= 3 ? "exact, closed form" : d <= 32 ? "exact, by recursion over the dimension" : "from the exact moments of the cosine",
                                  theory::signAngleDensity(d)));
    result.series.push_back(curve("theory, another vector", pairs, "exact: proportional to sin^(d-2)",
                                  [d](double at) { return theory::pairAngleDensity(d, at); }));
    return result;
}

/// A spread over the dimensions 2 to 100,000, ten for each decade.
FigureSeries spreadLine(const char* name, const char* note, const std::function<double(std::size_t)>& deviation) {
    FigureSeries line{name, {}, {}, FigureSeries::Style::Theory, note};
    for (double exponent = std::log10(2.0); exponent <= 5.0001; exponent += 0.1) {
        const double n = std::round(std::pow(10.0, exponent));
        line.x.push_back(n);
        line.y.push_back(deviation(static_cast<std::size_t>(n)));
    }
    return line;
}

/// Where the current dimension stands on the line of the spread.
Figure scaling(const EntrySampler& law, const AngleTally& signs, const AngleTally& pairs, std::size_t d) {
    using Style = FigureSeries::Style;
    Figure result{"spread", "Spread against dimension", "", {"Dimension", "", true}, {"Standard deviation", "deg", true}, {}};
    const auto moments = law.moments();
    // Not anew for each estimate.
    static const FigureSeries toOther = spreadLine("theory, another vector", "exact, by quadrature", theory::pairAngleDeviation);
    static const FigureSeries gaussian = spreadLine("theory, signs", "falls as d^(-1/2)", [](std::size_t n) { return theory::signAngle(n).deviation; });
    FigureSeries toSigns = gaussian;
    if (law.id != "gaussian")
        for (std::size_t i = 0; i < toSigns.x.size(); ++i)
            toSigns.y[i] = moments ? theory::limitDeviation(*moments) / std::sqrt(toSigns.x[i]) : std::nan("");
    const auto here = static_cast<double>(d);
    result.series = {{"to its quantized copy", {here}, {signs.deviation()}, Style::Points},
                     {"to another vector", {here}, {pairs.deviation()}, Style::Points}, std::move(toSigns), toOther};
    return result;
}

StudyResult report(const AngleStream& stream, const EntrySampler& law, const Lines& lines, std::size_t d) {
    StudyResult result;
    Column angle{"angle_deg", "deg", {}}, density{"density_signs", "1/deg", {}}, line{"theory_signs", "1/deg", {}};
    Column pairAngle{"pair_angle_deg", "deg", {}}, pairDensity{"density_pairs", "1/deg", {}}, pairLine{"theory_pairs", "1/deg", {}};
    const AngleTally &signs = stream.quantized(), &pairs = stream.pairs();
    const auto signDensity = theory::signAngleDensity(d);
    for (std::size_t bin = 0; bin < chartBins; ++bin) {
        const double centre = signs.low + (static_cast<double>(bin) + 0.5) * signs.width;
        angle.values.push_back(centre);
        density.values.push_back(signs.density(bin));
        line.values.push_back(lines.gaussian ? signDensity(centre) : std::nan(""));
        const double pairCentre = pairs.low + (static_cast<double>(bin) + 0.5) * pairs.width;
        pairAngle.values.push_back(pairCentre);
        pairDensity.values.push_back(pairs.density(bin));
        pairLine.values.push_back(lines.gaussian ? theory::pairAngleDensity(d, pairCentre) : std::nan(""));
    }
    result.table = Table({angle, density, line, pairAngle, pairDensity, pairLine});
    const bool known = lines.known, gaussian = lines.gaussian;
    const double unknown = std::nan("");
    const std::string source = gaussian ? "exact up to 0.001 degrees, derived here" : "arccos(E|w| / sqrt(E w^2)) and the delta method";
    const std::string kind = gaussian ? "theory" : "limit";
    result.readings = {
        {"samples", "Vectors", "", static_cast<double>(signs.samples)},
        {"mean_deg", "Mean angle to the signs", "deg", signs.mean(), known ? lines.signs.mean : unknown, signs.standardError(), source, kind},
        {"deviation_deg", "Spread of that angle", "deg", signs.deviation(), known ? lines.signs.deviation : unknown,
         signs.deviation() / std::sqrt(2 * static_cast<double>(signs.samples)), source, kind},
        {"pair_mean_deg", "Mean angle between two vectors", "deg", pairs.mean(), gaussian ? 90 : unknown, pairs.standardError()},
        {"pair_deviation_deg", "Spread of that angle", "deg", pairs.deviation(), gaussian ? theory::pairAngleDeviation(d) : unknown,
         pairs.deviation() / std::sqrt(2 * static_cast<double>(pairs.samples)), "by quadrature of sin^(d-2)"}};
    if (gaussian)
        result.readings.push_back({"log10_chance_of_a_stranger", "log10 of the chance that an unrelated vector is as close", "",
                                   unknown, theory::log10ChanceWithin(d, lines.signs.mean), unknown,
                                   "half of the regularized incomplete beta function"});
    result.figures = {figure(result.table, signs, pairs, gaussian, d), scaling(law, signs, pairs, d)};
    if (known && !gaussian) result.notes.push_back("The lines are the limit for high dimension (delta method).");
    if (stream.skipped() > 0)
        result.notes.push_back(std::to_string(stream.skipped()) + " vectors without a direction (all zeros, or squares beyond the range of float) were left out.");
    return result;
}

StudyResult run(const Params& p, const StudyContext& context) {
    const std::size_t d = p.size("dimension");
    const EntrySampler law = entrySampler(p);
    const auto quantizer = makeQuantizer(p.component("quantizer"), "/quantizer");
    const Lines lines = linesOf(law, *quantizer, d);
    const std::uint64_t samples = p.size("samples");
    if (context.progress) context.progress->begin(samples);
    AngleStream stream(law, d, *quantizer, p.text("zeros") == "zero", context.seed);
    // A first estimate after some milliseconds, then twice as many samples each time.
    PartialGate gate(context);
    for (std::uint64_t done = 0, next = std::clamp<std::uint64_t>((std::uint64_t{1} << 19) / d, 10, 4096); done < samples; next *= 2) {
        const std::uint64_t part = std::min(next, samples - done);
        stream.advance(part, context.progress);
        done += part;
        if (context.progress && context.progress->cancelled()) break;
        if (done < samples) gate.offer([&] { return report(stream, law, lines, d); });
    }
    return report(stream, law, lines, d);
}

} // namespace

StudyEntry study_entries::angle() {
    StudyEntry entry;
    entry.id = "angle";
    entry.title = "Angle to the signs";
    entry.summary = "How far a random vector is from its own signs, and from another vector, in degrees.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199, for the subject; the lines are derived here";
    entry.grade = "derived";
    entry.seen = "One hill is the angle between a random vector and its signs, the other the angle between two random vectors. "
                 "As the dimension grows both become narrow: the first stands at about 37 degrees, the second at 90.";
    entry.why = "The cosine to the signs is an average of |w| over all entries, and an average over many entries hardly varies. "
                "In high dimension almost every other vector is nearly orthogonal, so 37 degrees is very near.";
    entry.attempt = "Drag the dimension from 2 to 10,000, then choose another law of the entries.";
    const auto preset = [](const char* title, const char* hint, Params values) { return StudyPreset{title, hint, std::move(values)}; };
    entry.presets = {
        preset("Two dimensions", "Every angle from 0 to 45 degrees is equally likely.", {{"dimension", std::int64_t{2}}}),
        preset("A 3x3 filter", "27 weights of a first layer: the hills are still broad.", {{"dimension", std::int64_t{27}}}),
        preset("A hidden layer", "1152 weights: 37.05 degrees, give or take 0.6.", {{"dimension", std::int64_t{1152}}}),
        preset("Sparse", "With most entries zero, signs are far away.",
               {{"dimension", std::int64_t{1000}}, {"law", std::string("bernoulli_gaussian")}, {"lawParameter", 0.1}})};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
