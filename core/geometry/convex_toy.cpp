// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/sampling.h"
#include "core/geometry/toy_training.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

enum Stream : std::uint64_t { StartStream = 100 }; ///< beside those of the problem itself
constexpr std::size_t curvePoints = 100;

/// A method with what an earlier program of ours found for it at the values that are the defaults here.
struct Method {
    std::string id, title;
    Component pair;
    ToyRule rule = ToyRule::Connect;
    double loss = std::numeric_limits<double>::quiet_NaN(), wrong = loss, flips = loss;
};

Component paired(const Component& forward, const Component& backward) {
    return Component("paired", {{"forward", forward}, {"backward", backward}});
}

std::vector<Method> allMethods() {
    const Component plain("ste_sign", {{"clip", 0.0}}), map("proximal");
    const Component swish("bnn_plus_plus", {{"ramp", std::string("linear")}}), steep("tanh", {{"betaEnd", 20.0}});
    return {{"ptq", "Quantized afterwards", Component("identity"), ToyRule::Afterwards, 3.29, 2.53, 18},
            {"bc", "BinaryConnect", plain, ToyRule::Connect, 3.21, 1.52, 4457},
            {"pc", "PC with L", map, ToyRule::Connect, 2.56, 1.32, 657},
            {"rpc", "Reverse PC", map, ToyRule::Reverse, 6.23, 5.60, 11},
            {"pq", "ProxQuant", Component("proximal", {{"rhoEnd", 0.05}, {"varrhoEnd", 0.05}}), ToyRule::Quant, 0.79, 0.97, 17},
            {"bnn", "BNN", Component("ste_sign"), ToyRule::Connect, 3.21, 1.52, 4457},
            {"bnn_plus", "BNN+, mu 5", Component("swish_sign"), ToyRule::Connect, 4.81, 6.33, 3645},
            {"bnn_plus_annealed", "BNN+, mu rising", paired(Component("ste_sign"), swish), ToyRule::Connect, 0.12, 0, 828},
            {"bnn_plus_plus", "BNN++", swish, ToyRule::Connect, 0.16, 0.17, 35},
            {"bi_real", "Bi-Real", Component("approx_sign"), ToyRule::Connect, 1.36, 0.81, 2636},
            {"poly_plus", "Poly+", Component("poly_plus"), ToyRule::Connect, 0.15, 0.02, 13},
            {"ede", "EDE", Component("ede_sign"), ToyRule::Connect, 0.17, 0.03, 3260},
            {"ede_plus", "EDE+", Component("ede_plus"), ToyRule::Connect, 0.12, 0, 20},
            {"tanh_pc", "PC with tanh", steep, ToyRule::Connect, 0.12, 0, 18}};
}

const std::vector<std::string> sets = {"all", "signs_forward", "repairs", "own"};

std::vector<Method> chosenMethods(const Params& params) {
    const std::string& set = params.text("methods");
    const auto in = [&](const std::string& id) {
        const auto among = [&](std::initializer_list<const char*> ids) { return std::ranges::find(ids, id) != ids.end(); };
        if (set == "signs_forward") return among({"bc", "bnn", "bnn_plus", "bnn_plus_annealed", "bi_real", "ede"});
        if (set == "repairs") return among({"bnn_plus", "bnn_plus_plus", "bi_real", "poly_plus", "ede", "ede_plus"});
        return set == "all";
    };
    std::vector<Method> methods;
    for (Method& method : allMethods())
        if (in(method.id)) methods.push_back(std::move(method));
    if (set == "own") methods.push_back({"own", "Your pair", params.component("quantizer"), toyRuleOf(params.text("rule"))});
    return methods;
}

std::vector<ParamSpec> params() {
    return {choiceParam("methods", "Methods", "all", sets, "What runs side by side, each from the same start on the same data."),
            componentParam("quantizer", "Your pair", "quantizers", Component("drawn"), "A forward and a backward map; scheduled ones move over the steps.")
                .onlyFor("methods", {"own"}),
            choiceParam("rule", "Rule", "connect", toyRules, "Where the gradient is taken, and what the step is added to.").onlyFor("methods", {"own"}),
            realParam("rate", "Learning rate", 0.05, "The length of a step.").range(1e-4, 1).log(),
            integerParam("steps", "Steps", 1500, "Gradient steps; what is scheduled moves from its start to its end over them.").range(2, 20000).log(),
            integerParam("dimension", "Weights", 40, "Length of the weight vector.").range(1, 200).log(),
            integerParam("samples", "Samples", 30, "Rows of the data; fewer than weights leave the loss flat along some directions.").range(1, 1000).log(),
            realParam("noise", "Label noise", 0.5, "Deviation of what is added to the labels of the teacher.").range(0, 10),
            realParam("spread", "Start", 0.01, "Deviation of the weights at the start.").range(0, 10),
            integerParam("seeds", "Seeds", 20, "Runs of each method.").range(1, 1000).log()};
}

/// What is kept of the runs of one method.
struct Outcome {
    Running loss, wrong, flips;
    std::vector<Running> curve; ///< loss of the signs over the steps

    void merge(const Outcome& other) {
        loss.merge(other.loss);
        wrong.merge(other.wrong);
        flips.merge(other.flips);
        curve.resize(std::max(curve.size(), other.curve.size()));
        for (std::size_t i = 0; i < other.curve.size(); ++i) curve[i].merge(other.curve[i]);
    }
};

struct Toy {
    const Params& params;
    std::vector<Method> methods;
    std::vector<std::vector<ScalarMaps>> maps; ///< of each method at each step
    std::size_t steps = params.size("steps"), every = std::max<std::size_t>(1, steps / curvePoints);

    std::vector<Outcome> measure(const Rng& rng) const {
        const std::size_t d = params.size("dimension");
        const LeastSquares problem = drawLeastSquares(d, params.size("samples"), params.real("noise"), rng);
        std::vector<double> start(d);
        for (std::size_t i = 0; i < d; ++i) start[i] = params.real("spread") * rng.split(StartStream).normal(i);
        std::vector<Outcome> outcomes(methods.size());
        for (std::size_t m = 0; m < methods.size(); ++m) {
            ToyRun run(start);
            Outcome& outcome = outcomes[m];
            for (std::size_t t = 0; t < steps; ++t) {
                if (t % every == 0) outcome.curve.emplace_back().add(problem.loss(run.signs()));
                run.advance(problem, maps[m][t], methods[m].rule, params.real("rate"));
            }
            outcome.loss.add(problem.loss(run.signs()));
            outcome.wrong.add(static_cast<double>(run.wrongSigns(problem)));
            outcome.flips.add(static_cast<double>(run.flips));
        }
        return outcomes;
    }

    StudyResult report(const std::vector<Outcome>& outcomes) const {
        StudyResult result;
        Figure loss{"loss", "Loss of the signs over the steps", "Mean over the seeds. What trains may be soft; this is the loss of sign(w*).",
                    {"Step"}, {"Loss of sign(w*)", "", true}, {}};
        Figure flips{"flips", "Flips of a run and loss at its end", "Each method is a point: few flips and a low loss is best.",
                     {"Flips of a run", "", true}, {"Loss of sign(w*)", "", true}, {}};
        Table table({{"method", "", {}}, {"loss", "", {}}, {"wrong_signs", "", {}}, {"flips", "", {}},
                     {"table_loss", "", {}}, {"table_wrong_signs", "", {}}, {"table_flips", "", {}}});
        std::string names;
        for (std::size_t m = 0; m < methods.size(); ++m) {
            const Method& method = methods[m];
            const Outcome& outcome = outcomes[m];
            FigureSeries curve{method.title, {}, {}};
            for (std::size_t i = 0; i < outcome.curve.size(); ++i) {
                curve.x.push_back(static_cast<double>(i * every));
                curve.y.push_back(outcome.curve[i].average());
            }
            loss.series.push_back(std::move(curve));
            flips.series.push_back({method.title, {outcome.flips.average()}, {outcome.loss.average()}, Style::Points});
            table.addRow({static_cast<double>(m + 1), outcome.loss.average(), outcome.wrong.average(), outcome.flips.average(), method.loss,
                          method.wrong, method.flips});
            names += (m == 0 ? "" : ", ") + std::to_string(m + 1) + " " + method.title;
            const auto row = [](double wrong, double all) { return shortest(std::round(100 * wrong) / 100) + " wrong signs, " + shortest(std::round(all)) + " flips"; };
            std::string note = row(outcome.wrong.average(), outcome.flips.average());
            if (std::isfinite(method.wrong)) note += "; the table has " + row(method.wrong, method.flips);
            Reading reading = meanReading(method.id + "_loss", method.title, "", outcome.loss, method.loss, note);
            reading.line = "table";
            result.readings.push_back(std::move(reading));
        }
        result.table = std::move(table);
        result.figures = {std::move(loss), std::move(flips)};
        result.notes = {"Methods by number: " + names + ".",
                        "The second number is from a table of our own, not from a paper. It does not say how its weights started nor whether the first step "
                        "counts as flips: expect 10 to 30 flips more than there for the soft maps, and the same order of methods."};
        return result;
    }
};

StudyResult run(const Params& p, const StudyContext& context) {
    Toy toy{p, chosenMethods(p), {}};
    for (const Method& method : toy.methods) toy.maps.push_back(mapsOver(method.pair, toy.steps, "/quantizer"));
    std::vector<Outcome> outcomes(toy.methods.size());
    const std::size_t seeds = p.size("seeds");
    if (context.progress) context.progress->begin(seeds);
    PartialGate gate(context);
    const Rng rng(context.seed);
    measureBlocks(
        0, seeds, context, [&](std::uint64_t number) { return toy.measure(rng.split(number)); },
        [&](const std::vector<Outcome>& block) {
            for (std::size_t m = 0; m < outcomes.size(); ++m) outcomes[m].merge(block[m]);
        },
        [&] { gate.offer([&] { return toy.report(outcomes); }); });
    return toy.report(outcomes);
}

} // namespace

/// Methods of the family side by side on a convex problem with a teacher of signs, in double precision.
/// @source  derived here; no claim of a ranking on real data
StudyEntry study_entries::convex_toy() {
    StudyEntry entry;
    entry.id = "convex_toy";
    entry.title = "Race on a convex problem";
    entry.summary = "Fourteen ways to train signs on the same least squares problem: loss, wrong signs and flips.";
    entry.source = "derived here; no claim of a ranking on real data";
    entry.grade = "derived";
    entry.lab = Lab::Training;
    entry.seen = "Each method learns forty signs of a teacher from thirty noisy samples. The left figure is the loss of the signs, the right one how often "
                 "signs flipped on the way.";
    entry.why = "With a sign forward the gradient jumps whenever a weight crosses 0, so weights near 0 flip forever. Soft maps that harden slowly settle "
                "their signs early: they flip 20 to 200 times less.";
    entry.attempt = "Compare BNN+ with mu 5 and with mu rising: annealing matters at least as much as a legal pair here.";
    entry.presets = {{"The whole table", "All methods, on twenty problems.", {}},
                     {"Repairs", "Three pairs that are not legal, each beside its repair.", {{"methods", std::string("repairs")}}},
                     {"Signs forward", "All of them flip thousands of times.", {{"methods", std::string("signs_forward")}}},
                     {"Your own pair", "A pair that you choose or draw.", {{"methods", std::string("own")}}}};
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
