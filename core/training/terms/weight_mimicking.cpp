// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/terms/catalogue.h"
#include "core/training/terms/teacher.h"

namespace orthant {
namespace {

class WeightMimicking final : public LossTerm {
  public:
    WeightMimicking(std::vector<Parameter*> own, std::vector<Tensor> wanted, double temperature, double weight)
        : own_(std::move(own)), wanted_(std::move(wanted)), temperature_(temperature), weight_(weight) {}

    double atWeights(const TermStep&) override {
        double sum = 0;
        for (std::size_t i = 0; i < own_.size(); ++i)
            sum += softDivergence(own_[i]->value.matrix(), wanted_[i].matrix(), temperature_,
                                  weight_ / static_cast<double>(own_.size()), own_[i]->gradient.matrix());
        return sum;
    }

  private:
    std::vector<Parameter*> own_;
    std::vector<Tensor> wanted_; ///< the teacher's, layer after layer
    double temperature_, weight_;
};

} // namespace

/// weight mean over layers of T^2 KL(softmax(teacher row / T) || softmax(row / T)), mean over rows: the latent weights of a neuron
/// take the distribution of those of the teacher's neuron.
/// @source  the authors' code of BD-BNN (2022) for the form, T = 6 and its use beside distillation; that a softmax runs over the
///          inputs of one neuron is a reading made here
TermEntry term_entries::weight_mimicking() {
    TermEntry entry;
    entry.id = "weight_mimicking";
    entry.title = "Weight-distribution mimicking";
    entry.summary = "The latent weights of each neuron follow those of a teacher with the same layers.";
    entry.source = "BD-BNN (2022), the authors' code; the softmax over one neuron's inputs is a reading made here";
    entry.grade = "secondary";
    entry.params = {
        teacherParam(),
        realParam("temperature", "Temperature", 6.0, "Weights are divided by it before the softmax.").range(0.001, 1000).log(),
        realParam("weight", "Weight", 1.0, "Factor before the term.").range(0, 1e6),
    };
    entry.make = [](const Params& p, const TermSite& site) {
        const std::shared_ptr<Network> teacher = openTeacher(p, site);
        std::vector<Parameter*> own, other;
        for (const bool ours : {true, false}) {
            Network& network = ours ? site.network : *teacher;
            for (std::size_t i = 0; i < network.layerCount(); ++i)
                if (network.layer(i).packedWeights().rows > 0)
                    (ours ? own : other).push_back(network.layer(i).parameters().front());
        }
        bool equal = own.size() == other.size() && !own.empty();
        for (std::size_t i = 0; equal && i < own.size(); ++i) equal = own[i]->value.shape() == other[i]->value.shape();
        if (!equal) throw Error("expected a teacher whose layers have weights of the same sizes", site.where + "/run");
        std::vector<Tensor> wanted;
        for (const Parameter* weights : other) wanted.push_back(weights->value);
        return std::make_unique<WeightMimicking>(std::move(own), std::move(wanted), p.real("temperature"), p.real("weight"));
    };
    return entry;
}

} // namespace orthant
