// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/mistakes.h"

#include "core/experiment/run_writer.h"
#include "core/exporters/exporter.h"
#include "core/training/trainer.h"

#include <limits>
#include <memory>
#include <optional>

namespace orthant::ui {

namespace {

std::filesystem::path modelOf(const std::filesystem::path& folder) { return folder / "model.safetensors"; }

struct PackedRun {
    Program program;
    std::shared_ptr<const Dataset> data;
};

PackedRun packedOf(const std::filesystem::path& folder) {
    const Experiment experiment = readRunExperiment(folder);
    const auto data = std::make_shared<const Dataset>(loadDataset(experiment.data, {experiment.folder, nullptr}));
    if (std::filesystem::exists(modelOf(folder))) return {readProgram(modelOf(folder)), data};
    const std::optional<Checkpoint> checkpoint = newestCheckpoint(folder);
    if (!checkpoint) throw Error("the run has no checkpoint yet", folder.string());
    Network network(experiment.layers, data->sampleShape, data->classes, experiment.seed);
    Trainer trainer(network, *data, experiment.training, experiment.seed); // what ships is the method's affair
    trainer.restore(checkpoint->state);
    return {trainer.pack(experiment.name), data};
}

} // namespace

std::int64_t networkVersion(const std::filesystem::path& folder) {
    std::error_code none;
    return std::filesystem::exists(modelOf(folder), none) ? std::numeric_limits<std::int64_t>::max() : newestCheckpointStep(folder);
}

Mistakes readMistakes(const std::filesystem::path& folder) {
    Mistakes result;
    result.step = newestCheckpointStep(folder);
    const auto [program, dataset] = packedOf(folder);
    const Dataset& data = *dataset;
    const ProgramEvaluation evaluation = evaluateProgram(program, data.test);
    result.samples = evaluation.samples;
    result.sampleShape = data.sampleShape;
    result.classNames = data.classNames;
    result.confusion = confusionOf(data.test.labels, evaluation.predictions, data.classes);
    std::vector<std::size_t> kept(data.classes * data.classes);
    for (const std::size_t index : result.confusion.wrong) {
        const std::uint16_t truth = data.test.labels[index], predicted = evaluation.predictions[index];
        if (result.wrong.size() == Mistakes::mostOfAll) break;
        if (++kept[truth * data.classes + predicted] > Mistakes::mostInCell) continue;
        const auto row = data.test.inputs.row(index);
        result.wrong.push_back({index, truth, predicted, {row.begin(), row.end()}});
    }
    return result;
}

} // namespace orthant::ui
