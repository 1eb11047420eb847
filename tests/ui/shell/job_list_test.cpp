// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_list.h"

#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>

using namespace orthant;
using namespace orthant::ui;

namespace {

/// Runs that take longer than any test; one of them works at a time.
struct JobFixture : SessionFixture {
    std::unique_ptr<JobList> jobs;
    std::vector<RunId> ids;

    explicit JobFixture(int count) {
        session->runs().setLimit(1);
        Experiment longer = withValue(tinyExperiment(), "/training/epochs", "100000");
        for (int i = 0; i < count; ++i) ids.push_back(session->runs().start(longer));
        jobs = std::make_unique<JobList>(*session);
        jobs->resize(900, 300);
        jobs->setVisible(true);
        jobs->refresh();
    }
    ~JobFixture() { session->runs().stopAll(); }
    QToolButton* button(int row, const QString& tip) const {
        std::vector<QToolButton*> found;
        for (QToolButton* each : jobs->findChildren<QToolButton*>())
            if (each->accessibleName() == tip) found.push_back(each);
        return static_cast<std::size_t>(row) < found.size() ? found[static_cast<std::size_t>(row)] : nullptr;
    }
    QString summary() const { return jobs->findChild<QLabel*>("jobs_summary")->text(); }
    std::size_t place(int run) const { return session->runs().info(ids[static_cast<std::size_t>(run)]).place; }
};

} // namespace

TEST_CASE("runs that wait have a place, and buttons move them up and down the queue", "[ui]") {
    JobFixture fixture(4);
    REQUIRE(waitFor([&] { return fixture.session->runs().info(fixture.ids[0]).status == RunStatus::Running; }));
    fixture.jobs->refresh();
    CHECK(fixture.summary() == "0 of 4 runs done, 1 running, 3 waiting");
    CHECK(fixture.place(1) == 1);
    CHECK(fixture.place(3) == 3);
    fixture.button(3, "Start this run earlier")->click();
    CHECK(fixture.place(3) == 2);
    CHECK(fixture.place(2) == 3);
    fixture.button(3, "Start this run earlier")->click();
    CHECK(fixture.place(3) == 1);
    CHECK_FALSE(fixture.button(3, "Start this run earlier")->isEnabled());
    fixture.button(1, "Start this run later")->click();
    CHECK(fixture.place(1) == 3);
    const auto going = goingRuns(fixture.session->runs().runs());
    REQUIRE(going.size() == 4);
    CHECK(going[1].id == fixture.ids[3]);
}

TEST_CASE("the limit of runs at once acts at once and is kept", "[ui]") {
    JobFixture fixture(3);
    auto* limit = fixture.jobs->findChild<QSpinBox*>("jobs_limit");
    REQUIRE(limit);
    CHECK(limit->value() == 1);
    limit->setValue(3);
    CHECK(waitFor([&] { return fixture.place(1) == 0 && fixture.place(2) == 0; }));
    CHECK(fixture.settings.runsAtOnce() == 3);
    CHECK(Session(fixture.settings, fixture.theme).runs().limit() == 3);
}

TEST_CASE("a stopped run counts as done, the list keeps its height and goes with the last one", "[ui]") {
    JobFixture fixture(2);
    const auto* list = fixture.jobs->findChild<QScrollArea*>();
    REQUIRE(list);
    const int height = list->minimumHeight();
    fixture.button(1, "Stop: the model and the curves are written")->click();
    CHECK(waitFor([&] {
        fixture.jobs->refresh();
        return fixture.summary().startsWith("1 of 2 runs done");
    }));
    CHECK(list->minimumHeight() == height);
    fixture.button(0, "Stop: the model and the curves are written")->click();
    CHECK(waitFor([&] {
        fixture.jobs->refresh();
        return !fixture.jobs->isVisible();
    }));
}
