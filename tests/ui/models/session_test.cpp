// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/session.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include <QSignalSpy>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("opening tells experiments, runs and everything else apart") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    const std::filesystem::path folder = fixture.folder.path().toStdString();
    const auto errorOf = [&](const std::filesystem::path& path) -> std::string {
        try {
            session.open(path);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    };
    REQUIRE(errorOf(folder / "nothing.json").find("no such file") != std::string::npos);
    REQUIRE(errorOf(folder).find("not a run") != std::string::npos);
    writeFileAtomically(folder / "picture.png", "x");
    REQUIRE(errorOf(folder / "picture.png").find("expected an experiment file (.json) or a run folder") != std::string::npos);
    writeFileAtomically(folder / "broken.json", "{\"orthant\": 1,");
    REQUIRE(errorOf(folder / "broken.json").find("broken.json") != std::string::npos);
    writeFileAtomically(folder / "good.json", toJson(tinyExperiment()));
    REQUIRE(errorOf(folder / "good.json").empty());
    REQUIRE(session.experiment().experiment().name == "tiny");
    REQUIRE(fixture.settings.recentFiles().size() == 1);
}

TEST_CASE("a run is started, listed and opened again") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    fixture.train();
    const std::filesystem::path folder = session.currentRun()->folder();
    REQUIRE(session.currentRun()->status() == RunStatus::Finished);
    REQUIRE(waitFor([&] { return session.runList().runs().size() == 1 && session.runList().runs()[0].status == "finished"; }));
    REQUIRE(fixture.settings.recentRuns().size() == 1);

    QSignalSpy opened(&session, &Session::runOpened);
    session.open(folder);
    REQUIRE(waitFor([&] { return opened.count() == 1; }));
    REQUIRE_FALSE(session.currentRun()->id());
    REQUIRE(session.currentRun()->experiment() == tinyExperiment());
    REQUIRE(session.experiment().experiment() == tinyExperiment());
}

TEST_CASE("a run folder that cannot be read is told, not thrown") {
    SessionFixture fixture;
    const std::filesystem::path folder = fixture.folder.filePath("bad").toStdString();
    writeFileAtomically(folder / "experiment.json", "[]");
    QSignalSpy failures(fixture.session.get(), &Session::failed);
    fixture.session->open(folder);
    REQUIRE(waitFor([&] { return failures.count() == 1; }));
    REQUIRE_FALSE(failures[0][0].toString().isEmpty());
    REQUIRE(fixture.session->currentRun() == nullptr);
}

TEST_CASE("an experiment with a problem does not start") {
    SessionFixture fixture;
    fixture.session->experiment().load(tinyExperiment());
    fixture.session->experiment().setData(Component("no_such_data"));
    REQUIRE_THROWS_AS(fixture.session->start(), Error);
    REQUIRE(fixture.session->runs().runs().empty());
}

TEST_CASE("a run that starts paused makes single steps") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    session.experiment().load(tinyExperiment());
    session.start(true);
    const auto run = session.currentRun();
    REQUIRE(waitFor([&] { return run->status() == RunStatus::Paused; }));
    REQUIRE(run->step() == 0);
    session.runs().step(*run->id());
    REQUIRE(waitFor([&] { return run->step() == 1; }));
    REQUIRE(waitFor([&] { return run->status() == RunStatus::Paused; }));
    session.runs().resume(*run->id());
    REQUIRE(waitFor([&] { return run->status() == RunStatus::Finished; }));
}
