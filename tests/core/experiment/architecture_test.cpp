// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/architecture.h"

#include "core/io/file.h"
#include "core/network/network.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <map>

using namespace orthant;

namespace {

/// Parameters of a convolution of 3 x 3 with the batch norm of its outputs.
constexpr std::size_t conv3(std::size_t in, std::size_t out) { return 9 * in * out + 2 * out; }
constexpr std::size_t dense(std::size_t in, std::size_t out) { return in * out + 2 * out; }

/// By the closed form of each network.
const std::map<std::string, std::size_t> parameters{
    {"mlp", dense(784, 2048) + 2 * dense(2048, 2048) + dense(2048, 10)},
    {"lenet", 25 * 20 + 2 * 20 + 25 * 20 * 50 + 2 * 50 + dense(4 * 4 * 50, 500) + dense(500, 10)},
    {"vgg_small", conv3(3, 128) + conv3(128, 128) + conv3(128, 256) + conv3(256, 256) + conv3(256, 512) + conv3(512, 512) +
                      4 * 4 * 512 * 10 + 10},
    {"binarynet_cifar10", conv3(3, 128) + conv3(128, 128) + conv3(128, 256) + conv3(256, 256) + conv3(256, 512) + conv3(512, 512) +
                              dense(4 * 4 * 512, 1024) + dense(1024, 1024) + dense(1024, 10)},
    // 0.27 M: He et al. 2015, table 6
    {"resnet20", conv3(3, 16) + 6 * conv3(16, 16) + conv3(16, 32) + 5 * conv3(32, 32) + conv3(32, 64) + 5 * conv3(64, 64) +
                     64 * 10 + 10},
};

std::size_t countParameters(Network& network) {
    std::size_t count = 0;
    for (const Parameter* parameter : network.parameters()) count += parameter->value.size();
    return count;
}

std::string errorOfFile(const std::string& text) {
    const TemporaryFolder folder;
    writeFileAtomically(folder / "small.json", std::string_view(text));
    return errorOf([&] { return readArchitecture(folder / "small.json"); });
}

} // namespace

TEST_CASE("every shipped network builds and has as many parameters as its closed form says") {
    CHECK(parameters.at("resnet20") == 269722);
    REQUIRE(architectures().size() == parameters.size());
    for (const Architecture& architecture : architectures()) {
        INFO(architecture.id);
        Network network(architecture.layers, architecture.input, 10, 1);
        CHECK(countParameters(network) == parameters.at(architecture.id));
        CHECK_FALSE(architecture.title.empty());
        CHECK_FALSE(architecture.source.empty());
    }
}

TEST_CASE("an experiment takes the layers of a network, with a score for each class") {
    const Experiment experiment = parseExperiment(R"({"orthant": 1, "data": "glyphs", "network": {"layers": ["flatten"]}})");
    const Experiment changed = withArchitecture(experiment, "lenet", 7);
    CHECK(changed.data == experiment.data);
    CHECK_NOTHROW(Network(changed.layers, {28, 28}, 7, 1));
    CHECK_NOTHROW(Network(withArchitecture(experiment, "resnet20", 100).layers, {16, 16, 3}, 100, 1));
    CHECK(parseExperiment(toJson(changed)).layers == changed.layers);
    CHECK(mentions(errorOf([&] { return withArchitecture(experiment, "resnet2", 10); }), {"resnet20"}));
}

TEST_CASE("a network file that is wrong is refused at its place") {
    const auto file = [](const std::string& more) {
        return R"({"orthant": 1, "kind": "network", "id": "small", "title": "t", "summary": "s", "source": "c", )" + more + "}";
    };
    CHECK(errorOfFile(file(R"("input": [8, 8], "layers": ["flatten", {"id": "dense", "units": 3}])")).empty());
    CHECK(mentions(errorOfFile(file(R"("input": [8, 0], "layers": ["flatten", "dense"])")), {"small.json", "/input/1"}));
    CHECK(mentions(errorOfFile(file(R"("input": [8, 8], "layers": ["flatten"])")), {"/layers", "scores"}));
    CHECK(mentions(errorOfFile(file(R"("input": [8], "layers": ["dens"])")), {"/layers/0", "dense"}));
    CHECK(mentions(errorOfFile(R"({"orthant": 1, "kind": "recipe"})"), {"/kind"}));
    CHECK(mentions(errorOfFile(R"({"orthant": 1, "kind": "network", "id": "other"})"), {"/id", "'small'"}));
}
