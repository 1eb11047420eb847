// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/training_stages.h"

#include "core/base/error.h"
#include "core/unrolled/unrolled_trainer.h"

#include <cmath>

namespace orthant {

namespace {

std::vector<ParamSpec> makeSpecs() {
    const std::vector<std::string> together{"end_to_end"}, layerWise{"layer_wise"};
    return {
        choiceParam("schedule", "Schedule", "end_to_end", {"end_to_end", "layer_wise"},
                    "All layers at once, or one after the other: first what is new, then all up to it with smaller steps."),
        choiceParam("reading", "Two stages", "A", {"A", "A'", "B", "C", "D", "E", "post_training", "one_stage"},
                    "A: float, then signs with learned scales. A': the scale is the mean magnitude. B: A', then scales alone. "
                    "C: signs from scratch, then scales alone. D: A' with a scale for each layer. E: float, then scales alone. "
                    "post_training: float, then signs as they are. one_stage: signs from scratch for both stages' steps."),
        integerParam("steps", "Steps", 6000, "In each stage.").range(1, 1e8).onlyFor("schedule", together),
        integerParam("newLayerSteps", "Steps, new layer", 600, "For what is new in a layer.").range(0, 1e8).onlyFor("schedule", layerWise),
        integerParam("refineSteps", "Steps, all so far", 400, "For all layers so far at the refined rate.")
            .range(0, 1e8)
            .onlyFor("schedule", layerWise),
        integerParam("fineSteps", "Steps, fine", 200, "For all layers so far at the fine rate.").range(0, 1e8).onlyFor("schedule", layerWise),
        realParam("refineRate", "Refined rate", 0.2, "As a share of the learning rate.").range(0, 10).onlyFor("schedule", layerWise),
        realParam("fineRate", "Fine rate", 0.02, "As a share of the learning rate.").range(0, 10).onlyFor("schedule", layerWise),
        choiceParam("thresholds", "Thresholds are", "learned", {"learned", "searched"},
                    "Learned by gradients with the rest, or searched on validation samples for the layer at work: with support "
                    "selection the gradient does not see what jumps over a threshold.")
            .onlyFor("schedule", layerWise),
        booleanParam("warmLayers", "Warm layers", true, "A new layer begins as the one before it has been learned, not as the solver.")
            .onlyFor("schedule", layerWise),
        realParam("quantizedShare", "Steps of later stages", 1.0, "Times those of the float stage.").range(0, 1000),
        integerParam("batchSize", "Batch size", 64, "Samples in one step.").range(1, 65536).in("samples"),
        realParam("learningRate", "Learning rate", 1e-3, "Of Adam at the start of a stage.").range(1e-8, 10).log(),
        realParam("finalRate", "Final rate", 2e-5, "At the end of a stage; cosine in between.").range(0, 10),
        realParam("thresholdRate", "Rate of thresholds", 0.5, "Thresholds and steps learn at this share of the rate.").range(0, 100),
        integerParam("samples", "Training samples", 0, "So many, seen again and again; 0: every step draws new ones.").range(0, 1e9),
        integerParam("validation", "Validation samples", 500, "For readings and early ends.").range(1, 1e6),
        integerParam("test", "Test samples", 2000, "For the result.").range(1, 1e7),
        integerParam("patience", "Patience", 0, "A stage ends after so many steps without a better validation error; 0: never early.")
            .range(0, 1e8)
            .in("steps"),
        integerParam("readingEverySteps", "Reading every", 100, "Steps between two readings.").range(1, 1e8).in("steps"),
    };
}

struct Phase {
    const char* name;
    double share; ///< of the steps of the float stage
    bool quantized, movesLinks;
    std::optional<bool> closedForm = {};
    bool perLayer = false;
};

std::vector<Phase> phasesOf(const Params& params, bool quantizes) {
    const std::string& reading = params.text("reading");
    const double later = params.real("quantizedShare");
    const Phase floats{"float", 1, false, true};
    std::vector<Phase> phases;
    if (reading == "A") phases = {floats, {"signs", later, true, true}};
    else if (reading == "A'") phases = {floats, {"signs", later, true, true, true}};
    else if (reading == "B") phases = {floats, {"signs", later, true, true, true}, {"scales", later, true, false, false}};
    else if (reading == "C") phases = {{"signs", 1, true, true}, {"scales", later, true, false, false}};
    else if (reading == "D") phases = {floats, {"signs", later, true, true, true, true}};
    else if (reading == "E") phases = {floats, {"scales", later, true, false, false}};
    else if (reading == "post_training") phases = {floats};
    else phases = {{"signs", 1 + later, true, true}};
    if (quantizes) return phases;
    for (Phase& phase : phases) phase = {"float", phase.share, false, true}; // as many steps as the others have
    return phases;
}

/// What part of a phase is: layers first .. depth - 1 at a share of the rate.
TrainingStage part(const Phase& phase, std::size_t layer, std::size_t first, std::size_t depth, double steps, double rate,
                   double finalRate) {
    TrainingStage stage;
    stage.name = phase.name;
    stage.layer = layer;
    stage.firstLayer = first;
    stage.depth = depth;
    stage.steps = std::llround(steps * phase.share);
    stage.rate = rate;
    stage.finalRate = finalRate;
    stage.quantized = phase.quantized;
    stage.movesLinks = phase.movesLinks;
    stage.closedForm = phase.closedForm;
    stage.perLayer = phase.perLayer;
    return stage;
}

} // namespace

std::span<const ParamSpec> unrolledTrainingParams() {
    static const std::vector<ParamSpec> table = makeSpecs();
    return table;
}

bool endsWithSigns(const Params& params, bool quantizes) { return quantizes && params.text("reading") == "post_training"; }

std::vector<TrainingStage> trainingStages(const Params& params, std::size_t layers, bool quantizes) {
    const double rate = params.real("learningRate"), last = params.real("finalRate");
    const auto count = [&](const char* id) { return static_cast<double>(params.integer(id)); };
    std::vector<TrainingStage> stages;
    for (const Phase& phase : phasesOf(params, quantizes)) {
        const std::size_t begin = stages.size();
        if (params.text("schedule") == "end_to_end") {
            stages.push_back(part(phase, 0, 0, layers, count("steps"), rate, last));
        } else {
            for (std::size_t k = 0; k < layers; ++k) {
                stages.push_back(part(phase, k + 1, k, k + 1, count("newLayerSteps"), rate, last));
                stages.back().warm = begin == 0 && k > 0 && params.boolean("warmLayers");
                for (const auto& [steps, share] : {std::pair("refineSteps", "refineRate"), std::pair("fineSteps", "fineRate")}) {
                    const double factor = params.real(share);
                    stages.push_back(part(phase, k + 1, 0, k + 1, count(steps), rate * factor, last * factor));
                }
            }
        }
        std::erase_if(stages, [](const TrainingStage& stage) { return stage.steps == 0; });
        if (begin < stages.size()) stages[begin].entersPhase = true;
    }
    if (stages.empty()) throw Error("expected at least one step of training", "/training");
    return stages;
}

} // namespace orthant
