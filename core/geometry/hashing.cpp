// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/hash_recall.h"
#include "core/geometry/theory.h"
#include "core/geometry/theory_hashing.h"
#include "core/kernels/normals.h"

#include <bit>
#include <cmath>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t largestHaar = 1024;

std::vector<ParamSpec> params() {
    return {
        realParam("angle", "Angle", 45, "Between the two vectors that are hashed.").range(0.5, 179.5).in("deg"),
        integerParam("dimension", "Dimension", 256, "Length of the vectors; a Haar rotation takes at most 1024.")
            .range(2, 4096)
            .log(),
        integerParam("bits", "Bits", 256, "Length of a code; more bits than dimensions take several rotations.")
            .range(8, 4096)
            .log(),
        choiceParam("rotation", "Rotation", "haar", {"haar", "hadamard"},
                    "What stands beside independent hyperplanes: a Haar rotation, or Hadamard with random signs."),
        integerParam("rounds", "Rounds", 3, "Hadamard: how often signs and butterflies follow each other.")
            .range(1, 3)
            .onlyFor("rotation", {"hadamard"}),
        integerParam("samples", "Codes", 2000, "Pairs of codes that are drawn for each angle.").range(16, 1e6).log(),
        integerParam("points", "Points", 2000, "Search: points in the cloud.").range(20, 50000).log(),
        integerParam("queries", "Queries", 200, "Search: queries, each made from one point of the cloud.")
            .range(10, 2000)
            .log(),
        realParam("queryAngle", "Angle of the queries", 45, "Search: between a query and its point.")
            .range(0.5, 89)
            .in("deg")};
}

struct Setting {
    std::vector<double> angles; ///< the first one is the user's
    std::size_t dimension = 0, bits = 0, samples = 0, rows = 0, rounds = 0;
    bool haar = true;

    /// Rows of one rotation.
    std::size_t together() const { return haar ? dimension : std::bit_ceil(dimension); }
};

Setting settingOf(const Params& p) {
    Setting s;
    s.angles = {p.real("angle"), 5, 10, 20, 30, 45, 60, 75, 90, 120, 150};
    s.dimension = p.size("dimension");
    s.bits = p.size("bits");
    s.samples = p.size("samples");
    s.rounds = p.size("rounds");
    s.haar = p.text("rotation") == "haar";
    s.rows = std::max<std::size_t>(1, (std::size_t{1} << 14) / (s.bits + s.dimension));
    return s;
}

/// Shares of different bits of one block of codes.
struct Block {
    Running independent, rotated;
};

/// v <- cos(angle) g/|g| + sin(angle) h/|h|, h first made orthogonal to g; g keeps its direction.
void mixAt(double angle, std::span<const float> g, std::span<float> h) {
    double gg = 0, gh = 0, hh = 0;
    for (std::size_t i = 0; i < g.size(); ++i) {
        const double a = static_cast<double>(g[i]), b = static_cast<double>(h[i]);
        gg += a * a;
        gh += a * b;
        hh += b * b;
    }
    const double along = gh / gg, length = std::sqrt(hh - gh * along);
    const double c = std::cos(theory::radians(angle)) / std::sqrt(gg), s = std::sin(theory::radians(angle)) / length;
    for (std::size_t i = 0; i < g.size(); ++i)
        h[i] = static_cast<float>(c * static_cast<double>(g[i]) +
                                  s * (static_cast<double>(h[i]) - along * static_cast<double>(g[i])));
}

void tally(Running& share, const Tensor& u, const Tensor& v) {
    const BitMatrix a = BitMatrix::fromSigns(u.matrix()), b = BitMatrix::fromSigns(v.matrix());
    for (std::size_t r = 0; r < a.rows(); ++r) {
        int different = 0;
        for (std::size_t w = 0; w < a.wordsPerRow(); ++w)
            different += std::popcount(a.row(r)[w] ^ b.row(r)[w]);
        share.add(static_cast<double>(different) / static_cast<double>(a.cols()));
    }
}

/// Codes of pairs at one angle. A hyperplane sees two vectors at this angle as two Gaussian numbers of correlation
/// cos(angle); a Haar rotation takes them to two random directions at this angle. So neither needs vectors of its own.
/// Hadamard depends on the vectors: it gets the hardest ones, two that lie in the plane of two coordinates.
Block measure(const Setting& s, double angle, const Rng& rng, std::size_t rows) {
    Block block;
    Tensor u({rows, s.bits}), v({rows, s.bits});
    fillNormal(rng.split(1), 1, u.values());
    fillNormal(rng.split(2), 1, v.values());
    const auto c = static_cast<float>(std::cos(theory::radians(angle))),
               sine = static_cast<float>(std::sin(theory::radians(angle)));
    for (std::size_t i = 0; i < u.size(); ++i)
        v[i] = c * u[i] + sine * v[i];
    tally(block.independent, u, v);

    const std::size_t d = s.together();
    std::vector<float> g(d), h(d);
    Tensor pair({2, s.dimension}), image({2, d});
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t at = 0; at < s.bits; at += d) {
            const Rng stream = rng.split(3).split(r).split(at);
            if (s.haar) {
                fillNormal(stream.split(1), 1, g);
                fillNormal(stream.split(2), 1, h);
                mixAt(angle, g, h);
            } else {
                const std::size_t first = stream.below(0, s.dimension),
                                  second = (first + 1 + stream.below(1, s.dimension - 1)) % s.dimension;
                pair.fill(0);
                pair[first] = 1;
                pair[s.dimension + first] = c;
                pair[s.dimension + second] = sine;
                RandomRotation::hadamard(s.dimension, s.rounds, 1, stream.split(1))
                    .apply(pair.matrix(), image.matrix());
                std::ranges::copy(image.row(0), g.begin());
                std::ranges::copy(image.row(1), h.begin());
            }
            const std::size_t count = std::min(d, s.bits - at);
            std::copy_n(g.begin(), count, u.row(r).begin() + static_cast<std::ptrdiff_t>(at));
            std::copy_n(h.begin(), count, v.row(r).begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    tally(block.rotated, u, v);
    return block;
}

/// Recall at one number of bits.
struct Recall {
    double bits = 0, theory = 0;
    HashRecall::Hits independent, rotated;
};

struct Found {
    std::vector<Block> shares; ///< by angle
    std::vector<Recall> recalls;
    std::size_t strangers = 0; ///< queries whose nearest point is another one
};

Figure fractionFigure(const Table& table) {
    const auto column = [&](const char* name) { return table.find(name)->values; };
    Figure figure{"fraction",
                  "Different bits against the angle",
                  "A random hyperplane separates two vectors with the chance angle/180.",
                  {"Angle", "deg"},
                  {"Share of different bits"},
                  {}};
    figure.series = {{"independent hyperplanes", column("angle_deg"), column("fraction"), Style::Points},
                     {"rows of a rotation", column("angle_deg"), column("rotation_fraction"), Style::Points},
                     {"angle/180", {0, 180}, {0, 1}, Style::Theory, "exact for random hyperplanes"}};
    figure.y.minimum = 0;
    return figure;
}

template <class Value>
FigureSeries line(const char* name, const char* note, const Value& value) {
    FigureSeries series{name, {}, {}, Style::Theory, note};
    for (int i = 0; i <= 90; ++i) {
        series.x.push_back(2 * i);
        series.y.push_back(value(2.0 * i));
    }
    return series;
}

std::vector<Figure> figures(const Setting& s, const Found& found, const Table& table) {
    const auto column = [&](const char* name) { return table.find(name)->values; };
    Figure spread{"spread",
                  "Spread of the share of different bits",
                  "Rows of one rotation share the work better than independent hyperplanes.",
                  {"Angle", "deg"},
                  {"Standard deviation"},
                  {}};
    spread.y.minimum = 0;
    spread.series = {{"independent hyperplanes", column("angle_deg"), column("deviation"), Style::Points},
                     {"rows of a rotation", column("angle_deg"), column("rotation_deviation"), Style::Points},
                     line("theory, independent", "f(1-f)/k, binomial",
                          [&](double a) { return theory::hammingDeviation(a, s.bits, 1); }),
                     line("theory, rotation", "[f(1-f) - sin^2/pi^2]/d for k = d, leading order in 1/d",
                          [&](double a) { return theory::hammingDeviation(a, s.bits, s.together()); })};
    Figure codes{"codes",
                 "Angle between the sign codes",
                 "Small angles grow, large ones stay: signs push everything towards 90 degrees.",
                 {"Angle between the vectors", "deg"},
                 {"Angle between the codes", "deg"},
                 {}};
    std::vector<double> measured;
    for (const double fraction : column("fraction"))
        measured.push_back(theory::codeAngle(fraction));
    codes.series = {
        {"measured", column("angle_deg"), measured, Style::Points},
        line("theory", "arccos(1 - angle/90)", [](double a) { return theory::codeAngle(theory::hammingFraction(a)); })};
    Figure recall{"recall",
                  "Finding the nearest point by its code",
                  "The share of queries whose nearest point is first, or among the first ten.",
                  {"Bits", "", true},
                  {"Recall"},
                  {}};
    recall.y.minimum = 0;
    recall.y.maximum = 1;
    const auto series = [&](const char* name, Style style, const auto& value) {
        FigureSeries result{
            name, {}, {}, style, style == Style::Theory ? "independent codes; queries whose own point is nearest" : ""};
        for (const Recall& r : found.recalls) {
            result.x.push_back(r.bits);
            result.y.push_back(value(r));
        }
        return result;
    };
    recall.series = {
        series("first, independent", Style::Points, [](const Recall& r) { return r.independent.first.average(); }),
        series("first, rotation", Style::Points, [](const Recall& r) { return r.rotated.first.average(); }),
        series("theory, first", Style::Theory, [](const Recall& r) { return r.theory; }),
        series("among ten, independent", Style::Line, [](const Recall& r) { return r.independent.firstTen.average(); }),
        series("among ten, rotation", Style::Line, [](const Recall& r) { return r.rotated.firstTen.average(); })};
    return {fractionFigure(table), spread, codes, recall};
}

Table angleTable(const Setting& s, const Found& found) {
    Table table({{"angle_deg", "deg", {}},
                 {"fraction", "", {}},
                 {"theory_fraction", "", {}},
                 {"deviation", "", {}},
                 {"theory_deviation", "", {}},
                 {"rotation_fraction", "", {}},
                 {"rotation_deviation", "", {}},
                 {"theory_rotation_deviation", "", {}}});
    for (std::size_t i = 0; i < s.angles.size(); ++i) {
        const double angle = s.angles[i];
        const Block& share = found.shares[i];
        table.addRow({angle, share.independent.average(), theory::hammingFraction(angle), share.independent.deviation(),
                      theory::hammingDeviation(angle, s.bits, 1), share.rotated.average(), share.rotated.deviation(),
                      theory::hammingDeviation(angle, s.bits, s.together())});
    }
    return table;
}

StudyResult report(const Setting& s, const Found& found) {
    StudyResult result;
    result.table = angleTable(s, found);
    const double angle = s.angles[0], fraction = theory::hammingFraction(angle);
    const Running &independent = found.shares[0].independent, &rotated = found.shares[0].rotated;
    // Near fraction f the angle of codes moves by 1/sqrt(f(1-f)) radians for each unit of f.
    const double slope = theory::degrees(1 / std::sqrt(fraction * (1 - fraction)));
    result.readings = {{"samples", "Codes for each angle", "", static_cast<double>(independent.count)},
                       meanReading("fraction", "Different bits, independent hyperplanes", "", independent, fraction,
                                   "angle/180, exact"),
                       meanReading("rotation_fraction", "Different bits, rows of a rotation", "", rotated, fraction,
                                   "angle/180, exact for Haar"),
                       {"deviation", "Spread of that share, independent", "", independent.deviation(),
                        theory::hammingDeviation(angle, s.bits, 1), independent.deviationError(), "f(1-f)/k, binomial"},
                       {"rotation_deviation", "Spread of that share, rotation", "", rotated.deviation(),
                        theory::hammingDeviation(angle, s.bits, s.together()), rotated.deviationError(),
                        "[f(1-f) - sin^2/pi^2]/d for k = d, leading order in 1/d"},
                       {"code_angle_deg", "Angle between the sign codes", "deg",
                        theory::codeAngle(independent.average()), theory::codeAngle(fraction),
                        slope * independent.standardError(), "arccos(1 - 2 angle/180)"}};
    if (!found.recalls.empty()) {
        const Recall& last = found.recalls.back();
        const std::string bits = " at " + std::to_string(static_cast<int>(last.bits)) + " bits";
        result.readings.push_back(meanReading("recall_at_1", "Nearest point found first" + bits + ", independent", "",
                                              last.independent.first, last.theory,
                                              "independent codes; queries whose own point is nearest"));
        result.readings.push_back(meanReading("rotation_recall_at_1", "Nearest point found first" + bits + ", rotation",
                                              "", last.rotated.first, unknown));
        result.readings.push_back(meanReading("recall_at_10", "Nearest point among ten" + bits + ", independent", "",
                                              last.independent.firstTen, unknown));
        result.readings.push_back(meanReading("rotation_recall_at_10", "Nearest point among ten" + bits + ", rotation",
                                              "", last.rotated.firstTen, unknown));
    }
    result.figures = figures(s, found, result.table);
    if (!s.haar)
        result.notes.push_back("The pair that Hadamard hashes lies in the plane of two coordinates: the hardest case "
                               "for it. Other vectors are easier.");
    if (s.together() > s.dimension)
        result.notes.push_back("Vectors are filled up with zeros to " + std::to_string(s.together()) +
                               " for the Hadamard rotation.");
    if (found.strangers > 0)
        result.notes.push_back(
            std::to_string(found.strangers) +
            " queries have another point as their nearest; the theory of recall does not know of these.");
    return result;
}

std::vector<RandomRotation> rotationsOf(const Setting& s, const Rng& rng, const Progress* progress) {
    std::vector<RandomRotation> rotations;
    for (std::size_t at = 0; at < s.bits; at += s.together())
        rotations.push_back(s.haar ? RandomRotation::haar(s.dimension, 1, rng.split(at), progress)
                                   : RandomRotation::hadamard(s.dimension, s.rounds, 1, rng.split(at)));
    return rotations;
}

void searchCloud(const Setting& s, const Params& p, const StudyContext& context, const Rng& rng, Found& found,
                 const std::function<void()>& offer) {
    const double angle = p.real("queryAngle");
    HashRecall search(p.size("points"), p.size("queries"), s.dimension, angle, rng.split(1));
    if (!search.findNearest(context.progress)) return;
    found.strangers = p.size("queries") - search.ownNearest();
    HashRecall::Codes independent, rotated;
    if (!search.encode(SignCoder::independent(s.dimension, s.bits, rng.split(2)), independent, context.progress))
        return;
    const SignCoder coder = SignCoder::rotations(s.bits, rotationsOf(s, rng.split(3), context.progress));
    if (!search.encode(coder, rotated, context.progress)) return;
    for (std::size_t bits = 8; bits <= s.bits; bits = bits < s.bits ? std::min(2 * bits, s.bits) : s.bits + 1) {
        if (context.progress && context.progress->cancelled()) return;
        found.recalls.push_back({static_cast<double>(bits),
                                 theory::recallAtOne(angle, bits, search.points(), s.dimension),
                                 search.search(independent, bits), search.search(rotated, bits)});
        if (context.progress) context.progress->advance();
        offer();
    }
}

StudyResult run(const Params& p, const StudyContext& context) {
    if (p.text("rotation") == "haar" && p.integer("dimension") > largestHaar)
        throw Error("a Haar rotation takes at most " + std::to_string(largestHaar) + " dimensions, found " +
                        std::to_string(p.integer("dimension")) + "; hadamard takes more",
                    "/dimension");
    const Setting setting = settingOf(p);
    const std::size_t angles = setting.angles.size();
    const std::uint64_t chunks = (setting.samples + setting.rows - 1) / setting.rows;
    if (context.progress) context.progress->begin(chunks * angles + std::bit_width(setting.bits));
    Found found;
    found.shares.resize(angles);
    const Rng rng(context.seed);
    PartialGate gate(context);
    const std::function<void()> offer = [&] { gate.offer([&] { return report(setting, found); }); };
    std::uint64_t merged = 0; // blocks come angle by angle, so that all angles grow together
    const bool finished = measureBlocks(
        0, chunks * angles, context,
        [&](std::uint64_t number) {
            const std::size_t done = number / angles * setting.rows;
            return measure(setting, setting.angles[number % angles], rng.split(1).split(number),
                           std::min(setting.rows, setting.samples - done));
        },
        [&](const Block& block) {
            Block& share = found.shares[merged++ % angles];
            share.independent.merge(block.independent);
            share.rotated.merge(block.rotated);
        },
        [&] {
            if (merged >= angles) offer();
        });
    if (finished) {
        offer();
        searchCloud(setting, p, context, rng.split(2), found, offer);
    }
    return report(setting, found);
}

} // namespace

StudyEntry study_entries::hashing() {
    StudyEntry entry;
    entry.id = "hashing";
    entry.title = "Hashing by signs";
    entry.summary =
        "Bits that differ between two sign codes against the angle, and how many bits find a neighbour again.";
    entry.source = "Goemans and Williamson 1995; Charikar 2002; the law of spread for rotations is derived here";
    entry.grade = "derived";
    entry.seen = "Each point is the share of bits in which the codes of two vectors differ; it lies on the straight "
                 "line angle/180. "
                 "The other figures show how much the share scatters, and how often a nearest neighbour is found by "
                 "its code alone.";
    entry.why =
        "A hyperplane through the origin separates two vectors exactly when it falls into the angle between them. "
        "Rows of a rotation are orthogonal, so their errors cancel a little, and the codes scatter less.";
    entry.attempt = "Raise the bits from 16 to 1024 and watch the recall; then make the angle of the queries wider.";
    entry.presets = {{"At 60 degrees", "A third of the bits differ, whatever the dimension.", {{"angle", 60.0}}},
                     {"At a right angle",
                      "Half of the bits differ; a rotation scatters 23 % less than independent hyperplanes.",
                      {{"angle", 90.0}, {"dimension", std::int64_t{512}}, {"bits", std::int64_t{512}}}},
                     {"Long memory",
                      "Ten thousand points and 1024 bits: a noisy copy finds its point again.",
                      {{"dimension", std::int64_t{1000}},
                       {"bits", std::int64_t{1024}},
                       {"points", std::int64_t{10000}},
                       {"queryAngle", 65.0},
                       {"rotation", std::string("hadamard")},
                       {"samples", std::int64_t{200}}}},
                     {"One round only",
                      "One round of Hadamard is no random rotation: vectors along the axes get it wrong.",
                      {{"rotation", std::string("hadamard")}, {"rounds", std::int64_t{1}}}}};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
