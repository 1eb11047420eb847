// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/catalogues.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"
#include "ui/charts/band_view.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/race/race_form.h"
#include "ui/pages/race/race_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/method_picker.h"

#include <QAction>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace orthant;
using namespace orthant::ui;

namespace {

struct RaceFixture : SessionFixture {
    std::unique_ptr<Page> page;

    RaceFixture() {
        page.reset(entries::race().make(*session));
        page->resize(1200, 800);
        page->show();
        page->opened();
    }
    QAction* action(const char* name) { return page->findChild<QAction*>(QString("race_") + name); }
    QTableWidget* table() { return page->findChild<RaceTable*>()->findChild<QTableWidget*>(); }
    void useTiny(const char* epochs) {
        std::ofstream(folder.filePath("tiny.json").toStdString()) << toJson(tinyExperiment());
        std::ofstream(folder.filePath("race.json").toStdString())
            << R"({"orthant": 1, "kind": "race", "experiment": "tiny.json", "methods": ["bnn", "bnn_plus"], "seeds": [4, 5], "set": {"/training/epochs": )"
            << epochs << "}}";
        session->openExperiment(folder.filePath("race.json").toStdString());
    }
};

} // namespace

TEST_CASE("the page says what to do, and start waits for two methods") {
    RaceFixture fixture;
    CHECK(fixture.page->findChild<EmptyState*>()->isVisible());
    CHECK(fixture.action("start")->isEnabled());
    CHECK_FALSE(fixture.action("stop")->isEnabled());
    fixture.page->findChild<MethodPicker*>()->setChosen({"bnn"});
    Q_EMIT fixture.page->findChild<MethodPicker*>()->chosenChanged();
    CHECK_FALSE(fixture.action("start")->isEnabled());
}

TEST_CASE("a race document fills the form, and the form gives the race back") {
    RaceFixture fixture;
    fixture.useTiny("3");
    const Race race = fixture.page->findChild<RaceForm*>()->race();
    CHECK(race.seeds == std::vector<std::uint64_t>{4, 5});
    REQUIRE(race.methods.size() == 2);
    CHECK(race.methods[1].id == "bnn_plus");
    CHECK(baseOf(race).training.integer("epochs") == 3);
    CHECK(baseOf(race).name == "tiny");
    for (QSpinBox* box : fixture.page->findChildren<QSpinBox*>())
        if (box->accessibleName() == "Seeds") box->setValue(3);
    CHECK(fixture.page->findChild<RaceForm*>()->race().seeds == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("a race draws curves with bands, fills its table, and a row opens a run") {
    RaceFixture fixture;
    fixture.useTiny("2");
    fixture.action("start")->trigger();
    REQUIRE(fixture.session->race());
    CHECK_FALSE(fixture.action("start")->isEnabled());
    REQUIRE(waitFor([&] { return fixture.action("start")->isEnabled(); }));
    REQUIRE(waitFor([&] { return fixture.table()->rowCount() == 2 && fixture.table()->item(0, 6)->text() != "-"; }));
    CHECK(fixture.table()->item(0, 2)->text() == "2 / 2");
    CHECK(fixture.table()->item(0, 1)->text().contains(QChar(0xB1)));
    for (BandView* view : fixture.page->findChildren<BandView*>()) {
        INFO(view->title().toStdString());
        REQUIRE(view->bands().size() == 2);
        CHECK_FALSE(view->bands()[0].x.empty());
    }
    CHECK(fixture.page->findChild<QLabel*>("race_status")->text().contains("4 of 4"));
    fixture.table()->sortByColumn(0, Qt::AscendingOrder);
    CHECK(fixture.table()->item(0, 0)->text() == "BNN");
    QSignalSpy opened(&fixture.session->navigator(), &Navigator::runRequested);
    Q_EMIT fixture.table()->itemActivated(fixture.table()->item(1, 0));
    REQUIRE(opened.size() == 1);
    CHECK(opened[0][0].toString().contains("bnn_plus_seed"));
}

TEST_CASE("a race pauses, goes on and stops, all of its runs together") {
    RaceFixture fixture;
    fixture.useTiny("100000");
    fixture.action("start")->trigger();
    const auto all = [&](RunStatus status) {
        return std::ranges::all_of(fixture.session->race()->entries(), [&](const auto& entry) { return entry.model->status() == status; });
    };
    fixture.action("pause")->trigger();
    REQUIRE(waitFor([&] { return all(RunStatus::Paused) && fixture.action("pause")->text() == "Resume"; }));
    fixture.action("pause")->trigger();
    REQUIRE(waitFor([&] { return fixture.action("pause")->text() == "Pause"; }));
    fixture.action("stop")->trigger();
    REQUIRE(waitFor([&] { return all(RunStatus::Stopped); }));
    REQUIRE(waitFor([&] { return fixture.action("continue")->isEnabled(); }));
    CHECK(fixture.page->findChild<QLabel*>("race_status")->text() == "0 of 4 runs finished; Go on trains the others");
}

TEST_CASE("a method that is offered is chosen beside the others, and start trains only its runs") {
    RaceFixture fixture;
    fixture.useTiny("2");
    fixture.action("start")->trigger();
    REQUIRE(waitFor([&] { return fixture.action("start")->isEnabled(); }));
    const auto folder = fixture.session->race()->folder();
    const auto kept = folder / "runs" / "bnn_seed4" / "summary.json";
    const auto written = std::filesystem::last_write_time(kept);
    Method own;
    own.title = "BNN";
    own.weights = resolveComponent("quantizers", Component("swish_sign", {{"beta", 9.0}}), "");
    QSignalSpy page(&fixture.session->navigator(), &Navigator::pageRequested);
    fixture.session->offerMethod(own);
    CHECK(page[0][0].toString() == "race");
    auto* picker = fixture.page->findChild<MethodPicker*>();
    CHECK(picker->chosen() == std::vector<std::string>{"bnn", "bnn_plus", "BNN"});
    fixture.session->offerMethod(own); // it is there
    CHECK(picker->chosen().size() == 3);
    own.weights = resolveComponent("quantizers", Component("swish_sign", {{"beta", 0.5}}), "");
    fixture.session->offerMethod(own);
    CHECK(picker->chosen().back() == "BNN_2");
    picker->setChosen({"bnn", "bnn_plus", "BNN"});
    fixture.action("start")->trigger();
    REQUIRE(waitFor([&] { return fixture.session->race()->entries().size() == 6; }));
    CHECK(fixture.session->race()->folder() == folder);
    REQUIRE(waitFor([&] { return fixture.action("start")->isEnabled() && fixture.table()->rowCount() == 3 && fixture.table()->item(2, 6)->text() != "-"; }));
    for (int row = 0; row < 3; ++row) CHECK(fixture.table()->item(row, 2)->text() == "2 / 2");
    CHECK(std::filesystem::last_write_time(kept) == written);
    CHECK(fixture.page->findChild<QLabel*>("race_status")->text().contains("6 of 6"));
}
