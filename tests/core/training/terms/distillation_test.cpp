// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/terms/bench.h"
#include "tests/errors.h"

#include "core/training/losses/loss.h"
#include "core/training/terms/teacher.h"

using namespace orthant;

namespace {

std::shared_ptr<Network> trainedTeacher(const Dataset& data) {
    auto teacher = std::make_shared<Network>(test::signLayers("identity"), Shape{6, 6}, 4, 1);
    Trainer trainer(*teacher, data, test::trainingParams(), 1);
    while (trainer.step() < trainer.totalSteps()) trainer.advance();
    return teacher;
}

Component distillation(double weight) { return Component("distillation", {{"run", std::string("x")}, {"weight", weight}}); }

} // namespace

TEST_CASE("the divergence of soft targets is that of its definition, with the gradient of central differences", "[training]") {
    Tensor student({3, 5}), wanted({3, 5}), gradient({3, 5}), ignored({3, 5});
    fillUniform(Rng(1), 3, student.values());
    fillUniform(Rng(2), 3, wanted.values());
    double expected = 0;
    for (std::size_t r = 0; r < 3; ++r) {
        double p[5], q[5], sp = 0, sq = 0;
        for (std::size_t c = 0; c < 5; ++c) {
            sp += p[c] = std::exp(static_cast<double>(wanted.row(r)[c]) / 4);
            sq += q[c] = std::exp(static_cast<double>(student.row(r)[c]) / 4);
        }
        for (std::size_t c = 0; c < 5; ++c) expected += 0.9 * 16 / 3 * p[c] / sp * std::log(p[c] / sp / (q[c] / sq));
    }
    CHECK(softDivergence(student.matrix(), wanted.matrix(), 4, 0.9, gradient.matrix()) == Approx(expected));
    for (std::size_t i = 0; i < student.size(); ++i) {
        const float x = student[i], h = 1.0F / 256;
        student[i] = x + h;
        const double above = softDivergence(student.matrix(), wanted.matrix(), 4, 0.9, ignored.matrix());
        student[i] = x - h;
        const double below = softDivergence(student.matrix(), wanted.matrix(), 4, 0.9, ignored.matrix());
        student[i] = x;
        CHECK(static_cast<double>(gradient[i]) == Approx((above - below) / (2 * static_cast<double>(h))).margin(1e-5));
    }
}

TEST_CASE("distillation shares the loss between labels and teacher", "[training]") {
    const Dataset data = test::patterns(200);
    const auto teacher = std::make_shared<Network>(test::signLayers("identity"), Shape{6, 6}, 4, 1);
    Tensor scores({200, 4}), plain;
    fillUniform(Rng(3), 2, scores.values());
    const double loss = makeLoss(Component("softmax_cross_entropy"))(scores, data.train.labels, &plain);
    const Tensor wanted = teacher->evaluate(data.train.inputs);
    for (const double weight : {0.0, 0.9, 1.0}) {
        test::TermBench bench(distillation(weight), "ste_sign", teacher);
        Tensor gradient = plain, soft({200, 4});
        const double divergence = softDivergence(scores.matrix(), wanted.matrix(), 4, weight, soft.matrix());
        CHECK(bench.term->atScores({data.train.inputs}, scores, loss, gradient) == Approx((1 - weight) * loss + divergence));
        for (std::size_t i = 0; i < gradient.size(); i += 37)
            CHECK(static_cast<double>(gradient[i]) ==
                  Approx((1 - weight) * static_cast<double>(plain[i]) + static_cast<double>(soft[i])).margin(1e-6));
    }
}

TEST_CASE("a student learns from its teacher alone, without labels", "[training]") {
    Dataset data = test::patterns(1000);
    const auto teacher = trainedTeacher(data);
    for (std::uint16_t& label : data.train.labels) label = 0; // nobody knows them
    Network network(test::signLayers(), {6, 6}, 4, 3);
    Trainer trainer(network, data, test::trainingParams(), 3, {{distillation(1.0)}, [&](const std::string&) { return teacher; }});
    while (trainer.step() < trainer.totalSteps()) trainer.advance();
    CHECK(trainer.evaluate(data.test).accuracy > 0.9);
}

TEST_CASE("distillation says what is wrong with its teacher", "[training]") {
    Network network(test::signLayers(), {6, 6}, 4, 3);
    const auto refused = [&](const Component& term, std::function<std::shared_ptr<Network>(const std::string&)> open) {
        return errorOf([&] { return makeTerms(network, {{term}, std::move(open)}, "/training/terms"); });
    };
    CHECK(mentions(refused(Component("distillation"), {}), {"/training/terms/0/run", "no teacher"}));
    CHECK(mentions(refused(distillation(0.9), {}), {"/training/terms/0/run", "no runs here"}));
    CHECK(mentions(refused(distillation(0.9), [](const std::string&) -> std::shared_ptr<Network> { throw Error("gone"); }),
                   {"/training/terms/0/run", "cannot be opened", "gone"}));
    CHECK(mentions(refused(distillation(0.9), [](const std::string&) {
                       return std::make_shared<Network>(std::vector<Component>{test::dense(3)}, Shape{36}, 3, 1);
                   }),
                   {"3 classes", "expected 6 x 6 and 4"}));
}
