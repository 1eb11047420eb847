// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/theory.h"
#include "core/geometry/toy_training.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

constexpr double reach = 2.2;         ///< of the map
constexpr std::size_t mostPoints = 1000; ///< of a path; longer ones are thinned out

struct Method {
    std::string id, title;
    Component pair;
    ToyRule rule = ToyRule::Connect;
};

std::vector<ParamSpec> params() {
    return {realParam("minimumX", "Minimum, first weight", 0.2, "Where the loss is smallest.").range(-2, 2),
            realParam("minimumY", "Minimum, second weight", 0.6, "Where the loss is smallest.").range(-2, 2),
            realParam("stretch", "Stretch", 4, "How much steeper the loss is across the valley than along it.").range(1, 100).log(),
            realParam("angle", "Direction of the valley", 30, "Against the axis of the first weight.").range(-90, 90).in("deg"),
            realParam("startX", "Start, first weight", -0.8, "Latent weight at the start.").range(-2, 2),
            realParam("startY", "Start, second weight", 0.3, "Latent weight at the start.").range(-2, 2),
            realParam("rate", "Learning rate", 0.05, "The length of a step.").range(1e-3, 1).log(),
            integerParam("steps", "Steps", 200, "Gradient steps; what is scheduled moves from its start to its end over them.").range(1, 20000).log(),
            componentParam("quantizer", "Your pair", "quantizers", Component("drawn"), "Shown beside BinaryConnect, PC and BNN++."),
            choiceParam("rule", "Rule of your pair", "connect", toyRules, "Where the gradient is taken, and what the step is added to.")};
}

/// l(w) = (w - c)^T H (w - c) / 2; the largest slope is 1. Its teacher is the best of the four corners.
struct Valley {
    std::array<double, 2> centre;
    double along = 1, across = 1, angle = 0; ///< curvatures
    LeastSquares loss;

    explicit Valley(const Params& p)
        : centre{p.real("minimumX"), p.real("minimumY")}, along(1 / p.real("stretch")), angle(theory::radians(p.real("angle"))) {
        const double c = std::cos(angle), s = std::sin(angle);
        loss.dimension = 2;
        const double xx = along * c * c + across * s * s, yy = along * s * s + across * c * c, xy = (along - across) * c * s;
        loss.hessian = {xx, xy, xy, yy};
        loss.linear = {xx * centre[0] + xy * centre[1], xy * centre[0] + yy * centre[1]};
        loss.constant = (centre[0] * loss.linear[0] + centre[1] * loss.linear[1]) / 2;
        loss.teacher = {1, 1};
        for (const double x : {-1.0, 1.0})
            for (const double y : {-1.0, 1.0})
                if (const std::vector<double> corner{x, y}; loss.loss(corner) < loss.loss(loss.teacher)) loss.teacher = corner;
    }
    /// The ellipses on which the loss has these values, in one stroke: from one to the next it follows the floor of the valley.
    FigureSeries contours() const {
        FigureSeries line{"contours", {}, {}, Style::Theory, "of the loss: 0.02, 0.1, 0.3, 0.7 and 1.5; the straight piece is the floor of the valley"};
        for (const double value : {0.02, 0.1, 0.3, 0.7, 1.5})
            for (int i = 0; i <= 180; ++i) {
                const double t = theory::radians(2 * i), u = std::sqrt(2 * value / along) * std::cos(t), v = std::sqrt(2 * value / across) * std::sin(t);
                line.x.push_back(centre[0] + u * std::cos(angle) - v * std::sin(angle));
                line.y.push_back(centre[1] + u * std::sin(angle) + v * std::cos(angle));
            }
        return line;
    }
};

/// A run and its way.
struct Path {
    ToyRun run;
    FigureSeries latent{"latent w*", {}, {}}, used{"used F(w*)", {}, {}, Style::Points};
    FigureSeries hard = {}; ///< loss of the signs over the steps
};

Path follow(const Method& method, const Valley& valley, const Params& p) {
    const std::size_t steps = p.size("steps"), every = (steps + mostPoints - 1) / mostPoints;
    const auto maps = mapsOver(method.pair, steps + 1, "/quantizer");
    Path path{ToyRun({p.real("startX"), p.real("startY")})};
    for (std::size_t t = 0; t <= steps; ++t) {
        if (t % every == 0 || t == steps) {
            const std::vector<double>& w = path.run.latent;
            const std::vector<double> used{maps[t].forward(w[0]), maps[t].forward(w[1])};
            path.latent.x.push_back(w[0]);
            path.latent.y.push_back(w[1]);
            path.used.x.push_back(used[0]);
            path.used.y.push_back(used[1]);
            path.hard.x.push_back(static_cast<double>(t));
            path.hard.y.push_back(valley.loss.loss(path.run.signs()));
        }
        if (t < steps) path.run.advance(valley.loss, maps[t], method.rule, p.real("rate"));
    }
    return path;
}

Figure mapOf(const Method& method, const Valley& valley, const Path& path) {
    Figure figure{"path_" + method.id, method.title, "", {"First weight", "", false, -reach, reach}, {"Second weight", "", false, -reach, reach}, {}};
    figure.series.push_back(path.latent);
    figure.series.push_back(path.used);
    figure.series.push_back({"corners", {-1, -1, 1, 1}, {-1, 1, -1, 1}, Style::Points, "where all that ships lies"});
    figure.series.push_back(valley.contours());
    figure.group = "paths";
    return figure;
}

StudyResult run(const Params& p, const StudyContext& context) {
    const Valley valley(p);
    const std::vector<Method> methods = {{"bc", "BinaryConnect", Component("ste_sign", {{"clip", 0.0}})},
                                         {"pc", "PC with L", Component("proximal")},
                                         {"bnn_plus_plus", "BNN++", Component("bnn_plus_plus")},
                                         {"own", "Your pair", p.component("quantizer"), toyRuleOf(p.text("rule"))}};
    const double best = valley.loss.loss(valley.loss.teacher);
    StudyResult result;
    Table table({{"method", "", {}}, {"step", "", {}}, {"latent_x", "", {}}, {"latent_y", "", {}}, {"used_x", "", {}}, {"used_y", "", {}}});
    Figure losses{"loss", "Loss of the signs", "", {"Step"}, {"Loss of sign(w*)"}, {}};
    losses.group = "loss";
    if (context.progress) context.progress->begin(methods.size());
    for (std::size_t m = 0; m < methods.size(); ++m) {
        if (context.progress && context.progress->cancelled()) break;
        const Path path = follow(methods[m], valley, p);
        for (std::size_t i = 0; i < path.latent.x.size(); ++i)
            table.addRow({static_cast<double>(m + 1), path.hard.x[i], path.latent.x[i], path.latent.y[i], path.used.x[i], path.used.y[i]});
        result.figures.push_back(mapOf(methods[m], valley, path));
        losses.series.push_back({methods[m].title, path.hard.x, path.hard.y});
        result.readings.push_back({methods[m].id + "_loss", methods[m].title + ": loss of its corner", "", valley.loss.loss(path.run.signs()), best,
                                   std::numeric_limits<double>::quiet_NaN(), std::to_string(path.run.flips) + " flips", "best corner"});
        if (context.progress) context.progress->advance();
    }
    if (!losses.series.empty()) {
        losses.series.push_back({"best corner", {0, static_cast<double>(p.size("steps"))}, {best, best}, Style::Theory, "of all four"});
        result.figures.push_back(std::move(losses));
    }
    result.table = std::move(table);
    result.notes = {"Methods in the table: 1 BinaryConnect, 2 PC with L, 3 BNN++, 4 your pair. Nothing is clipped.",
                    "The loss is a parabola, (w - c)^T H (w - c) / 2; its contours are ellipses, drawn by formula."};
    return result;
}

} // namespace

/// Two weights on the map of their loss: where the latent ones go and where the used ones are.
/// @source  derived here
StudyEntry study_entries::two_weights() {
    StudyEntry entry;
    entry.id = "two_weights";
    entry.title = "Two weights on a map";
    entry.summary = "The ways of latent and used weights over the contours of a loss, between the four corners of signs.";
    entry.source = "derived here";
    entry.grade = "derived";
    entry.lab = Lab::Training;
    entry.seen = "Ellipses are contours of the loss, the four points the corners of signs. The line is the way of the latent weights, the points are what the "
                 "network uses: F of them.";
    entry.why = "With a sign forward the gradient is taken at a corner, so the used weights hop between corners and never see the valley. Soft maps see it: "
                "they slide down and are pushed to a corner as the map hardens.";
    entry.attempt = "Move the minimum to the middle between two corners: BinaryConnect hops between them for ever.";
    entry.presets = {{"Between corners", "The minimum is far from every corner.", {}},
                     {"Near a corner", "All methods end in the corner beside the minimum.", {{"minimumX", 0.9}, {"minimumY", 0.8}}},
                     {"Wrong rounding", "In a narrow valley the corner nearest to the minimum is not the best one.",
                      {{"minimumX", 0.3}, {"minimumY", -0.2}, {"stretch", 30.0}, {"angle", 45.0}}}};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
