// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"
#include "core/geometry/catalogue.h"

#include <cmath>

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
    bool known = false, exact = false, gaussian = false;
    theory::Moments signs;
};

Lines linesOf(const EntrySampler& law, const Quantizer& quantizer, std::size_t d) {
    Lines lines;
    if (!quantizer.isSign()) return lines;
    lines.gaussian = law.id == "gaussian";
    if (lines.gaussian) {
        lines.known = true;
        lines.exact = theory::signAngleExact(d);
        lines.signs = theory::signAngle(d);
    } else if (const auto moments = law.moments()) {
        lines.known = true;
        lines.signs = {theory::limitAngle(*moments), theory::limitDeviation(*moments) / std::sqrt(static_cast<double>(d))};
    }
    return lines;
}

StudyResult report(const AngleStream& stream, const Lines& lines, std::size_t d) {
    StudyResult result;
    Column angle{"angle_deg", "deg", {}}, density{"density_signs", "1/deg", {}}, line{"theory_signs", "1/deg", {}};
    Column pairAngle{"pair_angle_deg", "deg", {}}, pairDensity{"density_pairs", "1/deg", {}}, pairLine{"theory_pairs", "1/deg", {}};
    const AngleTally &signs = stream.quantized(), &pairs = stream.pairs();
    for (std::size_t bin = 0; bin < chartBins; ++bin) {
        const double centre = signs.low + (static_cast<double>(bin) + 0.5) * signs.width;
        angle.values.push_back(centre);
        density.values.push_back(signs.density(bin));
        line.values.push_back(lines.gaussian ? theory::signAngleDensity(d, centre) : std::nan(""));
        const double pairCentre = pairs.low + (static_cast<double>(bin) + 0.5) * pairs.width;
        pairAngle.values.push_back(pairCentre);
        pairDensity.values.push_back(pairs.density(bin));
        pairLine.values.push_back(lines.gaussian ? theory::pairAngleDensity(d, pairCentre) : std::nan(""));
    }
    result.table = Table({angle, density, line, pairAngle, pairDensity, pairLine});
    result.measured = {{"samples", static_cast<double>(signs.samples)}, {"mean_deg", signs.mean()},
                       {"deviation_deg", signs.deviation()},            {"standard_error_deg", signs.standardError()},
                       {"pair_mean_deg", pairs.mean()},                 {"pair_deviation_deg", pairs.deviation()}};
    if (lines.known) {
        result.theory["mean_deg"] = lines.signs.mean;
        result.theory["deviation_deg"] = lines.signs.deviation;
    }
    if (lines.gaussian) {
        result.theory["pair_mean_deg"] = 90;
        result.theory["pair_deviation_deg"] = theory::pairAngleDeviation(d);
        result.theory["log10_chance_of_a_stranger"] = theory::log10ChanceWithin(d, lines.signs.mean);
    }
    if (lines.known && !lines.exact)
        result.notes.push_back(lines.gaussian ? "Mean and deviation by the expansion in 1/d; the density is a normal curve."
                                              : "Mean and deviation are the limit for high dimension (delta method).");
    if (stream.skipped() > 0)
        result.notes.push_back(std::to_string(stream.skipped()) + " vectors without a direction (all zeros) were left out.");
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
    // A first estimate soon, then twice as many samples each time.
    for (std::uint64_t done = 0, next = 256; done < samples; next *= 2) {
        const std::uint64_t part = std::min(next, samples - done);
        stream.advance(part, context.progress);
        done += part;
        if (context.progress && context.progress->cancelled()) break;
        if (context.partial && done < samples) context.partial(report(stream, lines, d));
    }
    return report(stream, lines, d);
}

} // namespace

StudyEntry study_entries::angle() {
    StudyEntry entry;
    entry.id = "angle";
    entry.title = "Angle to the signs";
    entry.summary = "How far a random vector is from its own signs, and from another vector, in degrees.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199, for the subject; the lines are derived here";
    entry.grade = "derived";
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
