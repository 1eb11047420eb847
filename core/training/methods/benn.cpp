// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/accuracy.h"
#include "core/training/methods/catalogue.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace orthant {
namespace {

enum Stream : std::uint64_t { MemberStream = 21, DrawStream = 22, SignStream = 23 };

enum class Voting { Bagging, BoostA, BoostB, BoostD };

/// A program that is the weighted sum of others.
struct Member {
    Program program;
    double vote = 1;
};

Program together(const std::vector<Member>& members) {
    if (members.size() == 1) return members.front().program;
    Program sum = members.front().program;
    sum.ops.clear();
    for (std::size_t k = 0; k < members.size(); ++k) {
        for (ProgramOp op : members[k].program.ops) {
            if (auto* conv = std::get_if<ConvOp>(&op)) conv->product.name += "_of_" + std::to_string(k + 1);
            if (auto* dense = std::get_if<DenseOp>(&op)) dense->name += "_of_" + std::to_string(k + 1);
            sum.ops.push_back(std::move(op));
        }
        sum.ops.emplace_back(VoteOp{static_cast<float>(members[k].vote)});
    }
    return sum;
}

/// Trains one member after the other by another method and sums what they say. Finished members are kept as they ship.
class Benn final : public TrainingMethod {
  public:
    Benn(const Params& params, const TrainingSite& site)
        : site_(site), count_(params.integer("members")), voting_(votingOf(params.text("voting"))),
          warmStart_(params.boolean("warmStart")), inner_(params.component("member")),
          batches_(site.dataset, site.batches.size(), site.seed), start_(site.network.state()),
          sampleWeights_(site.dataset.train.size(), 1.0 / static_cast<double>(site.dataset.train.size())) {
        if (inner_.id == "benn") throw Error("expected a method for one network, found 'benn' again", "/training/method/member");
        if (count_ > site.epochs)
            throw Error("expected an epoch or more for each of the " + std::to_string(count_) + " members, found " +
                            std::to_string(site.epochs),
                        "/training/epochs");
        makeMember();
    }

    StepResult advance(std::int64_t step) override {
        const std::int64_t here = memberAt(step);
        if (here != current_) {
            current_ = here;
            if (!warmStart_) freshStart();
            redraw();
            makeMember();
        }
        const StepResult result = method_->advance(step - firstStep(here));
        finished_ = step + 1 == firstStep(here + 1);
        if (finished_) finishMember();
        return result;
    }

    double learningRate(std::int64_t step) const override {
        const std::int64_t here = memberAt(step);
        return method_->learningRate(here == current_ ? step - firstStep(here) : 0);
    }
    double latentClip() const override { return method_->latentClip(); }
    void settle() override { method_->settle(); }
    Tensor scores(const Tensor& inputs) override {
        return together(shipped("")).run(inputs.matrix());
    }
    Program pack(const std::string& name, const std::vector<std::string>& classNames) override {
        Program program = together(shipped(name));
        program.name = name;
        program.classNames = classNames;
        return program;
    }

    void save(Bundle& bundle) const override {
        method_->save(bundle);
        const std::vector<double> position{static_cast<double>(current_), finished_ ? 1.0 : 0.0};
        bundle.arrays["benn/position"] = Array::of<double>(ElementType::F64, {2}, position);
        bundle.arrays["benn/sample_weights"] = Array::of<double>(ElementType::F64, {sampleWeights_.size()}, sampleWeights_);
        std::vector<double> votes;
        for (const Member& member : members_) {
            const std::vector<std::byte> file = safetensorsBytes(member.program.toBundle());
            bundle.arrays[memberName(votes.size())] = Array{ElementType::U8, {file.size()}, file};
            votes.push_back(member.vote);
        }
        bundle.arrays["benn/votes"] = Array::of<double>(ElementType::F64, {votes.size()}, votes);
    }
    void restore(const Bundle& bundle) override {
        const std::vector<double> position = bundle.at("benn/position").toDoubles();
        sampleWeights_ = bundle.at("benn/sample_weights").toDoubles();
        if (position.size() != 2 || sampleWeights_.size() != site_.dataset.train.size())
            throw Error("the checkpoint belongs to another ensemble", "benn/position");
        current_ = static_cast<std::int64_t>(position[0]);
        finished_ = position[1] != 0;
        members_.clear();
        for (const double vote : bundle.at("benn/votes").toDoubles()) {
            const Array& file = bundle.at(memberName(members_.size()));
            members_.push_back({Program::fromBundle(parseSafetensors(file.bytes, memberName(members_.size()))), vote});
        }
        redraw(); // with the weights of the members before, also where this one has finished: it draws no more
        makeMember();
        method_->restore(bundle);
    }

  private:
    static Voting votingOf(const std::string& name) {
        return name == "bagging" ? Voting::Bagging : name == "boost_a" ? Voting::BoostA : name == "boost_b" ? Voting::BoostB : Voting::BoostD;
    }
    static std::string memberName(std::size_t k) { return "benn/member/" + std::to_string(k); }

    /// Epochs are shared out among the members as evenly as whole ones can be.
    std::int64_t firstEpoch(std::int64_t member) const { return site_.epochs * member / count_; }
    std::int64_t firstStep(std::int64_t member) const { return firstEpoch(member) * site_.batches.perEpoch(); }
    std::int64_t memberAt(std::int64_t step) const {
        std::int64_t member = 0;
        while (member + 1 < count_ && step >= firstStep(member + 1)) ++member;
        return member;
    }
    std::uint64_t seedOf(std::int64_t member) const { // the first one is a run of its own
        return member == 0 ? site_.seed : Rng(site_.seed).split(MemberStream).bits(static_cast<std::uint64_t>(member));
    }

    void makeMember() {
        const TrainingSite site{site_.network, site_.dataset, batches_, site_.probes, site_.params, site_.terms, seedOf(current_),
                                firstEpoch(current_ + 1) - firstEpoch(current_)};
        method_ = makeMethod(inner_, site, "/training/method/member");
    }

    /// The start values of the run with fresh signs: for ranges around 0 as good as fresh values.
    void freshStart() {
        site_.network.restore(start_);
        const Rng rng = Rng(seedOf(current_)).split(SignStream);
        std::uint64_t index = 0;
        for (Parameter* parameter : site_.network.parameters()) {
            if (parameter->name != "weights") continue;
            for (float& w : parameter->value.values())
                if (rng.bits(index++) & 1U) w = -w;
        }
    }

    /// The samples of a member: all for the first, then as many drawn with replacement by their weights.
    void redraw() {
        if (current_ == 0) return;
        std::vector<double> sums(sampleWeights_.size());
        double sum = 0;
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = sum += sampleWeights_[i];
        const Rng rng = Rng(seedOf(current_)).split(DrawStream);
        std::vector<std::uint32_t> samples(sums.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const auto at = std::ranges::upper_bound(sums, rng.uniform(i) * sum) - sums.begin();
            samples[i] = static_cast<std::uint32_t>(std::min<std::size_t>(static_cast<std::size_t>(at), sums.size() - 1));
        }
        batches_.draw(std::move(samples), seedOf(current_));
    }

    /// The vote of the member, and the weights of the samples for the next one.
    void finishMember() {
        Member member{packedNow(""), 1};
        if (voting_ != Voting::Bagging) {
            const std::vector<std::uint16_t> decided = member.program.classify(site_.dataset.train.inputs.matrix());
            double error = 0;
            for (std::size_t i = 0; i < decided.size(); ++i)
                if (decided[i] != site_.dataset.train.labels[i]) error += sampleWeights_[i];
            member.vote = voteOf(error);
            if (!(member.vote > 0)) return; // no better than guessing: it has no say, and changes nothing
            double sum = 0;
            for (std::size_t i = 0; i < decided.size(); ++i) {
                const double wrong = decided[i] != site_.dataset.train.labels[i] ? 1 : -1, grown = std::exp(member.vote * wrong);
                double& u = sampleWeights_[i];
                u = voting_ == Voting::BoostB ? 1 / ((1 / u - 1) / grown + 1) : u * grown;
                sum += u;
            }
            for (double& u : sampleWeights_) u /= sum;
        }
        members_.push_back(std::move(member));
    }

    double voteOf(double error) const {
        constexpr double least = 1e-6; // a member without an error would vote infinitely
        error = std::clamp(error, least, 1 - least);
        const double logOdds = std::log((1 - error) / error);
        if (voting_ == Voting::BoostA) return 0.5 * logOdds;
        return 0.1 * (logOdds + std::log(static_cast<double>(site_.dataset.classes) - 1));
    }

    Program packedNow(const std::string& name) {
        method_->settle();
        return method_->pack(name, site_.dataset.classNames);
    }

    /// The finished members, and the one in training with the mean vote of the others.
    std::vector<Member> shipped(const std::string& name) {
        std::vector<Member> all = members_;
        if (finished_ && !all.empty()) return all;
        double votes = 0;
        for (const Member& member : all) votes += member.vote;
        all.push_back({packedNow(name), all.empty() ? 1 : votes / static_cast<double>(all.size())});
        return all;
    }

    TrainingSite site_;
    std::int64_t count_;
    Voting voting_;
    bool warmStart_;
    Component inner_;
    Batches batches_;
    Bundle start_; ///< the network before the first step
    std::vector<double> sampleWeights_;
    std::int64_t current_ = 0;
    bool finished_ = false; ///< the current member has ended
    std::unique_ptr<TrainingMethod> method_;
    std::vector<Member> members_; ///< finished ones with a vote
};

} // namespace

/// K networks, each trained on other samples, vote: the scores are sum over k of vote_k * scores_k.
///   bagging   samples drawn with replacement, equal votes
///   boosting  samples drawn by weights u, from 1/N; error = sum of u over wrong ones, C classes, m = +1 wrong, -1 right
///     A       vote = 0.5 ln((1 - error) / error),                    u <- u exp(vote m)
///     B       vote = 0.1 (ln((1 - error) / error) + ln(C - 1)),      u <- 1 / ((1/u - 1) exp(-vote m) + 1)
///     D       the same vote,                                         u <- u exp(vote m)
///   then u is divided by its sum. A vote that is not positive counts nothing.
/// @source  Zhu, Dong and Su 2019, BENN, arXiv:1806.07550, the authors' code
MethodEntry method_entries::benn() {
    MethodEntry entry;
    entry.id = "benn";
    entry.title = "Ensemble (BENN)";
    entry.summary = "Several networks, each trained on other samples, vote. The epochs are shared among them, the bits add up.";
    entry.source = "Zhu, Dong and Su 2019 (BENN), arXiv:1806.07550, the authors' code";
    entry.grade = "code";
    entry.params = {
        integerParam("members", "Members", 3, "Networks that vote; each gets its share of the epochs.").range(1, 64),
        choiceParam("voting", "Members by", "bagging", {"bagging", "boost_a", "boost_b", "boost_d"},
                    "Random samples and equal votes, or boosting: more of the samples that the members before got wrong."),
        booleanParam("warmStart", "Go on from the last", false, "A member starts where the one before it ended."),
        componentParam("member", "A member learns by", "training", Component("gradient"), "The method that trains each network."),
    };
    entry.make = [](const Params& params, const TrainingSite& site) { return std::make_unique<Benn>(params, site); };
    return entry;
}

} // namespace orthant
