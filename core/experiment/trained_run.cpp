// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/trained_run.h"

#include "core/experiment/run_writer.h"

namespace orthant {

namespace fs = std::filesystem;

namespace {

std::shared_ptr<const Dataset> openData(const Experiment& experiment, const fs::path& folder) {
    try {
        return std::make_shared<const Dataset>(loadDataset(experiment.data, {experiment.folder, nullptr}));
    } catch (const Error& error) {
        throw Error("the data set '" + experiment.data.id + "' that the run was trained on cannot be opened: " + error.what(),
                    folder.string());
    }
}

Experiment experimentOf(const fs::path& folder) {
    if (!fs::is_directory(folder)) throw Error("there is no such folder; expected the folder of a run", folder.string());
    if (!fs::exists(folder / "experiment.json"))
        throw Error("expected the folder of a run, found one without experiment.json", folder.string());
    return readRunExperiment(folder);
}

Checkpoint checkpointOf(const fs::path& folder) {
    std::optional<Checkpoint> checkpoint = newestCheckpoint(folder);
    if (!checkpoint)
        throw Error("the run has no checkpoint, and only checkpoints hold the latent weights: it is not trained yet, or its "
                    "folder 'checkpoints' was removed",
                    folder.string());
    return *std::move(checkpoint);
}

void restore(Network& network, const Checkpoint& checkpoint, const fs::path& folder) {
    try {
        network.restore(checkpoint.state);
    } catch (const Error& error) {
        throw Error(std::string("the checkpoint does not fit the experiment: ") + error.what(), folder.string());
    }
}

} // namespace

std::shared_ptr<TrainedNetwork> openTrainedRun(const fs::path& folder) {
    const Experiment experiment = experimentOf(folder);
    const Checkpoint checkpoint = checkpointOf(folder);
    auto trained = std::make_shared<TrainedNetwork>();
    trained->name = experiment.name;
    trained->components = experiment.layers;
    trained->seed = experiment.seed;
    trained->latentClip = experiment.training.real("latentClip");
    trained->data = openData(experiment, folder);
    trained->network = std::make_unique<Network>(experiment.layers, trained->data->sampleShape, trained->data->classes, experiment.seed);
    restore(*trained->network, checkpoint, folder);
    return trained;
}

std::shared_ptr<Network> openTrainedNetwork(const fs::path& folder, const Shape& sampleShape, std::size_t classes) {
    const Experiment experiment = experimentOf(folder);
    const Checkpoint checkpoint = checkpointOf(folder);
    std::shared_ptr<Network> network;
    try {
        network = std::make_shared<Network>(experiment.layers, sampleShape, classes, experiment.seed);
    } catch (const Error& error) {
        throw Error("the network of this run does not fit samples of " + toText(sampleShape) + " values and " +
                        std::to_string(classes) + " classes: " + error.what(),
                    folder.string());
    }
    restore(*network, checkpoint, folder);
    return network;
}

} // namespace orthant
