// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"
#include "core/geometry/catalogue.h"
#include "core/geometry/patch_lab.h"
#include "core/geometry/random_rotation.h"
#include "core/geometry/sampling.h"
#include "core/geometry/theory_rotation.h"
#include "core/kernels/normals.h"

#include <bit>
#include <cmath>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double limit = 37.071435; // arccos sqrt(2/pi), degrees
constexpr std::int64_t largestHaar = 1024;

std::vector<ParamSpec> params() {
    const std::vector<std::string> rotated = {"haar", "hadamard"};
    return {integerParam("dimension", "Dimension", 100, "Length of the vectors; a Haar rotation takes at most 1024.")
                .range(2, 16384)
                .log(),
            realParam("exponent", "Unevenness", 0.1,
                      "Coordinate i has the scale exp(exponent * (i - d/2)); 0 makes all alike.")
                .range(0, 2),
            choiceParam("rotation", "Rotation", "haar", {"none", "haar", "hadamard"},
                        "Before the signs; Hadamard with random signs is fast and fills up to a power of two."),
            integerParam("rounds", "Rounds", 3, "Hadamard: how often signs and butterflies follow each other.")
                .range(1, 3)
                .onlyFor("rotation", {"hadamard"}),
            realParam("blend", "Blend", 1, "0 leaves the vector where it is, 1 is the whole rotation.")
                .range(0, 1)
                .onlyFor("rotation", rotated),
            integerParam("samples", "Samples", 20000, "Vectors that are drawn, spread over the rotations.")
                .range(2, 1e7)
                .log(),
            integerParam("rotations", "Rotations", 4, "Rotations that are drawn.")
                .range(1, 256)
                .log()
                .onlyFor("rotation", rotated),
            realParam("length", "Length of correlation", 5, "Patches: pixels over which the correlation falls to 1/e.")
                .range(0.2, 100)
                .log(),
            realParam("channels", "Correlation of channels", 0.8, "Patches: between two colours of one pixel.")
                .range(0, 0.99)};
}

struct Setting {
    std::vector<double> scales;
    std::vector<float> narrow; ///< the same for the inner loop
    double participation = 0;
    theory::Moments plain, rotated;
    double plainLimit = 0;
    std::string rotatedNote, rotatedLine = "theory";
    Figure blendCurve;
};

/// The rotation as the parameters say; the identity for "none" and for blend 0, without filling up.
RandomRotation drawRotation(const Params& p, std::size_t d, const Rng& rng, const Progress* progress) {
    const std::string& kind = p.text("rotation");
    const double blend = p.real("blend");
    if (kind == "none" || blend == 0) return RandomRotation::identity(d);
    if (kind == "haar") return RandomRotation::haar(d, blend, rng, progress);
    return RandomRotation::hadamard(d, p.size("rounds"), blend, rng);
}

std::vector<double> scalesAt(const Params& p, const std::vector<double>& scales, double blend) {
    const std::string& kind = p.text("rotation");
    if (kind == "none" || blend == 0) return scales;
    return kind == "haar" ? theory::blendedScalesHaar(scales, blend)
                          : theory::blendedScalesHadamard(scales, p.size("rounds"), blend);
}

Setting settingOf(const Params& p) {
    Setting s;
    const std::size_t d = p.size("dimension");
    for (std::size_t i = 0; i < d; ++i) // the largest is 1: angles do not see the common factor
        s.scales.push_back(std::exp(p.real("exponent") * (static_cast<double>(i) - static_cast<double>(d - 1))));
    s.narrow.assign(s.scales.begin(), s.scales.end());
    s.participation = theory::participationRatio(s.scales);
    s.plain = theory::scaledSignAngle(s.scales);
    s.plainLimit = theory::scaledSignLimit(s.scales);
    const double blend = p.text("rotation") == "none" ? 0 : p.real("blend");
    s.rotated = theory::scaledSignAngle(scalesAt(p, s.scales, blend));
    if (blend > 0 && blend < 1) s.rotated.deviation = unknown; // what is left of x itself varies with the rotation
    s.rotatedNote =
        blend == 1
            ? "mean cosine sqrt(d) Gamma(d/2) / (sqrt(pi) Gamma((d+1)/2)), exact for Haar"
            : "independent coordinates with the scales that the blend leaves in the mean: good to about half a degree";
    if (blend == 1 && p.text("rotation") == "hadamard") s.rotatedLine = "Haar";
    if (blend > 0 && blend < 1) s.rotatedLine = "estimate";
    s.blendCurve = {
        "blend",   "Angle against blend", "A small part of a rotation already mixes small coordinates with large ones.",
        {"Blend"}, {"Mean angle", "deg"}, {}};
    FigureSeries line{"theory", {}, {}, Style::Theory, s.rotatedNote};
    const std::size_t points = std::clamp<std::size_t>(20000 / d, 8, 24); // a point costs a sum over all scales
    for (std::size_t i = 0; i <= points; ++i) {
        line.x.push_back(static_cast<double>(i) / static_cast<double>(points));
        line.y.push_back(theory::scaledSignAngle(scalesAt(p, s.scales, line.x.back())).mean);
    }
    s.blendCurve.series.push_back(std::move(line));
    return s;
}

/// Angles of one block of vectors, before and after.
struct Block {
    std::vector<double> plain, rotated;
};

double signAngleOf(const float* x, std::size_t d) {
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < d; ++i) {
        const double value = static_cast<double>(x[i]);
        sum += std::abs(value);
        squares += value * value;
    }
    return theory::degrees(std::acos(std::min(1.0, sum / std::sqrt(static_cast<double>(d) * squares))));
}

Block measure(const Setting& s, const RandomRotation& rotation, std::size_t rows, const Rng& rng) {
    const std::size_t d = rotation.inputs();
    Tensor x({rows, d}), y({rows, rotation.outputs()});
    fillNormal(rng, 1, x.values());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t i = 0; i < d; ++i)
            x[r * d + i] *= s.narrow[i];
    rotation.apply(x.matrix(), y.matrix());
    Block block;
    for (std::size_t r = 0; r < rows; ++r) {
        block.plain.push_back(signAngleOf(x.row(r).data(), d));
        block.rotated.push_back(signAngleOf(y.row(r).data(), rotation.outputs()));
    }
    return block;
}

/// What was seen so far.
struct Tally {
    AngleTally plainBins, rotatedBins;
    Running plain, rotated, means; ///< means: of each finished rotation
    PatchCorrelations patches;
};

Figure histogram(const Table& table, const Tally& tally) {
    Figure figure{"angles", "Angle to the signs, before and after", "", {"Angle", "deg"}, {"Density", "1/deg"}, {}};
    figure.y.minimum = 0;
    std::vector<double> edges = table.find("angle_deg")->values;
    for (double& edge : edges)
        edge -= tally.plainBins.width / 2;
    if (!edges.empty()) edges.push_back(edges.back() + tally.plainBins.width);
    const auto &before = table.find("density_plain")->values, &after = table.find("density_rotated")->values;
    double top = 0.01;
    for (const auto* values : {&before, &after})
        for (const double value : *values)
            top = std::max(top, value);
    figure.series = {{"as it is", edges, before, Style::Steps},
                     {"rotated", edges, after, Style::Steps},
                     {"37.07 deg",
                      {limit, limit},
                      {0, top},
                      Style::Theory,
                      "arccos sqrt(2/pi): all directions alike, long vectors"}};
    return figure;
}

/// Bins from the first to the last one with a vector in it.
Table histogramTable(const Tally& tally) {
    const AngleTally &plain = tally.plainBins, &rotated = tally.rotatedBins;
    const auto used = [&](std::size_t bin) { return plain.counts[bin] + rotated.counts[bin] > 0; };
    std::size_t begin = 0, end = plain.counts.size();
    while (begin < end && !used(begin))
        ++begin;
    while (end > begin && !used(end - 1))
        --end;
    Table table({{"angle_deg", "deg", {}}, {"density_plain", "1/deg", {}}, {"density_rotated", "1/deg", {}}});
    for (std::size_t bin = begin; bin < end; ++bin)
        table.addRow({(static_cast<double>(bin) + 0.5) * plain.width, plain.density(bin), rotated.density(bin)});
    return table;
}

StudyResult report(const Setting& s, const Params& p, const PatchLab& patches, const Tally& tally) {
    StudyResult result;
    result.table = histogramTable(tally);
    const bool several = tally.means.count > 1;
    const double error = several ? tally.means.standardError() : tally.rotated.standardError();
    const std::string exact = "by one integral over the scales, to second order from cosine to angle";
    result.readings = {{"samples", "Vectors", "", static_cast<double>(tally.plain.count)},
                       meanReading("plain_deg", "Mean angle as it is", "deg", tally.plain, s.plain.mean, exact),
                       {"plain_deviation_deg", "Spread of that angle", "deg", tally.plain.deviation(),
                        s.plain.deviation, tally.plain.deviationError(), exact},
                       {"rotated_deg", "Mean angle after the rotation", "deg", tally.rotated.average(), s.rotated.mean,
                        error, s.rotatedNote},
                       {"rotated_deviation_deg", "Spread of that angle", "deg", tally.rotated.deviation(),
                        s.rotated.deviation, tally.rotated.deviationError(), s.rotatedNote},
                       {"plain_limit_deg", "Limit as it is", "deg", unknown, s.plainLimit, unknown,
                        "arccos of sqrt(2/pi) sum s / sqrt(d sum s^2)"},
                       {"participation_ratio", "Coordinates that share the variance", "", unknown, s.participation,
                        unknown, "(sum s^2)^2 / sum s^4"}};
    result.readings[3].line = result.readings[4].line = s.rotatedLine;
    patches.addReadings(tally.patches, result.readings);
    result.figures = {histogram(result.table, tally), patches.figure(tally.patches), s.blendCurve};
    result.figures[2].series.push_back(
        {"measured", {p.text("rotation") == "none" ? 0 : p.real("blend")}, {tally.rotated.average()}, Style::Points});
    const std::size_t d = p.size("dimension"), padded = std::bit_ceil(d);
    if (p.text("rotation") == "hadamard" && p.real("blend") > 0 && padded != d)
        result.notes.push_back("Vectors of length " + std::to_string(d) + " are filled up with zeros to " +
                               std::to_string(padded) + " before the Hadamard rotation; the angle is measured there.");
    if (several) result.notes.push_back("The standard error of the rotated mean is that between the rotations.");
    result.notes.push_back(
        "The correlations are those of 3x3 patches in three colours with random filters of mean zero, pooled over " +
        std::to_string(PatchLab::rotations) + " rotations: a model, not pictures.");
    return result;
}

StudyResult run(const Params& p, const StudyContext& context) {
    const std::size_t d = p.size("dimension"), count = p.text("rotation") == "none" ? 1 : p.size("rotations");
    if (p.text("rotation") == "haar" && p.integer("dimension") > largestHaar)
        throw Error("a Haar rotation takes at most " + std::to_string(largestHaar) + " dimensions, found " +
                        std::to_string(d) + "; hadamard takes more",
                    "/dimension");
    const Setting setting = settingOf(p);
    const Rng rng(context.seed);
    const PatchLab patches(p.real("length"), p.real("channels"), [&](std::size_t number) {
        return drawRotation(p, PatchLab::dimension, rng.split(3).split(number), context.progress);
    });

    const std::size_t rows = std::max<std::size_t>(1, (std::size_t{1} << 14) / d);
    const std::uint64_t each = (p.size("samples") + rows * count - 1) / (rows * count);
    const std::uint64_t pairs = std::clamp<std::uint64_t>(p.size("samples") / 100, count, 512);
    if (context.progress) context.progress->begin(each * count + pairs);
    Tally tally;
    tally.plainBins.setRange(0, 90, 720);
    tally.rotatedBins.setRange(0, 90, 720);
    PartialGate gate(context);
    const auto offer = [&] { gate.offer([&] { return report(setting, p, patches, tally); }); };
    for (std::size_t number = 0; number < count; ++number) {
        if (context.progress && context.progress->cancelled()) break;
        const RandomRotation rotation = drawRotation(p, d, rng.split(2).split(number), context.progress);
        Running mean;
        const bool finished = measureBlocks(
            number * each, each, context,
            [&](std::uint64_t block) { return measure(setting, rotation, rows, rng.split(1).split(block)); },
            [&](const Block& block) {
                for (std::size_t i = 0; i < block.plain.size(); ++i) {
                    tally.plainBins.add(block.plain[i]);
                    tally.plain.add(block.plain[i]);
                    tally.rotatedBins.add(block.rotated[i]);
                    tally.rotated.add(block.rotated[i]);
                    mean.add(block.rotated[i]);
                }
            },
            offer);
        if (!finished) break;
        tally.means.add(mean.mean);
        // The correlations come along, a part with each rotation.
        const std::uint64_t from = pairs * number / count, to = pairs * (number + 1) / count;
        measureBlocks(
            from, to - from, context,
            [&](std::uint64_t block) { return patches.measure(block, rng.split(4).split(block)); },
            [&](const PatchCorrelations& block) { tally.patches.merge(block); }, offer);
    }
    return report(setting, p, patches, tally);
}

} // namespace

StudyEntry study_entries::rotation() {
    StudyEntry entry;
    entry.id = "rotation";
    entry.title = "Rotate before the signs";
    entry.summary =
        "Generalized binarization R^T sign(R x): what a rotation does to the angle, and what to dot products.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199, for the transformation; the lines are derived here";
    entry.grade = "derived";
    entry.seen = "One hill is the angle of an uneven vector to its signs, the other its angle after a random rotation. "
                 "The second figure shows what the rotation does to the correlation of dot products in a model of a "
                 "first layer.";
    entry.why = "Signs weigh all coordinates alike, so a vector with a few large coordinates is far from its signs; a "
                "rotation spreads "
                "it over all coordinates. Filters in directions of little variance keep their weak correlation, "
                "because their error "
                "was spread evenly already.";
    entry.attempt = "Move the blend from 0 to 1: the hill runs to 37 degrees, while the correlation for weights stays "
                    "where it was.";
    const auto preset = [](const char* title, std::int64_t d, const char* seen) {
        return StudyPreset{
            title, std::string("A setting of the authors' notebook: ") + seen, {{"dimension", d}, {"exponent", 0.1}}};
    };
    entry.presets = {preset("Ten coordinates", 10, "the two hills are close together."),
                     preset("One hundred", 100, "68 degrees before, 37 after."),
                     preset("Five hundred", 500, "80 degrees before, 37 after."),
                     {"Fast rotation",
                      "Three rounds of Hadamard and signs do what Haar does, for 10,000 coordinates.",
                      {{"dimension", std::int64_t{10000}},
                       {"exponent", 0.001},
                       {"rotation", std::string("hadamard")},
                       {"samples", std::int64_t{4000}}}}};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
