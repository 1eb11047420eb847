// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"
#include "core/geometry/catalogue.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

std::vector<ParamSpec> params() {
    std::vector<ParamSpec> specs = {
        integerParam("from", "Smallest dimension", 2, "Where the range of dimensions starts.").range(2, 100000).log(),
        integerParam("to", "Largest dimension", 10000, "Where it ends.").range(2, 100000).log(),
        integerParam("points", "Points", 13, "Dimensions in the range, evenly spaced in the logarithm.").range(2, 100),
        integerParam("samples", "Samples", 2000, "Vectors that are drawn for each dimension.").range(16, 1e7).log()};
    for (ParamSpec& spec : entryLawParams()) specs.push_back(std::move(spec));
    return specs;
}

std::vector<std::size_t> dimensions(const Params& p) {
    const auto from = static_cast<double>(p.integer("from")), to = static_cast<double>(p.integer("to"));
    if (to < from) throw Error("expected at least the smallest dimension, " + std::to_string(p.integer("from")), "/to");
    std::vector<std::size_t> result;
    const auto last = static_cast<double>(p.integer("points") - 1);
    for (double i = 0; i <= last; ++i)
        result.push_back(static_cast<std::size_t>(std::llround(from * std::pow(to / from, i / last))));
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

std::vector<Figure> figures(const Table& table) {
    using Style = FigureSeries::Style;
    const auto column = [&](const char* name) { return table.find(name)->values; };
    Figure spread{"spread", "Spread of the angle against dimension", "", {"Dimension", "", true}, {"Standard deviation", "deg", true}, {}};
    Figure mean{"mean", "Mean angle against dimension", "", {"Dimension", "", true}, {"Mean angle", "deg"}, {}};
    spread.series = {{"to the signs", column("dimension"), column("deviation_deg"), Style::Points},
                     {"theory, to the signs", column("dimension"), column("theory_deviation_deg"), Style::Theory, "falls as d^(-1/2)"},
                     {"two vectors", column("dimension"), column("pair_deviation_deg"), Style::Points},
                     {"theory, two vectors", column("dimension"), column("theory_pair_deviation_deg"), Style::Theory, "by quadrature"}};
    mean.series = {{"to the signs", column("dimension"), column("mean_deg"), Style::Points},
                   {"theory", column("dimension"), column("theory_mean_deg"), Style::Theory, "limit, and the term in 1/d for Gaussian entries"}};
    return {spread, mean};
}

StudyResult run(const Params& p, const StudyContext& context) {
    const EntrySampler law = entrySampler(p);
    const auto quantizer = makeQuantizer(Component("ste_sign"));
    const std::vector<std::size_t> range = dimensions(p);
    const std::uint64_t samples = p.size("samples");
    if (context.progress) context.progress->begin(samples * range.size());
    const bool gaussian = law.id == "gaussian";
    const auto moments = law.moments();

    StudyResult result;
    result.table = Table({{"dimension", "", {}}, {"mean_deg", "deg", {}}, {"deviation_deg", "deg", {}},
                          {"standard_error_deg", "deg", {}}, {"theory_mean_deg", "deg", {}}, {"theory_deviation_deg", "deg", {}},
                          {"pair_deviation_deg", "deg", {}}, {"theory_pair_deviation_deg", "deg", {}}});
    for (const std::size_t d : range) {
        AngleStream stream(law, d, *quantizer, false, Rng(context.seed).split(d).bits(0));
        stream.advance(samples, context.progress);
        if (context.progress && context.progress->cancelled()) break;
        const auto n = static_cast<double>(d);
        theory::Moments line{std::nan(""), std::nan("")};
        if (gaussian) line = theory::signAngle(d);
        else if (moments) line = {theory::limitAngle(*moments), theory::limitDeviation(*moments) / std::sqrt(n)};
        const AngleTally& signs = stream.quantized();
        result.table.addRow({n, signs.mean(), signs.deviation(), signs.standardError(), line.mean, line.deviation,
                             stream.pairs().deviation(), gaussian ? theory::pairAngleDeviation(d) : std::nan("")});
        result.figures = figures(result.table);
        if (context.partial) context.partial(result);
    }
    if (moments) {
        const double unknown = std::nan("");
        result.readings = {{"limit_angle_deg", "Limit of the angle", "deg", unknown, theory::limitAngle(*moments), unknown,
                            "arccos(E|w| / sqrt(E w^2))"},
                           {"deviation_times_root_d_deg", "Spread times the root of the dimension", "deg", unknown,
                            theory::limitDeviation(*moments), unknown, "delta method"}};
    }
    result.notes.push_back("The spread falls as one over the square root of the dimension: a line of slope -1/2 on log axes.");
    return result;
}

} // namespace

StudyEntry study_entries::angle_scaling() {
    StudyEntry entry;
    entry.id = "angle_scaling";
    entry.title = "Angle against dimension";
    entry.summary = "Mean and spread of the angle between a vector and its signs over a range of dimensions.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199, for the subject; the lines are derived here";
    entry.grade = "derived";
    entry.seen = "The spread of both angles against the dimension, on log axes: straight lines that fall by half for four times "
                 "the dimension. The mean angle runs into its limit.";
    entry.why = "The cosine is an average over the entries, and the spread of an average of d terms falls as 1/sqrt(d). "
                "The limit depends on the law only through E|w| / sqrt(E w^2).";
    entry.attempt = "Choose Laplace or uniform entries: the lines move, the slope stays.";
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
