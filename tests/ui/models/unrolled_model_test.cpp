// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/unrolled_model.h"

#include "tests/catch.h"
#include "tests/ui/unrolled_fixture.h"
#include "ui/models/reconstruction_model.h"
#include "ui/models/solver_bounds.h"

#include <algorithm>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("a plan that trains gives readings and a result for each network and seed, and its folder says the same") {
    UnrolledFixture fixture;
    const auto model = fixture.train();
    REQUIRE(model->status() == RunStatus::Finished);
    REQUIRE(model->jobs().size() == 8);
    CHECK(model->jobsDone() == 8);
    for (std::size_t job = 0; job < 8; ++job) {
        CHECK(model->readings(job).size() >= 2);
        CHECK(std::ranges::is_sorted(model->readings(job), {}, &UnrolledReading::step));
        CHECK(model->result(job).testNmse.size() == 4);
    }
    const auto summaries = model->summaries();
    REQUIRE(summaries.size() == 4);
    CHECK(summaries[1].nmse->count == 2);
    CHECK(*summaries[1].bitsPerLink < *summaries[3].bitsPerLink);

    const UnrolledModel read(readUnrolledRun(model->folder()), model->folder());
    CHECK(read.status() == RunStatus::Finished);
    CHECK(read.result(3).testNmse == model->result(3).testNmse);
    CHECK(read.readings(3).size() == model->readings(3).size());
    CHECK(read.jobOf(1, 4, 0) == model->jobOf(1, 4, 0));
    CHECK_FALSE(read.jobOf(1, 77, 0));
}

TEST_CASE("a folder is opened in the background, and a going plan is not opened twice") {
    UnrolledFixture fixture;
    const auto trained = fixture.train();
    bool opened = false;
    QObject::connect(fixture.session.get(), &Session::unrolledOpened, [&](const UnrolledPlan& plan) { opened = plan == support::tinyPlan(); });
    fixture.session->open(trained->folder());
    REQUIRE(waitFor([&] { return fixture.session->unrolled() != trained; }));
    CHECK(opened);
    CHECK(fixture.session->unrolled()->jobsDone() == 8);

    fixture.session->startUnrolled(support::tinyPlan());
    const auto going = fixture.session->unrolled();
    fixture.session->openUnrolled(going->folder());
    CHECK(fixture.session->unrolled() == going);
    REQUIRE(waitFor([&] { return !going->active(); }));
}

TEST_CASE("a stopped plan goes on where it was") {
    UnrolledFixture fixture;
    UnrolledPlan plan = support::tinyPlan();
    plan.training.set("steps", std::int64_t{4000});
    fixture.session->startUnrolled(plan);
    const auto first = fixture.session->unrolled();
    REQUIRE(waitFor([&] { return !first->readings(0).empty(); }));
    fixture.session->runs().stop(*first->id());
    REQUIRE(waitFor([&] { return !first->active(); }));
    CHECK(first->status() == RunStatus::Stopped);
    fixture.session->continueUnrolled();
    const auto second = fixture.session->unrolled();
    CHECK(second != first);
    CHECK(second->folder() == first->folder());
    CHECK(second->readings(0).size() == first->readings(0).size());
    fixture.session->runs().stop(*second->id());
    REQUIRE(waitFor([&] { return !second->active(); }));
}

TEST_CASE("reconstructions start at nothing, have an estimate for each layer, and come from the packed networks") {
    UnrolledFixture fixture;
    const auto model = fixture.train();
    ReconstructionRequest request{model->plan(), model->folder(), {model->jobs()[*model->jobOf(0, 3, 0)], model->jobs()[*model->jobOf(1, 3, 0)]}, 5};
    const ReconstructionSet set = reconstruct(request);
    REQUIRE(set.networks.size() == 2);
    for (const Reconstruction& network : set.networks) {
        REQUIRE(network.estimates.size() == 4);
        CHECK(network.nmse.front() == Approx(0).margin(1e-9)); // all of the signal is missing
        CHECK(network.estimates.back().shape() == set.whole.original.shape());
    }
    CHECK(set.networks[1].title == "PIBiNN");
    const PackedSolver solver = solverOf(model->plan(), model->folder(), request.jobs[0]);
    CHECK(std::ranges::equal(set.whole.assemble(solver.run(set.whole.y.matrix()).matrix()).values(), set.networks[0].estimates.back().values()));
    request.jobs.clear();
    CHECK_THROWS_AS(reconstruct(request), Error);
}

TEST_CASE("every bound says whether it applies, with its reason, beside a measurement that starts at the whole error") {
    UnrolledFixture fixture;
    const auto model = fixture.train();
    BoundsRequest request{model->plan(), model->folder(), model->jobs()[*model->jobOf(1, 3, 0)], model->jobs()[*model->jobOf(0, 3, 0)], {}, {}, 200, 0};
    std::vector<MeasuredBound> bounds = boundsOf(request);
    REQUIRE(bounds.size() == 6);
    for (const MeasuredBound& measured : bounds) {
        INFO(measured.bound.id);
        CHECK_FALSE(measured.bound.reason.empty());
        if (!measured.bound.applies || measured.bound.values.size() != measured.measured.size()) continue;
        for (std::size_t k = 0; k < measured.measured.size(); ++k) CHECK(measured.measured[k] <= measured.bound.values[k] * 1.0001 + 1e-6);
    }
    CHECK(bounds[0].bound.id == "T1");
    CHECK(bounds[0].bound.applies);
    CHECK(bounds[1].measured.size() == 4);
    CHECK(bounds[4].bound.title == "Two sets of weights");
    CHECK(bounds[4].measured.empty()); // nothing to compare with was asked for
    CHECK_FALSE(bounds[5].bound.applies); // samples without end
    CHECK(bounds[5].measured.empty());
    request.samples = 1000;
    request.gap = 0.012;
    request.otherJob = request.floatJob;
    request.floatJob.reset();
    bounds = boundsOf(request);
    CHECK(bounds[5].measured == std::vector<double>{0.012});
    const MeasuredBound& weights = bounds[4];
    CHECK(weights.bound.id == "T4");
    REQUIRE(weights.bound.applies);
    REQUIRE(weights.measured.size() == 4);
    CHECK(weights.measured[0] == 0);
    for (std::size_t k = 0; k < 4; ++k) CHECK(weights.measured[k] <= weights.bound.values[k] * 1.0001 + 1e-6);
    CHECK(weights.how.find("'Float'") != std::string::npos);
    CHECK_FALSE(bounds[0].bound.applies);
    CHECK(bounds[5].bound.applies);
    // sqrt((200 ln 2 + ln 20) / 2000)
    CHECK(bounds[5].bound.values.at(0) == Approx(0.2661).epsilon(1e-3));
}
