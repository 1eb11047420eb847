// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace orthant {

/// A number that was measured beside the one that theory gives; NaN: not measured, or no line known.
struct Reading {
    std::string id;    ///< snake_case with the unit: "mean_deg"
    std::string title; ///< for people: "Mean angle"
    std::string unit;  ///< "" when it has none
    double measured = std::numeric_limits<double>::quiet_NaN();
    double theory = std::numeric_limits<double>::quiet_NaN();
    double standardError = std::numeric_limits<double>::quiet_NaN(); ///< of the measured value
    std::string note = {}; ///< formula and source of the theory
    /// What the second number is: "theory" predicts this measurement, and the difference in standard errors means something;
    /// "limit", "Gaussian" and other names are lines to compare with.
    std::string line = "theory";
};

struct FigureAxis {
    std::string title;
    std::string unit = {};
    bool logarithmic = false;
    std::optional<double> minimum = {}, maximum = {}; ///< fixed ends; else the data decide
};

/// One curve. Values that are NaN are left out.
struct FigureSeries {
    enum class Style {
        Line,
        Steps,  ///< a histogram: y[i] holds from x[i] to x[i + 1]; x has one more value, the last edge
        Spikes, ///< from zero to y[i]: a distribution over few values
        Points,
        Theory, ///< what a formula predicts
    };
    std::string name;
    std::vector<double> x, y;
    Style style = Style::Line;
    std::string note = {}; ///< formula and source
};

/// How many points fell into each cell of a grid, with the line of regression through them.
struct DensityMap {
    double xLow = 0, xHigh = 1, yLow = 0, yHigh = 1;
    std::size_t columns = 0, rows = 0;
    std::vector<std::uint64_t> counts; ///< rows x columns, row 0 at yLow; points outside are in no cell
    bool signQuadrants = false;        ///< the quadrants x y < 0 are those of sign flips: drawn grey
    std::optional<double> slope, intercept;
};

/// A small picture: a principal component, a filter. Signed values are drawn around zero.
struct Tile {
    std::string title;
    std::size_t width = 0, height = 0, channels = 1; ///< 1 or 3 channels
    std::vector<float> values;                       ///< height x width x channels
};

/// What a study wants to be drawn, without saying how: curves, or a density map with curves over it, or tiles.
struct Figure {
    std::string id; ///< snake_case, unique in its result
    std::string title;
    std::string caption = {}; ///< one or two sentences under the plot
    FigureAxis x, y;
    std::vector<FigureSeries> series;
    std::optional<DensityMap> map = {};
    std::vector<Tile> tiles = {};
    std::string group = {}; ///< figures of one group are small multiples: the layers of a network
};

} // namespace orthant
