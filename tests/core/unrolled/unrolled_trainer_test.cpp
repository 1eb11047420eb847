// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/unrolled_trainer.h"

#include "core/base/parallel.h"
#include "tests/core/unrolled/net_helpers.h"
#include "tests/errors.h"
#include "tests/catch.h"

#include <cmath>
#include <cstring>

using namespace orthant;

namespace {

Params training(const Params& given) {
    Params values = given;
    for (const auto& [id, value] : Params{{"steps", std::int64_t{20}}, {"batchSize", std::int64_t{16}}, {"validation", std::int64_t{40}},
                                          {"newLayerSteps", std::int64_t{6}}, {"refineSteps", std::int64_t{4}}, {"fineSteps", std::int64_t{0}}})
        if (!values.has(id)) values.set(id, value);
    return resolveParams(unrolledTrainingParams(), values, "/training");
}

const Problem& problem() {
    static const Problem result = test::blockProblem(32, 24, 2);
    return result;
}

UnrolledDesign pibinn() { return test::design("lista_cp", {{"layers", std::int64_t{3}}}, Component("one_bit")); }

void finish(UnrolledTrainer& trainer) {
    while (!trainer.finished()) trainer.advance();
}

bool same(const Bundle& a, const Bundle& b) {
    if (a.arrays.size() != b.arrays.size()) return false;
    for (const auto& [name, array] : a.arrays)
        if (b.at(name).bytes != array.bytes) return false;
    return true;
}

double finalNmse(const UnrolledDesign& design, const Params& given) {
    UnrolledNet net(problem(), design);
    UnrolledTrainer trainer(net, problem(), training(given), 1);
    finish(trainer);
    return netCurve(net, problem(), Part::Test, 200).back();
}

} // namespace

TEST_CASE("an unrolled network gets better than the solver that it starts from, in float and with one bit", "[unrolled]") {
    UnrolledNet ista(problem(), test::design("lista_cp", {{"layers", std::int64_t{3}}}));
    const double before = netCurve(ista, problem(), Part::Test, 200).back();
    const double floats = finalNmse(test::design("lista_cp", {{"layers", std::int64_t{3}}}), {{"steps", std::int64_t{300}}, {"learningRate", 5e-3}});
    const double bits = finalNmse(pibinn(), {{"steps", std::int64_t{300}}, {"learningRate", 5e-3}});
    const double signsAsTheyAre = finalNmse(pibinn(), {{"steps", std::int64_t{300}}, {"learningRate", 5e-3}, {"reading", std::string("post_training")}});
    CHECK(floats < before - 3);
    CHECK(bits < before - 2);
    CHECK(bits < signsAsTheyAre - 1);
}

TEST_CASE("training gives the same bits on any number of threads, and after a pause", "[unrolled]") {
    for (const char* reading : {"A", "A'", "B", "C", "D", "E", "post_training", "one_stage"})
        for (const char* schedule : {"end_to_end", "layer_wise"})
            for (const std::int64_t samples : {0, 50}) {
                INFO(reading << ", " << schedule << ", " << samples << " samples");
                const Params params = training({{"reading", std::string(reading)}, {"schedule", std::string(schedule)}, {"samples", samples},
                                                {"thresholds", std::string(samples > 0 ? "searched" : "learned")}});
                UnrolledNet net(problem(), pibinn());
                UnrolledTrainer trainer(net, problem(), params, 5);
                withThreads(1, [&] { finish(trainer); });

                UnrolledNet other(problem(), pibinn());
                UnrolledTrainer first(other, problem(), params, 5);
                std::int64_t done = 0;
                withThreads(2, [&] {
                    while (first.step() < trainer.step() / 2 + 3) {
                        first.advance();
                        ++done;
                    }
                });
                const Bundle pause = first.state();
                UnrolledNet third(problem(), pibinn());
                UnrolledTrainer second(third, problem(), params, 5);
                second.restore(pause);
                REQUIRE(second.step() == first.step());
                finish(second);
                REQUIRE(same(third.state(), net.state()));
                REQUIRE(same(second.state(), trainer.state()));
            }
}

TEST_CASE("stages of the readings: what is trained, and for how many steps", "[unrolled]") {
    const auto stagesOf = [](const char* reading, Component weights) {
        UnrolledNet net(problem(), test::design("lista_cp", {{"layers", std::int64_t{3}}}, std::move(weights)));
        UnrolledTrainer trainer(net, problem(), training({{"reading", std::string(reading)}}), 1);
        std::string stages;
        while (!trainer.finished()) {
            trainer.advance();
            const std::string stage = trainer.reading().stage;
            if (!stages.ends_with(stage)) stages += (stages.empty() ? "" : " ") + stage;
        }
        CHECK(trainer.step() == trainer.totalSteps());
        return stages + " " + std::to_string(trainer.totalSteps()) + (net.quantized() ? " quantized" : " float");
    };
    CHECK(stagesOf("A", Component("float32")) == "float 40 float"); // as many steps as the others
    CHECK(stagesOf("A", Component("one_bit")) == "float signs 40 quantized");
    CHECK(stagesOf("B", Component("one_bit")) == "float signs scales 60 quantized");
    CHECK(stagesOf("C", Component("one_bit")) == "signs scales 40 quantized");
    CHECK(stagesOf("E", Component("one_bit")) == "float scales 40 quantized");
    CHECK(stagesOf("post_training", Component("one_bit")) == "float 20 quantized");
    CHECK(stagesOf("one_stage", Component("one_bit")) == "signs 40 quantized");
}

TEST_CASE("scales follow the latent weights, are learned, or belong to layers, as the reading says", "[unrolled]") {
    const auto train = [](const char* reading, UnrolledNet& net) {
        UnrolledTrainer trainer(net, problem(), training({{"reading", std::string(reading)}}), 1);
        finish(trainer);
        return trainer.reading();
    };
    const auto mean = [](const UnrolledNet& net) {
        double sum = 0;
        for (const Parameter& x : net.latent())
            for (const float v : x.value.values()) sum += static_cast<double>(std::abs(v));
        return sum / static_cast<double>(net.latent().size() * net.latent()[0].value.size());
    };
    UnrolledNet a(problem(), pibinn()), follows(problem(), pibinn()), layers(problem(), pibinn()), frozen(problem(), pibinn());
    const UnrolledReading learned = train("A", a);
    CHECK(learned.scales[0] != Approx(mean(a)).epsilon(1e-4));
    train("A'", follows);
    const std::size_t depth = 3;
    Tensor y({1, 24});
    follows.forward(y.matrix(), depth); // the scale of the latest latent weights
    CHECK(follows.scales()[0] == Approx(mean(follows)).epsilon(1e-6));
    CHECK(train("D", layers).scales.size() == 3);
    const UnrolledReading still = train("E", frozen);
    for (const double flips : still.flippedTotal) CHECK(flips == 0);
    CHECK(learned.flippedTotal.size() == 3);
}

TEST_CASE("networks with the same float stage start from one of them", "[unrolled]") {
    const Params params = training({});
    UnrolledNet one(problem(), pibinn()), other(problem(), pibinn());
    UnrolledTrainer trainer(one, problem(), params, 2);
    while (!trainer.floatStageEnded()) trainer.advance();
    const Bundle floats = one.state();
    finish(trainer);
    UnrolledTrainer late(other, problem(), params, 2);
    late.startFrom(floats);
    CHECK(late.floatStageEnded());
    CHECK(late.step() == 20);
    finish(late);
    CHECK(same(other.state(), one.state()));
}

TEST_CASE("layer-wise training works on one layer after the other, and readings say so", "[unrolled]") {
    UnrolledNet net(problem(), test::design("lista_cp", {{"layers", std::int64_t{3}}}));
    UnrolledTrainer trainer(net, problem(), training({{"schedule", std::string("layer_wise")}, {"reading", std::string("post_training")}}), 1);
    CHECK(trainer.totalSteps() == 30); // one phase
    const double untouched = static_cast<double>(net.latent()[2].value[0]);
    for (int i = 0; i < 10; ++i) trainer.advance();
    const Tensor first = net.latent()[0].value;
    trainer.advance(); // a new layer begins as the one before it, one step of Adam away
    double largest = 0;
    for (std::size_t i = 0; i < first.size(); ++i)
        largest = std::max(largest, static_cast<double>(std::abs(net.latent()[1].value[i] - first[i])));
    CHECK(largest < 1.1e-3);
    for (int i = 0; i < 2; ++i) trainer.advance();
    UnrolledReading reading = trainer.reading();
    CHECK(reading.layer == 2);
    CHECK(std::isfinite(reading.nmse[2]));
    CHECK(std::isnan(reading.nmse[3]));
    CHECK(static_cast<double>(net.latent()[2].value[0]) == untouched);
    finish(trainer);
    reading = trainer.reading();
    CHECK(std::isfinite(reading.nmse[3]));
    CHECK(reading.nmse[0] == 0);
    double links = 0;
    for (const double count : reading.histogram) links += count;
    CHECK(links == 3 * 2 * 16 * 12);
    CHECK(reading.histogramEdges.size() == reading.histogram.size() + 1);
}

TEST_CASE("a searched threshold is the best one nearby on validation samples, layer by layer", "[unrolled]") {
    const UnrolledDesign design = test::design("lista_cp", {{"layers", std::int64_t{3}}, {"supportSelection", true}, {"learnedSteps", true}},
                                               Component("one_bit"));
    UnrolledNet net(problem(), design);
    UnrolledTrainer trainer(net, problem(),
                            training({{"schedule", std::string("layer_wise")}, {"reading", std::string("one_stage")}, {"quantizedShare", 0.0},
                                      {"newLayerSteps", std::int64_t{60}}, {"refineSteps", std::int64_t{0}}, {"thresholds", std::string("searched")},
                                      {"validation", std::int64_t{300}}}),
                            1);
    finish(trainer);
    for (std::size_t depth = 1; depth <= 3; ++depth) {
        const auto errorAt = [&] { return netCurve(net, problem(), Part::Validation, 300)[depth]; };
        Parameter* threshold = net.parametersOf(depth - 1).back();
        for (Parameter* parameter : net.parametersOf(depth - 1))
            if (parameter->name.ends_with("threshold")) threshold = parameter;
        const float found = threshold->value[0];
        const double least = errorAt();
        for (const float factor : {0.94F, 1.06F, 0.5F, 2.0F}) {
            INFO("layer " << depth << ", " << factor << " times the threshold " << found);
            threshold->value[0] = factor * found;
            CHECK(errorAt() >= least);
        }
        threshold->value[0] = found;
    }
}

TEST_CASE("a stage ends early when validation does not get better any more", "[unrolled]") {
    UnrolledNet net(problem(), test::design("alista", {{"layers", std::int64_t{2}}}));
    UnrolledTrainer trainer(net, problem(), training({{"steps", std::int64_t{2000}}, {"reading", std::string("post_training")}, {"patience", std::int64_t{40}}, {"learningRate", 0.05}, {"finalRate", 0.05}}), 1);
    finish(trainer);
    CHECK(trainer.step() < 1500);
    CHECK(trainer.step() >= 40);
}

TEST_CASE("a loss that is no number is an error that says what to do", "[unrolled]") {
    UnrolledNet net(problem(), test::design("unrolled_gradient", {{"layers", std::int64_t{30}}}));
    UnrolledTrainer trainer(net, problem(), training({{"steps", std::int64_t{500}}, {"learningRate", 10.0}, {"finalRate", 10.0}}), 1);
    CHECK(mentions(errorOf([&] { finish(trainer); }), {"/training/learningRate", "a smaller learning rate usually helps"}));
}

TEST_CASE("thresholds stay at 0 or above", "[unrolled]") {
    UnrolledNet net(problem(), test::design("lista_cp", {{"layers", std::int64_t{2}}, {"thresholdStart", 0.0}}));
    for (Parameter* parameter : net.parameters())
        if (parameter->name.ends_with("threshold")) parameter->value[0] = -1;
    net.changed();
    CHECK(net.thresholds()[0] == 0);
}
