// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_writer.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"
#include "ui/pages/catalogue.h"
#include "ui/widgets/card.h"

#include <QSignalSpy>
#include <QTableWidget>

#include <set>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("every page of the catalogue has its id, a title, an icon, and opens and closes without a run") {
    SessionFixture fixture;
    std::set<QString> ids;
    for (const PageEntry& entry : pages()) {
        const std::unique_ptr<Page> page(entry.make(*fixture.session));
        INFO(entry.id.toStdString());
        REQUIRE(page->id() == entry.id);
        REQUIRE_FALSE(page->title().isEmpty());
        REQUIRE_FALSE(page->iconName().isEmpty());
        REQUIRE(ids.insert(entry.id).second);
        page->resize(900, 600);
        page->show();
        page->opened();
        QCoreApplication::processEvents();
        page->closed();
    }
}

TEST_CASE("home shows a card for each shipped experiment, plan and race, and a click asks for it") {
    SessionFixture fixture;
    const std::unique_ptr<Page> page(entries::home().make(*fixture.session));
    const auto cards = [&] {
        std::vector<Card*> found;
        for (Card* card : page->findChildren<Card*>())
            if (card->objectName().startsWith("experiment_")) found.push_back(card);
        return found;
    };
    REQUIRE_FALSE(shippedExperiments().empty());
    REQUIRE(waitFor([&] { return cards().size() == shippedExperiments().size() + shippedStudyPlans().size() + shippedRaces().size() + shippedUnrolledPlans().size(); }));
    QSignalSpy asked(&fixture.session->navigator(), &Navigator::experimentRequested);
    for (Card* card : cards()) card->click();
    REQUIRE(asked.count() == static_cast<int>(cards().size()));
    REQUIRE(readStudyPlan(asked[0][0].toString().toStdString()).name == shippedStudyPlans().front().stem().string());
    const int firstRace = static_cast<int>(shippedStudyPlans().size());
    REQUIRE(readRace(asked[firstRace][0].toString().toStdString()).name == shippedRaces().front().stem().string());
    REQUIRE(readExperiment(asked.back()[0].toString().toStdString()).name == shippedExperiments().back().stem().string());
}

TEST_CASE("home lists finished runs and broken ones") {
    SessionFixture fixture;
    fixture.train();
    writeFileAtomically(fixture.session->runs().root() / "broken" / "experiment.json", "{");
    const std::unique_ptr<Page> page(entries::home().make(*fixture.session));
    page->opened();
    auto* table = page->findChild<QTableWidget*>();
    REQUIRE(table);
    REQUIRE(waitFor([&] { return table->rowCount() == 2; }));
    QString text;
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < table->columnCount(); ++column) text += table->item(row, column)->text() + "\n";
    REQUIRE(text.contains("Tiny"));
    REQUIRE(text.contains("finished"));
    REQUIRE(text.contains("broken"));
}

TEST_CASE("home lists a race once, not its runs, and Return opens it") {
    SessionFixture fixture;
    Race race;
    race.name = "few";
    race.title = "Few";
    race.experiment = "two_moons_bnn";
    race.methods = {findMethod("bnn")};
    const std::filesystem::path folder = fixture.session->runs().root() / "few";
    openRaceFolder(folder, race, 0);
    createRunFolder(folder / runsOf(race)[0].folder, runsOf(race)[0].experiment, 0);
    const std::unique_ptr<Page> page(entries::home().make(*fixture.session));
    page->opened();
    auto* table = page->findChild<QTableWidget*>();
    REQUIRE(waitFor([&] { return table->rowCount() == 1; }));
    CHECK(table->item(0, 0)->text() == "Race: Few");
    QSignalSpy asked(&fixture.session->navigator(), &Navigator::runRequested);
    Q_EMIT table->itemActivated(table->item(0, 0));
    REQUIRE(asked.count() == 1);
    CHECK(asked[0][0].toString().toStdString() == folder.string());
}
