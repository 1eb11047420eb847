// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/trained_run.h"

#include "core/experiment/execute.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/run_writer.h"
#include "core/exporters/exporter.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

using namespace orthant;
namespace fs = std::filesystem;

namespace {

void train(const Experiment& experiment, const fs::path& folder) {
    createRunFolder(folder, experiment, 0);
    RunControl control;
    REQUIRE(execute(experiment, folder, false, control, [](const RunEvent&) {}).error.empty());
}

} // namespace

TEST_CASE("A trained run opens with the latent weights of its end, whenever checkpoints were due") {
    const TemporaryFolder root;
    for (const char* every : {"1", "2", "0"}) {
        const Experiment experiment = withValue(support::tinyExperiment(), "/training/checkpointEpochs", every);
        const fs::path folder = root / every;
        train(experiment, folder);
        const auto trained = openTrainedRun(folder);
        CHECK(trained->name == "tiny");
        CHECK(trained->components == experiment.layers);
        CHECK(trained->latentClip == 1);
        CHECK(trained->data->test.size() == 200);
        // The network decides like the packed program that was written at the end.
        const Program now = lower(*trained->network, "tiny", trained->data->classNames);
        const Program shipped = readProgram(folder);
        CHECK(now.toBundle().arrays.size() == shipped.toBundle().arrays.size());
        for (const auto& [name, array] : shipped.toBundle().arrays) CHECK(now.toBundle().at(name).bytes == array.bytes);
    }
}

TEST_CASE("A run that cannot be opened says what is missing and where") {
    const TemporaryFolder root;
    const auto error = [](const fs::path& folder) { return errorOf([&] { return openTrainedRun(folder); }); };
    CHECK(mentions(error(root / "none"), {"none", "no such folder"}));
    fs::create_directories(root / "empty");
    CHECK(mentions(error(root / "empty"), {"empty", "experiment.json"}));
    createRunFolder(root / "untrained", support::tinyExperiment(), 0);
    CHECK(mentions(error(root / "untrained"), {"untrained", "not trained yet"}));

    train(support::tinyExperiment(1), root / "trained");
    const Experiment lost = withValue(withValue(support::tinyExperiment(1), "/data/id", "idx"), "/data/folder", (root / "nodata").string());
    fs::remove(root / "trained/experiment.json");
    std::ofstream(root / "trained/experiment.json") << toJson(lost);
    CHECK(mentions(error(root / "trained"), {"trained", "'idx'", "nodata"}));
    std::ofstream(root / "trained/experiment.json") << toJson(withValue(support::tinyExperiment(1), "/network/layers/3/units", "20"));
    CHECK(mentions(error(root / "trained"), {"trained", "does not fit"}));
}
