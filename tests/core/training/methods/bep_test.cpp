// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/patterns.h"
#include "tests/errors.h"

#include "core/base/parallel.h"

using namespace orthant;

namespace {

std::vector<Component> layers() {
    return {Component("flatten"), Component("binarize"), test::dense(60), Component("binarize"),
            test::dense(45), Component("binarize"), test::dense(4)};
}

Params params(const Params& method = {}) {
    return resolveParams(trainerParams(),
                         {{"epochs", std::int64_t{6}}, {"batchSize", std::int64_t{50}}, {"method", Component("bep", method)}}, "");
}

} // namespace

TEST_CASE("binary error propagation learns, and the packed program decides as it does", "[training]") {
    const Dataset data = test::patterns(1000);
    Network network(layers(), {6, 6}, 4, 1);
    Trainer trainer(network, data, params(), 1);
    const double before = trainer.evaluate(data.test).accuracy;
    while (trainer.step() < trainer.totalSteps()) trainer.advance();
    const Evaluation result = trainer.evaluate(data.test);
    CHECK(before < 0.6);
    CHECK(result.accuracy > 0.9);
    const Program program = trainer.pack("n");
    const std::vector<std::uint16_t> decided = program.classify(data.test.inputs.matrix());
    std::size_t right = 0;
    for (std::size_t i = 0; i < decided.size(); ++i) right += decided[i] == data.test.labels[i];
    CHECK(static_cast<double>(right) / 200 == result.accuracy);
}

TEST_CASE("each switch of binary error propagation trains", "[training]") {
    const Dataset data = test::patterns(1000);
    const std::pair<const char*, ParamValue> switches[] = {
        {"winner", std::string("most_wrong")}, {"stability", std::string("counters")}, {"gateScale", std::string("root")},
        {"reinforceScale", std::string("inputs")}, {"reinforceByError", false}, {"updateChance", 0.3}, {"patience", std::int64_t{1}}};
    for (const auto& [id, value] : switches) {
        INFO(id);
        Params method;
        method.set(id, value);
        if (std::string(id) == "updateChance") method.set("start", std::int64_t{4}); // steps of 2 need counters near 0
        Network network(layers(), {6, 6}, 4, 1);
        Trainer trainer(network, data, params(method), 1);
        while (trainer.step() < trainer.totalSteps()) trainer.advance();
        CHECK(trainer.evaluate(data.test).accuracy > 0.7);
    }
}

TEST_CASE("binary error propagation is the same on one thread, on two, and after a resumption", "[training]") {
    const Dataset data = test::patterns(500);
    const Params given = params({{"patience", std::int64_t{1}}});
    Bundle ends[3];
    for (const std::size_t threads : {1U, 2U})
        withThreads(threads, [&] {
            Network network(layers(), {6, 6}, 4, 1);
            Trainer trainer(network, data, given, 1);
            for (int i = 0; i < 43; ++i) trainer.advance();
            ends[threads - 1] = trainer.state();
        });
    Network first(layers(), {6, 6}, 4, 1), second(layers(), {6, 6}, 4, 9);
    Trainer half(first, data, given, 1), resumed(second, data, given, 1);
    for (int i = 0; i < 17; ++i) half.advance();
    resumed.restore(half.state());
    for (int i = 17; i < 43; ++i) resumed.advance();
    ends[2] = resumed.state();
    for (const Bundle& other : {ends[1], ends[2]})
        for (const auto& [name, array] : ends[0].arrays) {
            INFO(name);
            CHECK(array.bytes == other.at(name).bytes);
        }
}

TEST_CASE("latent weights show the counters: even distances from the start, whole numbers", "[training]") {
    const Dataset data = test::patterns(200);
    Network network(layers(), {6, 6}, 4, 1);
    Trainer trainer(network, data, params({{"start", std::int64_t{1}}}), 1);
    for (int i = 0; i < 8; ++i) trainer.advance();
    const ProbeReading reading = trainer.probe(21);
    CHECK(reading.layers[0].flipRate > 0);
    CHECK(reading.layers.back().flipRate == 0); // the classifier is fixed
    for (const float h : network.layer(2).parameters().front()->value.values())
        CHECK(std::abs(std::remainder(h, 2.0F)) == 1); // 1 or -1, then steps of 2
}

TEST_CASE("a network that binary error propagation cannot train is refused with its place", "[training]") {
    const Dataset data = test::patterns(200);
    const auto refused = [&](const std::vector<Component>& list) {
        return errorOf([&] {
            Network network(list, {6, 6}, 4, 1);
            const Trainer trainer(network, data, params(), 1);
        });
    };
    const Component flatten("flatten"), signs("binarize");
    CHECK(mentions(refused(test::signLayers()), {"/network/layers/2", "batch_norm_1"}));
    CHECK(mentions(refused({flatten, signs, test::dense(8), Component("batch_norm"), signs, test::dense(4)}),
                   {"/network/layers/3", "batch_norm_1"}));
    CHECK(mentions(refused({flatten, signs, test::dense(8, "ste_sign", true), signs, test::dense(4)}), {"/network/layers/2"}));
    CHECK(mentions(refused({flatten, signs, test::dense(8, "xnor_scale"), signs, test::dense(4)}), {"/network/layers/2"}));
    CHECK(mentions(refused({flatten, signs, test::dense(8), test::dense(4)}), {"/network/layers/3"}));
    CHECK(mentions(refused({flatten, signs, test::dense(4)}), {"hidden"}));
    CHECK(mentions(refused({flatten, test::dense(8), signs, test::dense(4)}), {"binarize"}));
}
