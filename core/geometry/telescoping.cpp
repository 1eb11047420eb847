// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/toy_training.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

using Style = FigureSeries::Style;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t potentialSamples = 801, rowsShown = 300;
enum Stream : std::uint64_t { StartStream = 100, NoiseStream }; ///< beside those of the problem itself

std::vector<ParamSpec> params() {
    return {componentParam("quantizer", "Pair", "quantizers", Component("ste_sign", {{"clip", 0.0}}),
                           "The forward map F and the backward map B; what is scheduled moves from its start to its end over the steps."),
            choiceParam("rule", "Rule", "connect", {"connect", "quant", "reverse"},
                        "connect: gradient at F(w), step from w; quant: step from F(w), as ProxQuant; reverse: gradient at w, step from F(w)."),
            realParam("rate", "Learning rate", 0.05, "The length eta of a step; it is the same for all steps.").range(1e-4, 1).log(),
            integerParam("steps", "Steps", 600, "Gradient steps.").range(1, 20000).log(),
            integerParam("dimension", "Weights", 40, "Length of the weight vector.").range(1, 200).log(),
            integerParam("samples", "Samples", 30, "Rows of the data; fewer than weights leave the loss flat along some directions.")
                .range(1, 1000)
                .log(),
            realParam("noise", "Label noise", 0.5, "Deviation of what is added to the labels of the teacher.").range(0, 10),
            realParam("gradientNoise", "Gradient noise", 0.0, "Deviation of what is added to each entry of a gradient.").range(0, 10),
            realParam("spread", "Start", 0.01, "Deviation of the weights at the start.").range(0, 10),
            integerParam("seeds", "Seeds", 3, "Runs with data and starts of their own; curves are their means.").range(1, 100).log()};
}

/// One run with the sums of the identity
///   sum eta <g, p_t - q> + sum [Delta phi(p_t) - Delta phi(q)] = D_1(q) - D_{t+1}(q) + sum D_{t+1}(p_t)
/// p = P(w*), q the teacher, g = B(w*) times the gradient, D the gap of ProximalPotential at p_t, Delta phi the change of
/// phi over a step: eta r where mu grows by eta and r stays.
struct Account {
    LeastSquares loss;
    ToyRun run;
    double products = 0, penalties = 0; ///< the two sums at the left
    double first = 0, next = 0, errors = 0, smallest = 0, residual = 0, scale = 0;

    double left() const { return products + penalties; }
    double right() const { return first - next + errors; }
};

/// The sum over coordinates of gap(q, u), and the smallest of them.
double gaps(const ProximalPotential& potential, std::span<const double> q, std::span<const double> u, double& smallest) {
    double sum = 0;
    for (std::size_t i = 0; i < u.size(); ++i) {
        const double gap = potential.gap(q[i], u[i]);
        smallest = std::min(smallest, gap);
        sum += gap;
    }
    return sum;
}

class Telescope {
  public:
    Telescope(const Params& params, const StudyContext& context)
        : params_(params), context_(context), steps_(params.size("steps")), rate_(params.real("rate")),
          rule_(toyRuleOf(params.text("rule"))), maps_(mapsOver(params.component("quantizer"), steps_ + 1, "/quantizer")) {
        for (std::size_t s = 0; s < params.size("seeds"); ++s) accounts_.push_back(begin(s));
        fixed_ = unchanged();
    }

    StudyResult run() {
        findReach();
        if (context_.progress) context_.progress->begin(steps_);
        PartialGate gate(context_);
        auto now = potentialAt(0);
        for (Account& account : accounts_)
            if (now) account.first = account.next = gaps(*now, account.loss.teacher, account.run.latent, account.smallest);
        const std::size_t every = std::max<std::size_t>(1, steps_ / rowsShown);
        for (std::size_t t = 0; t < steps_; ++t) {
            if (cancelled()) break;
            auto next = now && !fixed_ ? potentialAt(t + 1) : std::nullopt;
            const ProximalPotential* after = fixed_ && now ? &*now : next ? &*next : nullptr;
            for (std::size_t s = 0; s < accounts_.size(); ++s) step(accounts_[s], s, t, now ? &*now : nullptr, after);
            if (!after) now.reset();
            else if (next) now = std::move(next);
            ++done_;
            if (context_.progress) context_.progress->advance();
            if (done_ % every == 0 || done_ == steps_) addRow();
            if (t % 16 == 15) gate.offer([&] { return report(); });
        }
        return report();
    }

  private:
    bool cancelled() const { return context_.progress && context_.progress->cancelled(); }

    Account begin(std::size_t seed) const {
        const Rng rng = Rng(context_.seed).split(seed);
        const std::size_t d = params_.size("dimension");
        std::vector<double> start(d);
        for (std::size_t i = 0; i < d; ++i) start[i] = params_.real("spread") * rng.split(StartStream).normal(i);
        return {drawLeastSquares(d, params_.size("samples"), params_.real("noise"), rng), ToyRun(start)};
    }

    /// Whether the pair has no schedule.
    bool unchanged() const {
        for (double u = -3; u <= 3; u += 0.1)
            for (const std::size_t t : {steps_ / 2, steps_})
                if (maps_[t].forward(u) != maps_[0].forward(u) || maps_[t].backward(u) != maps_[0].backward(u)) return false;
        return true;
    }

    void move(Account& account, std::size_t seed, std::size_t t) const {
        std::vector<double> noise;
        if (const double spread = params_.real("gradientNoise"); spread > 0) {
            const Rng rng = Rng(context_.seed).split(seed).split(NoiseStream).split(t);
            for (std::size_t i = 0; i < account.run.latent.size(); ++i) noise.push_back(spread * rng.normal(i));
        }
        account.run.advance(account.loss, maps_[t], rule_, rate_, noise);
    }

    /// How far weights go: the potential is sampled there.
    void findReach() {
        for (std::size_t s = 0; s < accounts_.size(); ++s) {
            Account rehearsal = begin(s);
            for (std::size_t t = 0; t < steps_ && !cancelled(); ++t) {
                move(rehearsal, s, t);
                for (const double w : rehearsal.run.latent) reach_ = std::max(reach_, 1.01 * std::abs(w));
            }
        }
        if (!std::isfinite(reach_)) throw Error("the weights grow without end: a smaller learning rate usually helps", "/rate");
    }

    std::optional<ProximalPotential> potentialAt(std::size_t t) {
        const SampledPair pair = withSharpJumps(maps_[t], samplePair(maps_[t], -reach_, reach_, potentialSamples));
        if (const Legality verdict = testLegality(pair); !verdict.legal) {
            reason_ = verdict.reason;
            return std::nullopt;
        }
        return ProximalPotential::of(pair);
    }

    void step(Account& account, std::size_t seed, std::size_t t, const ProximalPotential* now, const ProximalPotential* after) {
        const std::vector<double>& q = account.loss.teacher;
        std::vector<double> p;
        if (now)
            for (const double u : account.run.latent) p.push_back(now->map(u));
        move(account, seed, t);
        if (!now || !after) return;
        for (std::size_t i = 0; i < p.size(); ++i) {
            account.products += rate_ * account.run.direction[i] * (p[i] - q[i]);
            account.penalties += after->value(p[i]) - now->value(p[i]) - after->value(q[i]) + now->value(q[i]);
        }
        account.errors += gaps(*after, p, account.run.latent, account.smallest);
        account.next = gaps(*after, q, account.run.latent, account.smallest);
        account.residual = std::max(account.residual, std::abs(account.left() - account.right()));
        account.scale = std::max({account.scale, account.first + account.next + account.errors, 1.0});
    }

    double mean(const auto& valueOf) const {
        double sum = 0;
        for (const Account& account : accounts_) sum += valueOf(account);
        return sum / static_cast<double>(accounts_.size());
    }
    double total() const { return rate_ * static_cast<double>(done_); }

    void addRow() {
        const double nothing = reason_.empty() ? 0 : unknown;
        table_.addRow({static_cast<double>(done_), nothing + mean([](const Account& a) { return a.left(); }),
                       nothing + mean([](const Account& a) { return a.right(); }), nothing + mean([](const Account& a) { return a.first; }),
                       nothing + mean([](const Account& a) { return -a.next; }), nothing + mean([](const Account& a) { return a.errors; }),
                       mean([](const Account& a) { return a.run.flipMass; }), nothing + mean([](const Account& a) { return a.first + a.errors; }) / total(),
                       nothing + mean([](const Account& a) { return a.products; }) / total(),
                       mean([](const Account& a) { return a.loss.loss(a.run.used); }), mean([](const Account& a) { return a.loss.loss(a.run.signs()); }),
                       mean([](const Account& a) { return static_cast<double>(a.run.flips); })});
    }

    StudyResult report() const;

    const Params& params_;
    const StudyContext& context_;
    std::size_t steps_;
    double rate_;
    ToyRule rule_;
    std::vector<ScalarMaps> maps_;
    std::vector<Account> accounts_;
    bool fixed_ = false;
    double reach_ = 1.5;
    std::size_t done_ = 0;
    std::string reason_; ///< why there is no P
    Table table_{{{"step", "", {}},
                  {"left", "", {}},
                  {"right", "", {}},
                  {"d_start", "", {}},
                  {"minus_d_next", "", {}},
                  {"sum_d", "", {}},
                  {"flip_mass", "", {}},
                  {"certificate", "", {}},
                  {"regret", "", {}},
                  {"loss", "", {}},
                  {"sign_loss", "", {}},
                  {"flips", "", {}}}};
};

FigureSeries curve(const Table& table, const char* column, const char* name, Style style = Style::Line, const char* note = "") {
    return {name, table.find("step")->values, table.find(column)->values, style, note};
}

StudyResult Telescope::report() const {
    StudyResult result;
    result.table = table_;
    double residual = 0, smallest = 0;
    for (const Account& account : accounts_) {
        residual = std::max(residual, account.residual / std::max(account.scale, 1.0));
        smallest = std::min(smallest, account.smallest);
    }
    const bool legal = reason_.empty();
    const double errors = mean([](const Account& a) { return a.errors; }), mass = mean([](const Account& a) { return a.run.flipMass; });
    const bool connects = params_.component("quantizer") == Component("ste_sign", {{"clip", 0.0}}) && rule_ == ToyRule::Connect;
    const auto best = mean([](const Account& a) { return a.loss.loss(a.loss.teacher); });
    result.readings = {
        {"identity_residual", "Identity: largest difference of its sides", "", legal ? residual : unknown, legal ? 0 : unknown, unknown,
         "Relative to the terms of the right side; 0 up to rounding, as derived here. It holds for the rule 'connect' only."},
        {"smallest_gap", "Smallest D of one weight", "", legal ? smallest : unknown, legal ? 0 : unknown, unknown,
         "D is the gap of a convex function to its tangent: never below 0, but for rounding", "bound"},
        {"flip_mass", "Flip mass of a run", "", mass, connects ? errors : unknown, unknown,
         "2 sum |w*| over the weights that flipped. For BinaryConnect it is the error term sum D, exactly."},
        {"certificate", "Certificate", "", table_.rows() && legal ? table_.find("certificate")->values.back() : unknown,
         table_.rows() && legal ? table_.find("regret")->values.back() : unknown, unknown,
         "(D_1 + sum D) / sum eta, beside the mean of <g, p - q> that it bounds (where phi does not change)", "regret"},
        {"sign_loss", "Loss of sign(w*) at the end", "", mean([](const Account& a) { return a.loss.loss(a.run.signs()); }), best, unknown,
         "1/2 mean squared error, beside that of the teacher", "teacher"},
        {"wrong_signs", "Signs that differ from the teacher's", "", mean([](const Account& a) { return static_cast<double>(a.run.wrongSigns(a.loss)); })},
        {"flips", "Flips of a run", "", mean([](const Account& a) { return static_cast<double>(a.run.flips); })}};
    if (legal) {
        result.figures.push_back({"identity", "The two sides of the identity", "They lie on each other. Left: sum eta <g, p - q> and the changes of the regularizer; right, dashed: D_1 - D_next + sum D.",
                                  {"Step"}, {"Sum up to the step"},
                                  {curve(table_, "left", "left side"),
                                   curve(table_, "right", "right side", Style::Theory, "exact, derived here")}});
        result.figures.push_back({"terms", "What the right side is made of", "", {"Step"}, {"Sum up to the step"},
                                  {curve(table_, "d_start", "D_1"), curve(table_, "minus_d_next", "-D_next"), curve(table_, "sum_d", "sum D"),
                                   curve(table_, "flip_mass", "flip mass")}});
        result.figures.push_back({"certificate", "Certificate and mean regret",
                                  "Where F is not scheduled the regret stays below the certificate; it falls to 0 only if the error terms grow slower than the steps.",
                                  {"Step", "", true}, {"Mean over the steps", "", true},
                                  {curve(table_, "certificate", "(D_1 + sum D) / sum eta", Style::Theory), curve(table_, "regret", "mean <g, p - q>")}});
    } else {
        result.notes.push_back("There is no P behind this pair, so no identity: " + reason_ + ".");
    }
    result.figures.push_back({"loss", "Loss of what trains and of its signs", "", {"Step"}, {"Loss", "", true},
                              {curve(table_, "loss", "F(w*)"), curve(table_, "sign_loss", "sign(w*)"),
                               {"teacher", {0, static_cast<double>(done_)}, {best, best}, Style::Theory, "the labels have noise"}}});
    result.figures.push_back({"flips", "Flips up to a step", "", {"Step"}, {"Flips"}, {curve(table_, "flips", "flips")}});
    result.notes.push_back("q is the teacher. Where T is not the identity the statement is about the loss behind T, which need not be convex.");
    return result;
}

} // namespace

/// The identity behind the convergence theorem of ProxConnect, term by term on a convex problem.
/// @source  derived here; the published theorem is an inequality of this shape (Lu et al. 2023, arXiv:2402.17710, as recalled)
StudyEntry study_entries::telescoping() {
    StudyEntry entry;
    entry.id = "telescoping";
    entry.title = "The identity behind the theorem";
    entry.summary = "Training on a convex problem, with both sides of the identity that the convergence proof rests on.";
    entry.source = "derived here; the theorem is that of Lu et al. 2023 (ProxConnect++), arXiv:2402.17710, as recalled";
    entry.grade = "derived";
    entry.lab = Lab::Training;
    entry.seen = "Forty weights learn a teacher of signs by least squares. What the steps gain, summed up, is exactly what three gaps say: "
                 "that of the start, that of now, and one error for each step.";
    entry.why = "A legal pair is the tangent map of a convex function phi, and the sums telescope as in dual averaging. For BinaryConnect the error of a "
                "step is the flip mass: twice how far the flipped weights overshot 0.";
    entry.attempt = "Take the rule 'quant': the step starts from F(w), the sums no longer telescope, and the difference is not 0 any more.";
    entry.presets = {
        {"BinaryConnect", "Signs keep flipping, so the certificate stops falling.", {}},
        {"PC, hardening", "The map of ProxConnect from the identity to the sign.", {{"quantizer", Component("proximal")}}},
        {"tanh", "Mirror descent with a steepening tanh.", {{"quantizer", Component("tanh", {{"betaEnd", 20.0}})}}},
        {"BNN++", "P is the identity: plain gradient descent on the loss behind SignSwish.", {{"quantizer", Component("bnn_plus_plus")}}},
        {"BNN+", "Not a legal pair, so there is no identity.", {{"quantizer", Component("swish_sign")}}},
        {"ProxQuant", "The step starts from the rounded weights, and the sums do not meet.",
         {{"quantizer", Component("proximal", {{"rhoEnd", 0.05}, {"varrhoEnd", 0.05}})}, {"rule", std::string("quant")}}}};
    entry.params = params();
    entry.run = [](const Params& p, const StudyContext& context) { return Telescope(p, context).run(); };
    return entry;
}

} // namespace orthant
