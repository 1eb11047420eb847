// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/angle_stream.h"
#include "core/geometry/catalogue.h"
#include "core/geometry/number_list.h"
#include "core/geometry/sampling.h"
#include "core/geometry/theory.h"
#include "core/kernels/normals.h"

#include <cmath>
#include <optional>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

constexpr std::size_t bins = 160, mostEntries = 1000;

std::vector<ParamSpec> params() {
    return {integerParam("dimension", "Dimension", 2,
                         "2: the circle, 3: the sphere; more lifts the hill into a narrow peak.")
                .range(2, 10000)
                .log(),
            textParam("vector", "Vector", "0.8, 0.3", "A vector of your own: its entries, separated by commas."),
            integerParam("samples", "Samples", 50000, "Random directions that are drawn.").range(2, 1e7).log()};
}

/// cos(v, sign v) = |v|_1 / (sqrt(d) |v|_2).
template <class Value>
double cornerCosine(std::span<const Value> v) {
    double sum = 0, squares = 0;
    for (const Value x : v) {
        const double value = static_cast<double>(x);
        sum += std::abs(value);
        squares += value * value;
    }
    return std::min(1.0, sum / std::sqrt(static_cast<double>(v.size()) * squares));
}

double cornerAngle(std::span<const double> v) { return theory::degrees(std::acos(cornerCosine(v))); }

std::vector<double> vectorOf(const Params& p) {
    std::vector<double> v = parseNumbers(p.text("vector"), "/vector");
    if (v.empty() || v.size() > mostEntries)
        throw Error("found " + std::to_string(v.size()) + " entries, expected 1 to " + std::to_string(mostEntries),
                    "/vector");
    double largest = 0;
    for (const double x : v)
        largest = std::max(largest, std::abs(x));
    if (largest == 0) throw Error("a vector of zeros has no direction", "/vector");
    for (double& x : v)
        x /= largest; // squares of very large or small entries would not fit
    return v;
}

struct Tally {
    AngleTally bins;
    Running angle, cosine;
};

/// The range that holds all but one in 1e8 of the angles.
AngleTally emptyBins(std::size_t d) {
    const theory::Moments law = theory::signAngle(d);
    const double corner =
        theory::degrees(std::acos(1 / std::sqrt(static_cast<double>(d)))); // a coordinate axis is farthest
    AngleTally tally;
    tally.setRange(std::max(0.0, law.mean - 6 * law.deviation), std::min(corner, law.mean + 6 * law.deviation), bins);
    return tally;
}

std::string cornerText(const std::vector<double>& v) {
    std::string text;
    for (std::size_t i = 0; i < v.size() && i < 12; ++i)
        text += std::string(text.empty() ? "" : ", ") + (v[i] < 0 ? "-1" : "+1");
    return "(" + text + (v.size() > 12 ? ", ..." : "") + ")";
}

Figure densityFigure(const Table& table, const Tally& tally, std::size_t d, const std::vector<double>& v) {
    Figure figure{"density",
                  "Angle between a random direction and the corner of its orthant",
                  "",
                  {"Angle", "deg"},
                  {"Density", "1/deg"},
                  {}};
    figure.y.minimum = 0;
    const auto density = theory::signAngleDensity(d);
    FigureSeries measured{"random directions", {}, table.find("density")->values, Style::Steps};
    for (std::size_t i = 0; i <= bins; ++i)
        measured.x.push_back(tally.bins.low + static_cast<double>(i) * tally.bins.width);
    FigureSeries line{"theory", {}, {}, Style::Theory, d <= 3 ? "exact" : "good to 0.001 degrees"};
    for (std::size_t i = 0; i <= 4 * bins; ++i) {
        line.x.push_back(tally.bins.low + static_cast<double>(i) / 4 * tally.bins.width);
        line.y.push_back(density(line.x.back()));
    }
    figure.series = {measured, line};
    if (v.size() == d) {
        const double angle = cornerAngle(v);
        figure.series.push_back({"your vector", {angle}, {density(angle)}, Style::Points});
    }
    return figure;
}

Figure circleFigure(const std::vector<double>& v) {
    Figure figure{"position",
                  "Angle to the corner around the circle",
                  "Zero in the middle of each quadrant, 45 degrees on the axes.",
                  {"Direction", "deg", false, 0.0, 360.0},
                  {"Angle to the corner", "deg"},
                  {}};
    FigureSeries line{"angle to the corner", {}, {}, Style::Theory, "distance from the nearest diagonal"};
    for (int i = 0; i <= 360; ++i) {
        const double t = theory::radians(i);
        line.x.push_back(i);
        line.y.push_back(cornerAngle(std::vector{std::cos(t), std::sin(t)}));
    }
    figure.series = {line};
    if (v.size() == 2) {
        const double direction = theory::degrees(std::atan2(v[1], v[0]));
        figure.series.push_back(
            {"your vector", {direction < 0 ? direction + 360 : direction}, {cornerAngle(v)}, Style::Points});
    }
    return figure;
}

std::vector<double> direction3(double longitude, double latitude) {
    const double a = theory::radians(longitude), b = theory::radians(latitude);
    return {std::cos(b) * std::cos(a), std::cos(b) * std::sin(a), std::sin(b)};
}

/// The meridian through the user's vector, and a map of the whole sphere.
std::vector<Figure> sphereFigures(const std::vector<double>& v) {
    Figure meridian{"position",
                    "Angle to the corner from pole to pole",
                    "On the meridian of your vector, or on that through the corners.",
                    {"Latitude", "deg", false, -90.0, 90.0},
                    {"Angle to the corner", "deg"},
                    {}};
    const double longitude = v.size() == 3 ? theory::degrees(std::atan2(v[1], v[0])) : 45;
    FigureSeries line{"angle to the corner", {}, {}, Style::Theory, "arccos of |v|_1 / (sqrt 3 |v|_2)"};
    for (int latitude = -90; latitude <= 90; ++latitude) {
        line.x.push_back(latitude);
        line.y.push_back(cornerAngle(direction3(longitude, latitude)));
    }
    meridian.series = {line};
    if (v.size() == 3)
        meridian.series.push_back({"your vector",
                                   {theory::degrees(std::atan2(v[2], std::hypot(v[0], v[1])))},
                                   {cornerAngle(v)},
                                   Style::Points});

    Figure map{"map",
               "Angle to the corner over the sphere",
               "Longitude to the right, latitude upward: eight dark corners, six bright poles of the axes.",
               {},
               {},
               {}};
    Tile tile{"degrees to the corner", 180, 90, 1, {}};
    for (int row = 0; row < 90; ++row)
        for (int column = 0; column < 180; ++column)
            tile.values.push_back(static_cast<float>(cornerAngle(direction3(2 * column + 1, 89 - 2 * row))));
    map.tiles.push_back(std::move(tile));
    return {meridian, map};
}

Figure liftFigure(std::size_t d, const Tally& tally) {
    Figure figure{"lift",
                  "Lifted to more dimensions",
                  "Mean and spread of the angle: the broad hill of the circle becomes a narrow peak at 37 degrees.",
                  {"Dimension", "", true},
                  {"Angle", "deg"},
                  {}};
    FigureSeries mean{"mean", {}, {}, Style::Theory, "exact or good to 0.001 degrees"},
        low{"less the spread", {}, {}, Style::Line}, high{"plus the spread", {}, {}, Style::Line};
    for (const std::size_t n : {2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512, 1024, 2048, 4096, 10000}) {
        const theory::Moments law = theory::signAngle(n);
        for (FigureSeries* series : {&mean, &low, &high})
            series->x.push_back(static_cast<double>(n));
        mean.y.push_back(law.mean);
        low.y.push_back(law.mean - law.deviation);
        high.y.push_back(law.mean + law.deviation);
    }
    figure.series = {mean, low, high, {"measured", {static_cast<double>(d)}, {tally.angle.average()}, Style::Points}};
    return figure;
}

StudyResult report(std::size_t d, const std::vector<double>& v, const std::vector<Figure>& fixed, const Tally& tally) {
    StudyResult result;
    result.table = Table({{"angle_deg", "deg", {}}, {"density", "1/deg", {}}, {"theory_density", "1/deg", {}}});
    const auto density = theory::signAngleDensity(d);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double centre = tally.bins.low + (static_cast<double>(bin) + 0.5) * tally.bins.width;
        result.table.addRow({centre, tally.bins.density(bin), density(centre)});
    }
    const theory::Moments angle = theory::signAngle(d), cosine = theory::signCosine(d);
    const std::string note = d <= 3 ? "exact, by quadrature of the density" : "good to 0.001 degrees";
    result.readings = {{"samples", "Directions", "", static_cast<double>(tally.angle.count)},
                       meanReading("mean_deg", "Mean angle to the corner", "deg", tally.angle, angle.mean, note),
                       {"deviation_deg", "Spread of that angle", "deg", tally.angle.deviation(), angle.deviation,
                        tally.angle.deviationError(), note},
                       meanReading("cosine", "Mean cosine", "", tally.cosine, cosine.mean,
                                   "sqrt(d) Gamma(d/2) / (sqrt(pi) Gamma((d+1)/2)), exact"),
                       {"vector_angle_deg", "Your vector: angle to its corner", "deg", cornerAngle(v)},
                       {"vector_cosine", "Your vector: cosine", "", cornerCosine(std::span<const double>(v)),
                        std::nan(""), std::nan(""), "|v|_1 / (sqrt(d) |v|_2)"}};
    result.figures.push_back(densityFigure(result.table, tally, d, v));
    result.figures.insert(result.figures.end(), fixed.begin(), fixed.end());
    result.figures.push_back(liftFigure(d, tally));
    result.notes.push_back("The corner of your vector is " + cornerText(v) +
                           ", scaled to any length; an entry of 0 counts as +1.");
    if (v.size() != d)
        result.notes.push_back("Your vector has " + std::to_string(v.size()) +
                               " entries, so it is not on the plot for " + std::to_string(d) + " dimensions.");
    return result;
}

/// One block of directions.
Tally measure(const AngleTally& empty, std::size_t d, std::size_t rows, const Rng& rng) {
    Tally tally{empty, {}, {}};
    std::vector<float> x(rows * d);
    fillNormal(rng, 1, x);
    for (std::size_t r = 0; r < rows; ++r) {
        const double cosine = cornerCosine(std::span<const float>(x).subspan(r * d, d)),
                     angle = theory::degrees(std::acos(cosine));
        tally.bins.add(angle);
        tally.angle.add(angle);
        tally.cosine.add(cosine);
    }
    return tally;
}

StudyResult run(const Params& p, const StudyContext& context) {
    const std::size_t d = p.size("dimension"), samples = p.size("samples");
    const std::vector<double> v = vectorOf(p);
    const std::vector<Figure> fixed = d == 2   ? std::vector{circleFigure(v)}
                                      : d == 3 ? sphereFigures(v)
                                               : std::vector<Figure>{};
    const std::size_t rows = std::max<std::size_t>(1, (std::size_t{1} << 15) / d), blocks = (samples + rows - 1) / rows;
    if (context.progress) context.progress->begin(blocks);
    const AngleTally empty = emptyBins(d);
    Tally tally{empty, {}, {}};
    const Rng rng(context.seed);
    PartialGate gate(context);
    measureBlocks(
        0, blocks, context,
        [&](std::uint64_t number) {
            return measure(empty, d, std::min(rows, samples - number * rows), rng.split(number));
        },
        [&](const Tally& block) {
            tally.bins.merge(block.bins);
            tally.angle.merge(block.angle);
            tally.cosine.merge(block.cosine);
        },
        [&] { gate.offer([&] { return report(d, v, fixed, tally); }); });
    return report(d, v, fixed, tally);
}

} // namespace

StudyEntry study_entries::orthants() {
    StudyEntry entry;
    entry.id = "orthants";
    entry.title = "Circle, sphere and corner";
    entry.summary =
        "A vector and the corner of its orthant in two and three dimensions, and what becomes of it in more.";
    entry.source = "derived here";
    entry.grade = "derived";
    entry.seen = "The signs of a vector are the corner of the orthant that it lies in. The hill shows how far random "
                 "directions are from "
                 "their corners, and the second figure how far each direction is.";
    entry.why = "On the circle every angle up to 45 degrees is equally likely; on the sphere the axes are 54.7 degrees "
                "away, but there is "
                "little room near them. In more dimensions nearly all directions are equally far from an axis and from "
                "a corner.";
    entry.attempt = "Change the vector until its entries are equal in size: the angle falls to 0, whatever the signs.";
    entry.presets = {
        {"Circle",
         "All angles from 0 to 45 degrees are equally likely.",
         {{"dimension", std::int64_t{2}}, {"vector", std::string("0.8, 0.3")}}},
        {"Sphere",
         "The hill ends at 54.7 degrees, the angle of an axis.",
         {{"dimension", std::int64_t{3}}, {"vector", std::string("0.6, 0.8, 0.3")}}},
        {"An axis",
         "The worst that can happen: all weight on one entry.",
         {{"dimension", std::int64_t{3}}, {"vector", std::string("1, 0, 0")}}},
        {"Lifted to 300", "The hill has become a narrow peak near 37 degrees.", {{"dimension", std::int64_t{300}}}}};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
