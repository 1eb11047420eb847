// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/optimizer.h"
#include "core/optimizers/schedules/schedule.h"
#include "core/training/accuracy.h"
#include "core/training/losses/loss.h"
#include "core/training/methods/catalogue.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {
namespace {

constexpr std::size_t refitBatches = 50;

std::string slotName(std::size_t parameter, std::size_t slot) {
    return "optimizer/" + std::to_string(parameter) + "/" + std::to_string(slot);
}

/// Forward, loss and its terms, backward, update, clip.
class Gradient final : public TrainingMethod {
  public:
    explicit Gradient(const TrainingSite& site)
        : site_(site), latentClip_(site.params.real("latentClip") > 0 ? site.params.real("latentClip")
                                                                      : std::numeric_limits<double>::infinity()),
          glorotRates_(site.params.boolean("glorotRates")),
          optimizer_(makeOptimizer(site.params.component("optimizer"), "/training/optimizer")),
          schedule_(makeSchedule(site.params.component("schedule"), site.params.real("warmupEpochs"), "/training/schedule")),
          loss_(makeLoss(site.params.component("loss"), "/training/loss")),
          terms_(makeTerms(site.network, site.terms, "/training/terms")), parameters_(site.network.parameters()) {
        for (const Parameter* parameter : parameters_)
            slots_.emplace_back(optimizer_->slots(), Tensor(parameter->value.shape()));
    }

    StepResult advance(std::int64_t step) override {
        site_.batches.gather(step);
        const LayerContext context{true, {step, epoch(step), site_.epochs, site_.seed}};
        const TermStep here{site_.batches.inputs(), epoch(step), static_cast<double>(site_.epochs)};
        const Tensor& scores = site_.network.forward(site_.batches.inputs(), context);
        StepResult result{loss_(scores, site_.batches.labels(), &gradient_), accuracyOf(scores, site_.batches.labels())};
        for (const auto& term : terms_) result.loss = term->atScores(here, scores, result.loss, gradient_);
        site_.probes.observe(site_.network);
        if (std::isfinite(result.loss)) site_.network.backward(gradient_, context);
        for (const auto& term : terms_) result.loss += term->atWeights(here);
        if (!std::isfinite(result.loss))
            throw Error("the loss became " + shortest(result.loss) + " at step " + std::to_string(step + 1) +
                            ": a smaller learning rate usually helps",
                        "/training/optimizer/learningRate");
        update(step);
        if (step + 1 == site_.epochs * site_.batches.perEpoch()) refitStatistics();
        return result;
    }

    double learningRate(std::int64_t step) const override {
        return optimizer_->learningRate() * schedule_(epoch(step), static_cast<double>(site_.epochs));
    }
    double latentClip() const override { return latentClip_; }
    void settle() override {} // the network's weights are the ones that move
    Tensor scores(const Tensor& inputs) override { return site_.network.evaluate(inputs); }
    Program pack(const std::string& name, const std::vector<std::string>& classNames) override {
        return lower(site_.network, name, classNames);
    }

    void save(Bundle& bundle) const override {
        for (std::size_t i = 0; i < slots_.size(); ++i)
            for (std::size_t s = 0; s < slots_[i].size(); ++s) {
                const Tensor& slot = slots_[i][s];
                bundle.arrays[slotName(i, s)] = Array::of<float>(ElementType::F32, slot.shape(), slot.values());
            }
    }
    void restore(const Bundle& bundle) override {
        for (std::size_t i = 0; i < slots_.size(); ++i)
            for (std::size_t s = 0; s < slots_[i].size(); ++s) {
                const std::vector<float> values = bundle.at(slotName(i, s)).toFloats();
                if (values.size() != slots_[i][s].size())
                    throw Error("the checkpoint belongs to another network", slotName(i, s));
                std::ranges::copy(values, slots_[i][s].data());
            }
    }

  private:
    double epoch(std::int64_t step) const { return static_cast<double>(step) / static_cast<double>(site_.batches.perEpoch()); }

    void update(std::int64_t step) {
        const double rate = learningRate(step);
        for (std::size_t p = 0; p < parameters_.size(); ++p) {
            Parameter& parameter = *parameters_[p];
            UpdateContext update{step + 1, rate, std::numeric_limits<float>::infinity(), rate, epoch(step),
                                 static_cast<double>(site_.epochs)};
            if (parameter.latent) {
                if (glorotRates_) update.rate *= static_cast<double>(parameter.rateMultiplier);
                update.clip = static_cast<float>(latentClip_);
            }
            optimizer_->update(parameter, slots_[p], update);
        }
    }

    /// Running statistics belong to the maps of training. Where others ship, they become plain averages over batches of the
    /// training set that pass the shipped network.
    void refitStatistics() {
        bool soft = false;
        for (std::size_t i = 0; i < site_.network.layerCount(); ++i) soft = soft || site_.network.layer(i).soft();
        if (!soft) return;
        const Samples& samples = site_.dataset.train;
        const std::size_t size = site_.batches.size(), batches = std::min<std::size_t>(refitBatches, samples.size() / size);
        for (std::size_t k = 0; k < batches; ++k) {
            LayerContext shipped;
            shipped.refitBatch = k + 1;
            site_.network.forward(sliceOf(samples, k * size, size), shipped);
        }
    }

    TrainingSite site_;
    double latentClip_;
    bool glorotRates_;
    std::unique_ptr<Optimizer> optimizer_;
    Schedule schedule_;
    Loss loss_;
    std::vector<std::unique_ptr<LossTerm>> terms_;
    std::vector<Parameter*> parameters_;
    std::vector<std::vector<Tensor>> slots_; ///< of each parameter
    Tensor gradient_;
};

} // namespace

MethodEntry method_entries::gradient() {
    MethodEntry entry;
    entry.id = "gradient";
    entry.title = "Gradient descent";
    entry.summary = "A gradient of the loss moves latent weights; the optimizer says how.";
    entry.source = "Courbariaux et al. 2015, BinaryConnect, for latent weights";
    entry.grade = "paper";
    entry.make = [](const Params&, const TrainingSite& site) { return std::make_unique<Gradient>(site); };
    return entry;
}

} // namespace orthant
