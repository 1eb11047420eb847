// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/geometry/catalogue.h"
#include "core/geometry/filter_bank.h"
#include "core/geometry/pair_tally.h"
#include "core/geometry/patch_lab.h"
#include "core/geometry/patch_source.h"
#include "core/geometry/patch_statistics.h"
#include "core/geometry/sampling.h"
#include "core/geometry/theory_rotation.h"
#include "core/tensor/gemm.h"

#include <cmath>
#include <memory>
#include <optional>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t patchesPerBlock = 256, shownComponents = 12, shownFilters = 4;

std::vector<ParamSpec> params() {
    return {
        choiceParam("source", "Patches of", "picture", {"picture", "dataset"},
                    "One picture, or the training samples of a data set."),
        pathParam("picture", "Picture", "", "A PNG or JPEG file; empty: a picture that the program draws.")
            .onlyFor("source", {"picture"}),
        componentParam("data", "Data set", "datasets",
                       Component("glyphs", {{"train", std::int64_t{2000}}, {"test", std::int64_t{10}}}),
                       "Its samples must be pictures.")
            .onlyFor("source", {"dataset"}),
        booleanParam("grey", "Grey", false, "Mix the colours to one channel."),
        integerParam("side", "Side", 3, "Pixels on each side of a patch, and of a filter.").range(2, 11),
        integerParam("patches", "Patches", 20000, "Half of them give the covariance, the other half the dot products.")
            .range(1000, 1e7)
            .log(),
        choiceParam("filters", "Filters", "zero_mean", {"zero_mean", "unstructured", "given"},
                    "Random ones with or without their mean, or one of your own: those of the map."),
        integerParam("filterCount", "Random filters", 64, "Filters of each kind.").range(1, 512).log(),
        textParam("filter", "Your filter", "", "side x side x channels numbers, rows from the top, colours innermost.")
            .onlyFor("filters", {"given"})};
}

class Microscope {
  public:
    Microscope(const Params& p, const StudyContext& context);
    StudyResult run();

  private:
    struct Block {
        Tensor patches, products;
    };
    struct Pairs {
        std::vector<FilterBank::Products> banks;
    };

    Tensor cut(std::uint64_t block) const;
    Pairs multiply(std::uint64_t block) const;
    void merge(const Pairs& pairs);
    void predict();
    double neighbours() const;

    StudyResult report();
    Figure componentTiles() const;
    Figure filterTiles() const;
    Figure spectrum() const;
    Figure gains() const;
    Figure map() const;
    void addReadings(std::vector<Reading>& readings) const;

    const Params& p_;
    const StudyContext& context_;
    PatchSource source_;
    std::size_t side_, d_;
    std::uint64_t blocks_; ///< of each half
    Rng rng_;
    CovarianceSums sums_;
    std::vector<float> mean_;
    std::vector<double> covariance_;
    std::optional<Components> components_;
    std::vector<FilterBank> banks_;
    std::size_t shown_ = 0;
    std::unique_ptr<PairTally> tally_;
};

PatchSource openSource(const Params& p, const StudyContext& context) {
    if (p.text("source") == "picture") return PatchSource::ofPicture(p.text("picture"), p.boolean("grey"));
    return PatchSource::ofDataset(loadDataset(p.component("data"), {{}, context.progress}), p.boolean("grey"));
}

Microscope::Microscope(const Params& p, const StudyContext& context)
    : p_(p), context_(context), source_(openSource(p, context)), side_(p.size("side")),
      d_(side_ * side_ * source_.channels()), blocks_((p.size("patches") / 2 + patchesPerBlock - 1) / patchesPerBlock),
      rng_(context.seed), sums_(d_) {
    source_.checkSide(side_);
    const std::size_t count = p.size("filterCount");
    banks_.emplace_back("zero_mean", "zero-mean filters", randomFilters(count, d_, true, rng_.split(1)));
    banks_.emplace_back("unstructured", "unstructured filters", randomFilters(count, d_, false, rng_.split(2)));
    if (p.text("filters") == "given")
        banks_.emplace_back("given", "your filter", givenFilter(p.text("filter"), side_, source_.channels()));
    for (std::size_t b = 0; b < banks_.size(); ++b)
        if (banks_[b].id == p.text("filters")) shown_ = b;
    tally_ = std::make_unique<PairTally>(banks_[shown_].filters.rows());
}

Tensor Microscope::cut(std::uint64_t block) const {
    Tensor patches({patchesPerBlock, d_});
    for (std::size_t i = 0; i < patchesPerBlock; ++i)
        source_.cut(rng_.split(3), block * patchesPerBlock + i, side_, patches.row(i));
    return patches;
}

/// The dot products of one block of the second half, with the mean patch of the first half taken away.
Microscope::Pairs Microscope::multiply(std::uint64_t block) const {
    Tensor x = cut(block);
    for (std::size_t r = 0; r < x.rows(); ++r)
        for (std::size_t i = 0; i < d_; ++i)
            x[r * d_ + i] -= mean_[i];
    Pairs pairs;
    for (std::size_t b = 0; b < banks_.size(); ++b) {
        pairs.banks.push_back(banks_[b].multiply(x));
        if (b != shown_) pairs.banks.back().binarized = pairs.banks.back().plain = {}; // only the sums are needed
    }
    return pairs;
}

void Microscope::merge(const Pairs& pairs) {
    tally_->add(pairs.banks[shown_].binarized, pairs.banks[shown_].plain);
    for (std::size_t b = 0; b < banks_.size(); ++b)
        banks_[b].merge(pairs.banks[b]);
}

void Microscope::predict() {
    covariance_ = sums_.covariance();
    const std::vector<double> mean = sums_.mean();
    mean_.assign(mean.begin(), mean.end());
    components_ = componentsOf(covariance_, d_, "/" + p_.text("source"));
    for (FilterBank& bank : banks_)
        bank.predicted = factsOf(bank.filters, covariance_);
    std::vector<double> independent(d_ * d_);
    for (std::size_t i = 0; i < d_; ++i)
        independent[i * d_ + i] = 1;
    banks_[0].law = theory::pooledMoments(covariance_, zeroMeanCovariance(d_)).weights();
    banks_[1].law = theory::pooledMoments(covariance_, independent).weights();
}

StudyResult Microscope::run() {
    if (context_.progress) context_.progress->begin(2 * blocks_);
    PartialGate gate(context_);
    const auto offer = [&] { gate.offer([&] { return report(); }); };
    const bool first = measureBlocks(
        0, blocks_, context_,
        [&](std::uint64_t number) {
            Block block{cut(number), Tensor({d_, d_})};
            floatProduct(block.patches.matrix(), Transpose::Yes, block.patches.matrix(), Transpose::No,
                         block.products.matrix());
            return block;
        },
        [&](const Block& block) { sums_.add(block.patches, block.products); }, offer);
    if (!first) return report();
    predict();
    measureBlocks(
        blocks_, blocks_, context_, [&](std::uint64_t number) { return multiply(number); },
        [&](const Pairs& pairs) { merge(pairs); }, offer);
    return report();
}

StudyResult Microscope::report() {
    StudyResult result;
    if (sums_.count() == 0) return result;
    if (mean_.empty()) { // not all of the first half is there yet
        covariance_ = sums_.covariance();
        if (!varies(covariance_, d_)) return result;
        components_ = componentsOf(covariance_, d_, "/" + p_.text("source"));
    }
    result.table = Table({{"component", "", {}}, {"share", "", {}}});
    for (std::size_t k = 0; k < d_; ++k)
        result.table.addRow({static_cast<double>(k + 1), components_->shares[k]});
    addReadings(result.readings);
    result.figures = {componentTiles(), spectrum()};
    if (tally_->pairs() > 0) {
        result.figures.push_back(map());
        result.figures.push_back(gains());
    }
    result.figures.push_back(filterTiles());
    result.notes = {"Patches of " + source_.title() + ": " + std::to_string(side_) + " x " + std::to_string(side_) +
                        " pixels, " + std::to_string(source_.channels()) +
                        (source_.channels() == 1 ? " channel." : " channels."),
                    "Half of the patches give the covariance, from which the correlations are predicted; they are "
                    "measured on the other half, "
                    "without the mean patch."};
    return result;
}

double Microscope::neighbours() const {
    double sum = 0;
    std::size_t count = 0;
    const std::size_t channels = source_.channels();
    for (std::size_t i = 0; i + channels < d_; ++i) {
        if (i / channels % side_ == side_ - 1) continue; // the end of a row
        const std::size_t j = i + channels;
        const double variances = covariance_[i * d_ + i] * covariance_[j * d_ + j];
        if (!(variances > 0)) continue;
        sum += covariance_[i * d_ + j] / std::sqrt(variances);
        ++count;
    }
    return count == 0 ? unknown : sum / static_cast<double>(count);
}

void Microscope::addReadings(std::vector<Reading>& readings) const {
    readings = {{"patches", "Patches", "",
                 static_cast<double>(sums_.count() + tally_->pairs() / banks_[shown_].filters.rows())},
                {"brightness_share", "Variance along the first component", "", components_->shares[0]},
                {"brightness_cosine", "Cosine of that component and an even grey", "", components_->brightness},
                {"participation_ratio", "Components that share the variance", "", components_->participation, unknown,
                 unknown, "(tr C)^2 / tr C^2"},
                {"neighbour_correlation", "Correlation of neighbouring pixels", "", neighbours()}};
    for (const FilterBank& bank : banks_) {
        if (bank.predicted.empty()) continue;
        double gain = 0, leak = 0;
        for (const FilterFacts& f : bank.predicted) {
            gain += f.gain / static_cast<double>(bank.predicted.size());
            leak += f.leak / static_cast<double>(bank.predicted.size());
        }
        const double r = pooledCorrelation(bank.predicted);
        readings.push_back(
            {"r_" + bank.id, "Correlation, " + bank.title, "", bank.measured(), r, bank.standardError(),
             "exact for these filters: w^T C q / sqrt(w^T C w q^T C q), C from the other half of the patches",
             "predicted"});
        Reading flips{"flips_" + bank.id,
                      "Products that change sign, " + bank.title,
                      "",
                      bank.flipRate(),
                      theory::signFlipRate(r),
                      unknown,
                      "arccos(r)/pi, for Gaussian patches"};
        flips.line = "Gaussian";
        readings.push_back(std::move(flips));
        readings.push_back({"gain_" + bank.id, "Variance along the filter, " + bank.title, "", gain, unknown, unknown,
                            "g = (w^T C w / |w|^2) / (tr C / d): 1 for a direction like any other"});
        readings.push_back({"leak_" + bank.id, "Brightness in the binarized product, " + bank.title, "", leak, unknown,
                            unknown, "part of its variance that comes through the mean of the patch"});
        if (std::isfinite(bank.law))
            readings.push_back(
                {"law_" + bank.id, "Correlation over all " + bank.title, "", unknown, bank.law, unknown,
                 "sums of covariances and their arcsines, exact for Gaussian patches with this covariance"});
    }
}

std::string percent(double share) { return shortest(std::round(1000 * share) / 10) + " %"; }

Figure Microscope::componentTiles() const {
    Figure figure{"components",
                  "Principal components of the patches",
                  "The first one is brightness: all pixels together. The others are edges and colours.",
                  {},
                  {},
                  {}};
    for (std::size_t k = 0; k < std::min(shownComponents, d_); ++k) {
        const auto row = components_->vectors.row(k);
        figure.tiles.push_back({std::to_string(k + 1) + ": " + percent(components_->shares[k]),
                                side_,
                                side_,
                                source_.channels(),
                                {row.begin(), row.end()}});
    }
    return figure;
}

Figure Microscope::filterTiles() const {
    const FilterBank& bank = banks_[shown_];
    Figure figure{"filters", "Filters and their signs", "Each filter of the map, and what is left of it.", {}, {}, {}};
    for (std::size_t f = 0; f < std::min(shownFilters, bank.filters.rows()); ++f)
        for (const auto& [title, tensor] : {std::pair{"filter ", &bank.filters}, {"signs of ", &bank.signs}}) {
            const auto row = tensor->row(f);
            figure.tiles.push_back(
                {title + std::to_string(f + 1), side_, side_, source_.channels(), {row.begin(), row.end()}});
        }
    return figure;
}

Figure Microscope::spectrum() const {
    Figure figure{"spectrum",    "Spectrum of the patches",           "Shares of the variance, largest first.",
                  {"Component"}, {"Share of the variance", "", true}, {}};
    FigureSeries series{"share", {}, {}, Style::Points};
    for (std::size_t k = 0; k < d_; ++k) {
        series.x.push_back(static_cast<double>(k + 1));
        series.y.push_back(components_->shares[k] > 0 ? components_->shares[k] : unknown);
    }
    figure.series.push_back(std::move(series));
    return figure;
}

Figure Microscope::map() const {
    Figure figure{"products",
                  "Dot products: binarized against real, " + banks_[shown_].title,
                  "Grey quadrants: the product changed its sign.",
                  {"x . sign(w)"},
                  {"x . w"},
                  {}};
    figure.map = tally_->map();
    return figure;
}

Figure Microscope::gains() const {
    Figure figure{"gains",
                  "Correlation against the variance that a filter sees",
                  "Each point is a filter. Those in directions of little variance lose most.",
                  {"Variance along the filter, g", "", true},
                  {"Correlation r"},
                  {}};
    figure.y.maximum = 1;
    double low = 0.1, high = 2;
    for (const FilterBank& bank : banks_) {
        FigureSeries points{bank.title, {}, {}, Style::Points};
        for (std::size_t f = 0; f < bank.sums.size(); ++f) {
            const FilterBank::Sums& s = bank.sums[f];
            points.x.push_back(bank.predicted[f].gain);
            points.y.push_back(s.product / std::sqrt(s.plain * s.square));
            low = std::min(low, points.x.back());
            high = std::max(high, points.x.back());
        }
        figure.series.push_back(std::move(points));
    }
    FigureSeries law{"gain law",
                     {},
                     {},
                     Style::Theory,
                     "r^2 = 1/(1 + 0.5708/g): the error of the signs spread evenly over all components"};
    low = std::max(low, 1e-6);
    for (int i = 0; i <= 80; ++i) {
        law.x.push_back(low * std::pow(high / low, i / 80.0));
        law.y.push_back(theory::gainCorrelation(37.071435, law.x.back()));
    }
    figure.series.push_back(std::move(law));
    return figure;
}

} // namespace

StudyEntry study_entries::first_layer() {
    StudyEntry entry;
    entry.id = "first_layer";
    entry.title = "First-layer microscope";
    entry.summary = "Patches of pictures: their principal components, and what signs do to filters that look at them.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199, for the question; the formulas are derived here";
    entry.grade = "derived";
    entry.seen = "The tiles are the directions in which patches of a picture vary most, with their shares of the "
                 "variance; nearly all of it is "
                 "brightness. The map shows the dot products of patches with binarized filters against those with the "
                 "filters themselves.";
    entry.why =
        "Edge filters look across the brightness, where little varies, but their signs seldom sum to zero exactly, so "
        "brightness "
        "leaks into the product and drowns it. Filters without structure see the average variance and keep r near 0.8.";
    entry.attempt = "Switch between zero-mean and unstructured filters, then load a picture of your own.";
    entry.presets = {
        {"Edge filters",
         "Zero-mean filters lose much of the correlation to brightness.",
         {{"filters", std::string("zero_mean")}}},
        {"No structure",
         "Filters that see brightness too keep r near 0.8.",
         {{"filters", std::string("unstructured")}}},
        {"A filter of one's own",
         "An upright edge in grey: its middle column is 0, and signs make it +1.",
         {{"filters", std::string("given")}, {"grey", true}, {"filter", std::string("-1, 0, 1, -2, 0, 2, -1, 0, 1")}}},
        {"Digits",
         "Patches of drawn digits, five pixels wide.",
         {{"source", std::string("dataset")}, {"side", std::int64_t{5}}}}};
    entry.params = params();
    entry.run = [](const Params& p, const StudyContext& context) { return Microscope(p, context).run(); };
    return entry;
}

} // namespace orthant
