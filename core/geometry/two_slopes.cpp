// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/sampling.h"
#include "core/geometry/toy_training.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

enum Stream : std::uint64_t { StartStream = 100 }; ///< beside those of the problem itself
constexpr double lowest = 1, highest = 40;

std::vector<ParamSpec> params() {
    return {booleanParam("rising", "Rising", true, "Both start at 1 and rise to their ends over the run; else they have their ends from the start."),
            integerParam("cells", "Values of each mu", 9, "At equal ratios from 1 to 40.").range(2, 40),
            realParam("rate", "Learning rate", 0.05, "The length of a step.").range(1e-4, 1).log(),
            integerParam("steps", "Steps", 600, "Gradient steps of a run.").range(2, 20000).log(),
            integerParam("dimension", "Weights", 40, "Length of the weight vector.").range(1, 200).log(),
            integerParam("samples", "Samples", 30, "Rows of the data.").range(1, 1000).log(),
            realParam("noise", "Label noise", 0.5, "Deviation of what is added to the labels of the teacher.").range(0, 10),
            integerParam("seeds", "Seeds", 8, "Runs of each cell.").range(1, 1000).log()};
}

struct Cell {
    Running loss, flips;
};

/// All pairs of a mu forward and a mu backward.
struct Grid {
    const Params& params;
    const StudyContext& context;
    std::size_t side = params.size("cells"), steps = params.size("steps");
    std::vector<double> mu;
    std::vector<std::vector<ScalarMaps>> maps; ///< of SignSwish for each mu, at each step

    Grid(const Params& p, const StudyContext& c) : params(p), context(c) {
        for (std::size_t i = 0; i < side; ++i) {
            mu.push_back(lowest * std::pow(highest / lowest, static_cast<double>(i) / static_cast<double>(side - 1)));
            maps.push_back(mapsOver(Component("bnn_plus_plus", {{"muStart", params.boolean("rising") ? 1.0 : mu[i]}, {"muEnd", mu[i]}}), steps, ""));
        }
    }
    bool cancelled() const { return context.progress && context.progress->cancelled(); }

    /// One problem, by all pairs; empty when cancelled.
    std::vector<Cell> measure(const Rng& rng) const {
        const std::size_t d = params.size("dimension");
        const LeastSquares problem = drawLeastSquares(d, params.size("samples"), params.real("noise"), rng);
        std::vector<double> start(d);
        for (std::size_t i = 0; i < d; ++i) start[i] = 0.01 * rng.split(StartStream).normal(i);
        std::vector<Cell> cells(side * side);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cancelled()) return {};
            ToyRun run(start);
            for (std::size_t t = 0; t < steps; ++t)
                run.advance(problem, {maps[i / side][t].forward, maps[i % side][t].backward}, ToyRule::Connect, params.real("rate"));
            cells[i].loss.add(problem.loss(run.signs()));
            cells[i].flips.add(static_cast<double>(run.flips));
        }
        return cells;
    }

    StudyResult report(const std::vector<Cell>& cells) const {
        StudyResult result;
        Table table({{"mu_forward", "", {}}, {"mu_backward", "", {}}, {"loss", "", {}}, {"flips", "", {}}});
        for (std::size_t i = 0; i < cells.size(); ++i)
            table.addRow({mu[i / side], mu[i % side], cells[i].loss.average(), cells[i].flips.average()});
        result.table = std::move(table);
        for (const bool flips : {false, true}) {
            const auto value = [&](std::size_t i) { return (flips ? cells[i].flips : cells[i].loss).average(); };
            Figure curves{flips ? "flips" : "loss", flips ? "Flips of a run" : "Loss of the signs",
                          "A line for each mu forward. The points are where both are the same: the only legal pairs.",
                          {"mu backward", "", true}, {flips ? "Flips of a run" : "Loss of sign(w*)", "", true}, {}};
            FigureSeries legal{"legal: the same mu", {}, {}, Style::Points};
            for (std::size_t f = 0; f < side; ++f) {
                FigureSeries line{"mu forward " + shortest(std::round(10 * mu[f]) / 10), mu, {}};
                for (std::size_t b = 0; b < side; ++b) line.y.push_back(value(f * side + b));
                legal.x.push_back(mu[f]);
                legal.y.push_back(value(f * side + f));
                if (f % std::max<std::size_t>(1, side / 4) == 0) curves.series.push_back(std::move(line));
            }
            curves.series.push_back(std::move(legal));
            result.figures.push_back(std::move(curves));
        }
        Figure map{"map", "Both over all pairs", "mu backward to the right, mu forward upwards: the legal pairs are the diagonal. Logarithms, less their mean.", {}, {}, {}};
        for (const bool flips : {false, true}) {
            Tile tile{flips ? "flips" : "loss", side, side, 1, {}};
            double mean = 0;
            const auto value = [&](std::size_t i) { return std::log10(std::max((flips ? cells[i].flips : cells[i].loss).average(), 1e-6)); };
            for (std::size_t i = 0; i < cells.size(); ++i) mean += value(i) / static_cast<double>(cells.size());
            for (std::size_t row = side; row-- > 0;)
                for (std::size_t b = 0; b < side; ++b) tile.values.push_back(static_cast<float>(value(row * side + b) - mean));
            map.tiles.push_back(std::move(tile));
        }
        result.figures.push_back(std::move(map));
        Running diagonal, others;
        for (std::size_t i = 0; i < cells.size(); ++i) (i / side == i % side ? diagonal : others).add(cells[i].loss.average());
        result.readings = {{"legal_loss", "Mean loss of the legal pairs", "", diagonal.average()},
                           {"other_loss", "Mean loss of all others", "", others.average()},
                           {"runs", "Runs of each pair", "", static_cast<double>(cells.empty() ? 0 : cells[0].loss.count)}};
        result.notes = {"One problem in double precision; the weights start near 0. No claim about networks."};
        return result;
    }
};

StudyResult run(const Params& p, const StudyContext& context) {
    const Grid grid(p, context);
    std::vector<Cell> cells(grid.side * grid.side);
    const std::size_t seeds = p.size("seeds");
    if (context.progress) context.progress->begin(seeds);
    PartialGate gate(context);
    const Rng rng(context.seed);
    measureBlocks(
        0, seeds, context, [&](std::uint64_t number) { return grid.measure(rng.split(number)); },
        [&](const std::vector<Cell>& block) {
            for (std::size_t i = 0; i < block.size(); ++i) {
                cells[i].loss.merge(block[i].loss);
                cells[i].flips.merge(block[i].flips);
            }
        },
        [&] { gate.offer([&] { return grid.report(cells); }); });
    return grid.report(cells);
}

} // namespace

/// SignSwish forward with one mu and its slope with another: legal only where they are the same.
/// @source  derived here
StudyEntry study_entries::two_slopes() {
    StudyEntry entry;
    entry.id = "two_slopes";
    entry.title = "Break the pair";
    entry.summary = "BNN++ with one mu forward and another backward, on a convex problem: what a pair that does not belong together costs.";
    entry.source = "derived here";
    entry.grade = "derived";
    entry.lab = Lab::Training;
    entry.seen = "Each cell is a pair of steepnesses, forward and backward, trained on the same problems. Legal pairs are on the diagonal; the figures are the "
                 "loss of the signs at the end and how often signs flipped.";
    entry.why = "Where both agree, training is gradient descent on the loss behind SignSwish. Elsewhere the backward map is the slope of another function: "
                "weights are pushed the wrong way between the two peaks, or not at all.";
    entry.attempt = "Switch 'Rising' off: then the soft phase is missing, and a legal pair alone does not help.";
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
