// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/terms/catalogue.h"
#include "core/training/terms/teacher.h"

namespace orthant {
namespace {

class Distillation final : public LossTerm {
  public:
    Distillation(std::shared_ptr<Network> teacher, double temperature, double weight)
        : teacher_(std::move(teacher)), temperature_(temperature), weight_(weight) {}

    double atScores(const TermStep& step, const Tensor& scores, double loss, Tensor& gradient) override {
        const Tensor wanted = teacher_->evaluate(step.inputs);
        for (float& g : gradient.values()) g *= static_cast<float>(1 - weight_);
        return (1 - weight_) * loss + softDivergence(scores.matrix(), wanted.matrix(), temperature_, weight_, gradient.matrix());
    }

  private:
    std::shared_ptr<Network> teacher_;
    double temperature_, weight_;
};

} // namespace

/// loss <- (1 - weight) loss + weight T^2 KL(softmax(teacher scores / T) || softmax(scores / T)), mean over the batch
/// @source  Hinton, Vinyals and Dean 2015, arXiv:1503.02531; T = 4 and weight 0.9: the authors' code of BD-BNN (2022)
TermEntry term_entries::distillation() {
    TermEntry entry;
    entry.id = "distillation";
    entry.title = "Distillation";
    entry.summary = "A trained network is the teacher: its scores say how much each wrong class resembles the right one.";
    entry.source = "Hinton et al. 2015, arXiv:1503.02531; temperature and weight of BD-BNN (2022), the authors' code";
    entry.grade = "code";
    entry.params = {
        teacherParam(),
        realParam("temperature", "Temperature", 4.0, "Scores are divided by it; a higher one shows more of the wrong classes.")
            .range(0.01, 1000).log(),
        realParam("weight", "Weight", 0.9, "Share of the teacher; the rest is left to the labels.").range(0, 1),
    };
    entry.make = [](const Params& p, const TermSite& site) {
        return std::make_unique<Distillation>(openTeacher(p, site), p.real("temperature"), p.real("weight"));
    };
    return entry;
}

} // namespace orthant
