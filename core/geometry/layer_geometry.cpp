// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/layer_report.h"

#include <algorithm>
#include <optional>

namespace orthant {
namespace {

constexpr std::size_t batchSize = 100;
enum Stream : std::uint64_t { SampleStream = 1, PermuteStream, SwapStream };

std::vector<ParamSpec> params() {
    return {pathParam("run", "Run", "", "The folder of a trained run."),
            integerParam("samples", "Samples", 500, "Test samples that go through the network.").range(1, 1e6).log(),
            booleanParam("activations", "Activations", true,
                         "Whether values before their sign are compared with the signs, in layers that signs enter."),
            booleanParam("swap", "Swap experiment", false,
                         "Whether the test accuracy is measured with the weights of one layer after the other left continuous.")};
}

bool cancelled(const StudyContext& context) { return context.progress && context.progress->cancelled(); }

std::shared_ptr<TrainedNetwork> open(const Params& p, const StudyContext& context) {
    if (!context.openRun) throw Error("this study looks at a trained run, and there are no runs here", "/run");
    const std::string& folder = p.text("run");
    if (folder.empty()) throw Error("expected the folder of a trained run, found nothing", "/run");
    auto trained = context.openRun(folder);
    if (trained->data->test.size() == 0) throw Error("the data set of the run has no test samples", "/run");
    return trained;
}

StudyResult run(const Params& p, const StudyContext& context) {
    const auto trained = open(p, context);
    const Rng rng(context.seed);
    const SampleBatches samples(trained->data->test, p.size("samples"), batchSize, rng.split(SampleStream));
    std::vector<std::string> notes;

    NetworkWalk walk(*trained->network);
    Tensor batch, rows;
    samples.fill(0, batch);
    walk.run(batch, trained->network->layerCount());
    std::vector<LayerMeasures> layers;
    for (std::size_t i = 0; i < trained->network->layerCount() && !cancelled(context); ++i) {
        const Packed weights = trained->network->layer(i).packedWeights();
        if (weights.rows == 0) continue;
        if (inputRows(walk.entering(i), weights.cols, rows)) layers.emplace_back(*trained, i);
        else notes.push_back(trained->network->layerName(i) + " is left out: its weights do not multiply its input as it stands.");
    }
    std::vector<std::size_t> quantized;
    for (const LayerMeasures& layer : layers)
        if (layer.quantized()) quantized.push_back(layer.layer());
    std::optional<SwapExperiment> experiment;
    std::optional<SwapResult> swap;
    if (p.boolean("swap") && !quantized.empty()) {
        experiment.emplace(*trained, quantized, rng.split(SwapStream));
        swap.emplace().layers.resize(quantized.size());
    }
    if (context.progress) context.progress->begin(samples.batches() + (experiment ? experiment->steps() : 0));

    const auto report = [&] {
        StudyResult result = layerReport(layers, swap ? &*swap : nullptr);
        result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
        return result;
    };
    PartialGate gate(context);
    for (std::size_t i = 0; i < samples.batches() && !cancelled(context); ++i) {
        samples.fill(i, batch);
        walk.run(batch, trained->network->layerCount());
        for (LayerMeasures& layer : layers)
            layer.add(walk, p.boolean("activations"), rng.split(PermuteStream).split(i).split(layer.layer()));
        if (context.progress) context.progress->advance();
        gate.offer(report);
    }
    if (experiment)
        swap = experiment->run(context.progress, [&](const SwapResult& known) {
            swap = known;
            if (context.partial) context.partial(report());
        });
    return report();
}

} // namespace

StudyEntry study_entries::layer_geometry() {
    StudyEntry entry;
    entry.id = "layer_geometry";
    entry.title = "Layers of a trained network";
    entry.summary = "Angles, dot products and latent weights of each layer of a trained run, with real data through it.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199; published is r = 0.96 for layer 2 of their network; the gain law is derived here";
    entry.grade = "derived";
    entry.seen = "For each layer, the sums that it makes with signs stand against those with its latent weights: a narrow cloud is a "
                 "layer that loses little. Grey are the pairs whose signs differ.";
    entry.why = "Training turns the filters towards directions in which the data vary much, and there signs keep the order of the sums "
                "better than the angle alone would. With the inputs permuted this is gone, and r falls to the cosine of the angle.";
    entry.attempt = "Compare the first layer with the others, then switch on the swap experiment.";
    entry.params = params();
    entry.run = run;
    return entry;
}

} // namespace orthant
