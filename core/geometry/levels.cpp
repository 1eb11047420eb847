// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/entry_law.h"
#include "core/geometry/number_list.h"
#include "core/geometry/sampling.h"
#include "core/geometry/scalar_quantizer_params.h"
#include "core/geometry/theory.h"
#include "core/geometry/theory_levels.h"

#include <cmath>
#include <numbers>

namespace orthant {
namespace {

using theory::ScalarQuantizer, theory::ScalarQuantizerFacts, theory::Source;
using Style = FigureSeries::Style;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<ParamSpec> params() {
    return {choiceParam("scheme", "Quantizer", "ternary", {"sign", "ternary", "lloyd_max", "uniform_step", "user"},
                        "How an entry becomes a level; Lloyd-Max has the smallest error of all with as many levels."),
            realParam("threshold", "Threshold", 0.612, "Ternary: entries up to this magnitude become 0.")
                .range(0, 4)
                .in("sigma")
                .onlyFor("scheme", {"ternary"}),
            integerParam("bits", "Bits", 2, "Lloyd-Max and uniform step: 2^bits levels.")
                .range(1, 5)
                .onlyFor("scheme", {"lloyd_max", "uniform_step"}),
            realParam("step", "Step", 0, "Uniform step: distance of the levels; 0 takes the best one.")
                .range(0, 4)
                .in("sigma")
                .onlyFor("scheme", {"uniform_step"}),
            textParam("levels", "Thresholds; levels", "-0.98, 0, 0.98; -1.51, -0.45, 0.45, 1.51",
                      "User: growing thresholds, a semicolon, then one level more, in units of sigma.")
                .onlyFor("scheme", {"user"}),
            choiceParam("law", "Law of the entries", "gaussian",
                        {"gaussian", "uniform", "laplace", "logistic", "student_t"},
                        "How each entry is drawn; all laws have variance 1 here."),
            realParam("degreesOfFreedom", "Degrees of freedom", 5, "Student t: the smaller, the heavier the tails.")
                .range(2.5, 1000)
                .log()
                .onlyFor("law", {"student_t"}),
            integerParam("dimension", "Dimension", 1000, "Length of the vectors.").range(2, 100000).log(),
            integerParam("samples", "Samples", 20000, "Vectors that are drawn.").range(2, 1e7).log()};
}

/// Deviation of what EntrySampler draws.
double sigmaOf(const Source& source) {
    switch (source.law) {
    case Source::Law::Gaussian:
        return 1;
    case Source::Law::Uniform:
        return 1 / std::sqrt(3.0);
    case Source::Law::Laplace:
        return std::numbers::sqrt2;
    case Source::Law::Logistic:
        return std::numbers::pi / std::sqrt(3.0);
    case Source::Law::StudentT:
        return std::sqrt(source.degreesOfFreedom / (source.degreesOfFreedom - 2));
    }
    return 1;
}

/// What was seen so far.
struct Tally {
    Running angle, cosine, error;
    std::vector<std::uint64_t> counts; ///< entries in each cell
    std::uint64_t skipped = 0;         ///< vectors that became all zeros

    void merge(const Tally& other) {
        angle.merge(other.angle);
        cosine.merge(other.cosine);
        error.merge(other.error);
        skipped += other.skipped;
        counts.resize(std::max(counts.size(), other.counts.size()));
        for (std::size_t i = 0; i < other.counts.size(); ++i)
            counts[i] += other.counts[i];
    }
    double share(std::size_t cell) const {
        double all = 0;
        for (const std::uint64_t count : counts)
            all += static_cast<double>(count);
        return cell < counts.size() && all > 0 ? static_cast<double>(counts[cell]) / all : unknown;
    }
};

/// Draws vectors and measures them against their quantized copies.
class Stream {
  public:
    Stream(const EntrySampler& law, double sigma, const ScalarQuantizer& quantizer, std::size_t dimension)
        : law_(law), dimension_(dimension), rows_(std::max<std::size_t>(1, (std::size_t{1} << 15) / dimension)) {
        // The vectors stay as they are drawn; the thresholds are scaled instead.
        for (const double t : quantizer.thresholds)
            thresholds_.push_back(static_cast<float>(t * sigma));
        for (const double l : quantizer.levels)
            levels_.push_back(static_cast<float>(l));
    }

    std::size_t rows() const { return rows_; }

    Tally measure(const Rng& rng) const {
        std::vector<float> x(rows_ * dimension_);
        std::vector<std::uint8_t> cells(dimension_);
        law_.fill(rng, x);
        Tally tally;
        tally.counts.assign(levels_.size(), 0);
        for (std::size_t r = 0; r < rows_; ++r) {
            const std::span<const float> row(x.data() + r * dimension_, dimension_);
            std::ranges::fill(cells, std::uint8_t{0});
            for (const float t : thresholds_)
                for (std::size_t i = 0; i < dimension_; ++i)
                    cells[i] = static_cast<std::uint8_t>(cells[i] + (row[i] >= t));
            double xx = 0, xq = 0, qq = 0;
            for (std::size_t i = 0; i < dimension_; ++i) {
                const double q = static_cast<double>(levels_[cells[i]]), value = static_cast<double>(row[i]);
                xx += value * value;
                xq += value * q;
                qq += q * q;
                ++tally.counts[cells[i]];
            }
            if (qq == 0 || xx == 0) {
                ++tally.skipped;
                continue;
            }
            const double cosine = std::clamp(xq / std::sqrt(xx * qq), -1.0, 1.0);
            tally.cosine.add(cosine);
            tally.error.add(1 - cosine * cosine);
            tally.angle.add(theory::degrees(std::acos(cosine)));
        }
        return tally;
    }

  private:
    const EntrySampler& law_;
    std::size_t dimension_, rows_;
    std::vector<float> thresholds_, levels_;
};

/// What does not change while samples come in.
struct Setting {
    Source source;
    std::string scheme;
    ScalarQuantizer quantizer;
    ScalarQuantizerFacts facts;
    double dimension = 0;
    std::vector<Figure> curves; ///< angle against threshold, angle and dB against bits
};

FigureSeries point(const char* name, double x, double y, const char* note = "") {
    return {name, {x}, {y}, Style::Points, note};
}

Figure thresholdCurve(const Source& source) {
    Figure figure{
        "ternary",
        "Ternary: angle against threshold",
        "Up to the best threshold more zeros make the picture better: small entries are nearer to 0 than to a level.",
        {"Threshold", "sigma"},
        {"Angle", "deg"},
        {}};
    FigureSeries line{
        "limit for long vectors", {}, {}, Style::Theory, "exact: arccos of 2 E(|w|, |w| > t) / sqrt(2 P(w > t))"};
    const auto angle = [&](double t) { return theory::factsOf(theory::ternaryQuantizer(source, t), source).angle; };
    const double end = source.law == Source::Law::Uniform ? 1.7 : 2;
    for (int i = 0; i <= 100; ++i) {
        line.x.push_back(end * i / 100);
        line.y.push_back(angle(line.x.back()));
    }
    const double best = theory::lloydMax(source, 3).thresholds.back(), weights = 0.7 * theory::meanMagnitude(source);
    figure.series = {
        line, point("best threshold", best, angle(best), "0.612003 for Gaussian entries"),
        point("code of Anderson and Berg", 1.0 / 9, angle(1.0 / 9), "threshold 0.02 at a sigma of about 0.18"),
        point("rule 0.7 E|w|", weights, angle(weights), "Ternary Weight Networks, Li et al. 2016")};
    return figure;
}

/// Angle and dB of the best and the best evenly spaced levels against bits.
std::vector<Figure> bitCurves(const Source& source) {
    FigureSeries best{"best levels (Lloyd-Max)", {}, {}, Style::Theory, "each level the mean of its cell"},
        even{"best uniform step", {}, {}, Style::Theory, "the step with the smallest error"};
    FigureSeries bestNoise = best, evenNoise = even;
    for (int bits = 1; bits <= 5; ++bits) {
        const std::size_t levels = std::size_t{1} << bits;
        const auto a = theory::factsOf(theory::lloydMax(source, levels), source);
        const auto b = theory::factsOf(theory::uniformQuantizer(levels, theory::bestStep(source, levels)), source);
        for (FigureSeries* series : {&best, &even, &bestNoise, &evenNoise})
            series->x.push_back(bits);
        best.y.push_back(a.angle);
        even.y.push_back(b.angle);
        bestNoise.y.push_back(a.signalToNoise);
        evenNoise.y.push_back(b.signalToNoise);
    }
    Figure angle{"bits",
                 "Angle against bits",
                 "One bit more takes off about half of the angle.",
                 {"log2 of the number of levels", "bits"},
                 {"Angle", "deg"},
                 {best, even}};
    angle.y.minimum = 0;
    Figure noise{"noise",
                 "Signal to noise against bits",
                 "",
                 {"log2 of the number of levels", "bits"},
                 {"Signal to noise", "dB"},
                 {bestNoise, evenNoise}};
    return {angle, noise};
}

Figure densityFigure(const Setting& s) {
    Figure figure{"density",
                  "The source, its thresholds and its levels",
                  "An entry between two thresholds becomes the level between them.",
                  {"Entry", "sigma"},
                  {"Density", "1/sigma"},
                  {}};
    figure.y.minimum = 0;
    FigureSeries line{"density of the entries", {}, {}, Style::Theory, "exact"};
    double end = s.source.law == Source::Law::Uniform ? 2 : 4;
    for (const auto* values : {&s.quantizer.thresholds, &s.quantizer.levels})
        for (const double value : *values)
            if (std::abs(value) < 8) end = std::max(end, 1.1 * std::abs(value));
    for (int i = 0; i <= 400; ++i) {
        line.x.push_back(end * (i / 200.0 - 1));
        line.y.push_back(theory::sourceDensity(s.source, line.x.back()));
    }
    FigureSeries thresholds{"thresholds", s.quantizer.thresholds, {}, Style::Spikes},
        levels{"levels", s.quantizer.levels, {}, Style::Points};
    thresholds.y.assign(thresholds.x.size(), theory::sourceDensity(s.source, 0));
    for (const double level : levels.x)
        levels.y.push_back(theory::sourceDensity(s.source, level));
    figure.series = {line, thresholds, levels};
    return figure;
}

Table cellTable(const Setting& s, const Tally& tally) {
    Table table({{"from", "sigma", {}},
                 {"to", "sigma", {}},
                 {"level", "sigma", {}},
                 {"share", "", {}},
                 {"theory_share", "", {}}});
    const auto& t = s.quantizer.thresholds;
    const double infinity = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < s.quantizer.levels.size(); ++i)
        table.addRow({i == 0 ? -infinity : t[i - 1], i < t.size() ? t[i] : infinity, s.quantizer.levels[i],
                      tally.share(i), s.facts.shares[i]});
    return table;
}

std::vector<Reading> readings(const Setting& s, const Tally& tally) {
    const ScalarQuantizerFacts& f = s.facts;
    const double d = s.dimension, root = std::sqrt(d);
    double zeros = 0, entropy = 0;
    for (std::size_t i = 0; i < s.quantizer.levels.size(); ++i) {
        const double share = tally.share(i);
        if (s.quantizer.levels[i] == 0) zeros += share;
        if (share > 0) entropy -= share * std::log2(share);
    }
    const bool known = std::isfinite(f.shift); // else only the limits are
    const double mean = known ? f.angle + f.shift / d : f.angle, spread = known ? f.spread / root : unknown;
    const double cosine = known ? f.cosine + f.cosineShift / d : f.cosine;
    const double line =
        known ? f.error - (2 * f.cosine * f.cosineShift + f.cosineSpread * f.cosineSpread) / d : f.error;
    const double error = tally.error.average();
    return {{"samples", "Vectors", "", static_cast<double>(tally.angle.count)},
            meanReading("mean_deg", "Mean angle to the quantized copy", "deg", tally.angle, mean,
                        "exact limit and the term in 1/d"),
            {"deviation_deg", "Spread of that angle", "deg", tally.angle.deviation(), spread,
             tally.angle.deviationError(), "delta method, falls as 1/sqrt(d)"},
            meanReading("cosine", "Cosine, also the correlation of dot products", "", tally.cosine, cosine,
                        "E wq / sqrt(E q^2) and the term in 1/d"),
            meanReading("error", "Relative error at the best scale", "", tally.error, line,
                        "1 - cos^2 and the term in 1/d"),
            {"signal_to_noise_db", "Signal to noise at the best scale", "dB", -10 * std::log10(error),
             -10 * std::log10(line), 10 / std::numbers::ln10 * tally.error.standardError() / error,
             "-10 log10 of the relative error"},
            {"zeros", "Entries that become 0", "", zeros, f.zeros, unknown, "exact"},
            {"entropy_bits", "Entropy of an entry's index", "bits", tally.angle.count > 0 ? entropy : unknown,
             f.entropy, unknown, "exact: what the best code takes for each entry"},
            {"flips", "Dot products with Gaussian inputs that change sign", "", tally.angle.average() / 180, mean / 180,
             tally.angle.standardError() / 180, "angle / 180, exact for each vector"},
            {"best_scale", "Best factor for the levels", "", unknown, f.bestScale, unknown,
             "E wq / E q^2: 1 for Lloyd-Max levels"}};
}

StudyResult report(const Setting& s, const Tally& tally) {
    StudyResult result;
    result.table = cellTable(s, tally);
    result.readings = readings(s, tally);
    result.figures.push_back(densityFigure(s));
    for (Figure figure : s.curves) {
        const double x = figure.id == "ternary" ? s.quantizer.thresholds.back()
                                                : std::log2(static_cast<double>(s.quantizer.levels.size()));
        const double angle = tally.angle.average();
        figure.series.push_back(
            point("measured", x, figure.id == "noise" ? -10 * std::log10(tally.error.average()) : angle));
        result.figures.push_back(std::move(figure));
    }
    result.notes.push_back("Thresholds and levels are in units of the true sigma of the law; the angle does not depend "
                           "on the scale of the levels.");
    if (!std::isfinite(s.facts.spread))
        result.notes.push_back(
            "This law has no fourth moment: the angle of long vectors has no spread that falls as 1/sqrt(d).");
    else if (s.dimension < 27)
        result.notes.push_back("For vectors as short as these the term in 1/d is not enough: expect the lines to be "
                               "off by tenths of a degree.");
    if (tally.skipped > 0)
        result.notes.push_back(std::to_string(tally.skipped) + " vectors that became all zeros were left out.");
    return result;
}

StudyResult run(const Params& p, const StudyContext& context) {
    const EntrySampler law{p.text("law"), p.real("degreesOfFreedom")};
    Setting setting;
    setting.source = sourceOf(p);
    setting.scheme = p.text("scheme");
    setting.quantizer = scalarQuantizerOf(p);
    setting.facts = theory::factsOf(setting.quantizer, setting.source);
    setting.dimension = static_cast<double>(p.size("dimension"));
    setting.curves = bitCurves(setting.source);
    if (setting.scheme == "ternary") setting.curves.insert(setting.curves.begin(), thresholdCurve(setting.source));

    const Stream stream(law, sigmaOf(setting.source), setting.quantizer, p.size("dimension"));
    const std::uint64_t blocks = (p.size("samples") + stream.rows() - 1) / stream.rows();
    if (context.progress) context.progress->begin(blocks);
    const Rng rng(context.seed);
    PartialGate gate(context);
    Tally tally;
    measureBlocks(
        0, blocks, context, [&](std::uint64_t number) { return stream.measure(rng.split(number)); },
        [&](const Tally& block) { tally.merge(block); }, [&] { gate.offer([&] { return report(setting, tally); }); });
    return report(setting, tally);
}

} // namespace

StudyEntry study_entries::levels() {
    StudyEntry entry;
    entry.id = "levels";
    entry.title = "Levels and thresholds";
    entry.summary = "What any quantizer of single numbers does to a long vector: angle, error, zeros, entropy.";
    entry.source = "Lloyd 1957 and Max 1960 for the best levels; the angles are derived here";
    entry.grade = "derived";
    entry.seen =
        "The curve is the law of the entries; the spikes are thresholds, the points the levels that entries move to. "
        "Beside it stands the angle that is left between a long vector and its quantized copy.";
    entry.why =
        "With the best levels the cosine squared is one minus the relative error, so a smaller error is a smaller "
        "angle. "
        "A zero level helps early: most entries of a hill are small, and sign puts them far from where they were.";
    entry.attempt =
        "Take ternary and move the threshold from 0 to 1: the angle falls from 37 degrees to 26 and rises again.";
    const auto preset = [](const char* title, const char* hint, Params values) {
        return StudyPreset{title, hint, std::move(values)};
    };
    entry.presets = {
        preset("Best ternary", "Threshold 0.612 sigma: 46 % zeros and 25.85 degrees.",
               {{"scheme", std::string("ternary")}, {"threshold", 0.612003}}),
        preset("A small threshold", "1/9 sigma, as in the code of Anderson and Berg: nearly binary, 33.8 degrees.",
               {{"scheme", std::string("ternary")}, {"threshold", 1.0 / 9}}),
        preset("Two bits", "Four levels leave 20 degrees.",
               {{"scheme", std::string("lloyd_max")}, {"bits", std::int64_t{2}}}),
        preset("Your own", "Type thresholds and levels, or drag them.", {{"scheme", std::string("user")}})};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
