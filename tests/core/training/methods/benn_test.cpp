// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/patterns.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

Params params(const Params& method, std::int64_t epochs = 6) {
    return resolveParams(trainerParams(),
                         {{"epochs", epochs}, {"batchSize", std::int64_t{50}}, {"method", Component("benn", method)}}, "");
}

Network build() { return {test::signLayers(), {6, 6}, 4, 3}; }

double accuracyOf(const Program& program, const Samples& samples) {
    const std::vector<std::uint16_t> decided = program.classify(samples.inputs.matrix());
    std::size_t right = 0;
    for (std::size_t i = 0; i < decided.size(); ++i) right += decided[i] == samples.labels[i];
    return static_cast<double>(right) / static_cast<double>(decided.size());
}

} // namespace

TEST_CASE("an ensemble of one is the network that its method trains", "[training]") {
    const Dataset data = test::patterns(500);
    Network one = build(), two = build();
    Trainer plain(one, data, test::trainingParams(6), 3), ensemble(two, data, params({{"members", std::int64_t{1}}}), 3);
    while (plain.step() < plain.totalSteps()) CHECK(ensemble.advance().loss == plain.advance().loss);
    CHECK(ensemble.evaluate(data.test).accuracy == plain.evaluate(data.test).accuracy);
}

TEST_CASE("members vote: the packed program is their weighted sum, with the bits of all", "[training]") {
    const Dataset data = test::patterns(500);
    for (const char* voting : {"bagging", "boost_a", "boost_b", "boost_d"}) {
        INFO(voting);
        Network network = build();
        Trainer trainer(network, data, params({{"voting", std::string(voting)}}), 3);
        while (trainer.step() < trainer.totalSteps()) trainer.advance();
        const Program program = trainer.pack("n");
        const auto votes = std::ranges::count_if(program.ops, [](const ProgramOp& op) { return std::holds_alternative<VoteOp>(op); });
        CHECK(votes == 3);
        const double accuracy = trainer.evaluate(data.test).accuracy;
        CHECK(accuracy > 0.75); // two epochs for each member
        CHECK(accuracyOf(program, data.test) == accuracy);
        CHECK(program.bitsPerWeight() > 2.9 * lower(network, "n", data.classNames).bitsPerWeight());
        // Through the file and back.
        const Program read = Program::fromBundle(program.toBundle());
        CHECK(read.run(data.test.inputs.matrix()).values()[7] == program.run(data.test.inputs.matrix()).values()[7]);
        CHECK(accuracyOf(read, data.test) == accuracy);
    }
}

TEST_CASE("an ensemble goes on from a checkpoint as it would have", "[training]") {
    const Dataset data = test::patterns(500);
    const Params given = params({{"voting", std::string("boost_a")}});
    Network whole = build();
    Trainer through(whole, data, given, 3);
    for (int i = 0; i < 47; ++i) through.advance();
    for (const int at : {7, 20, 33}) { // within a member, at its end, in the next but one
        INFO(at);
        Network first = build(), second = build();
        Trainer half(first, data, given, 3), resumed(second, data, given, 3);
        for (int i = 0; i < at; ++i) half.advance();
        resumed.restore(half.state());
        for (int i = at; i < 47; ++i) resumed.advance();
        const Bundle a = through.state(), b = resumed.state();
        for (const auto& [name, array] : a.arrays) {
            INFO(name);
            CHECK(array.bytes == b.at(name).bytes);
        }
    }
}

TEST_CASE("an ensemble needs an epoch for each member", "[training]") {
    const Dataset data = test::patterns(200);
    Network network = build();
    CHECK(mentions(errorOf([&] { return Trainer(network, data, params({{"members", std::int64_t{7}}}), 1).step(); }),
                   {"/training/epochs", "7 members"}));
    CHECK(mentions(errorOf([&] { return Trainer(network, data, params({{"member", Component("benn")}}), 1).step(); }),
                   {"/training/method/member", "benn"}));
}
