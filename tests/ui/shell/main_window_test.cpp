// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "tests/catch.h"
#include "tests/ui/session_fixture.h"
#include "ui/pages/exports/model_panel.h"
#include "ui/pages/exports/plot_panel.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/job_list.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>

#include <algorithm>
#include <set>

using namespace orthant;
using namespace orthant::ui;

namespace {

QAction* command(MainWindow& window, const QString& text) {
    for (QAction* action : commandsOf(window))
        if (action->text() == text) return action;
    return nullptr;
}

} // namespace

TEST_CASE("from an experiment to two trained epochs, a plot, a model, and the run opened again") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    const QString file = fixture.folder.filePath("tiny.json");
    ExperimentModel writer;
    writer.load(tinyExperiment());
    writer.save(file.toStdString());
    std::filesystem::path runFolder;
    {
        MainWindow window(session);
        window.resize(1100, 750);
        window.show();
        REQUIRE(window.currentPage()->id() == "home");
        window.open(file);
        REQUIRE(window.messages().text().isEmpty());
        REQUIRE(window.currentPage()->id() == "train");

        command(window, "Step")->trigger(); // held after one step: the whole run is over before a test can look
        const auto run = session.currentRun();
        REQUIRE(run);
        runFolder = run->folder();
        REQUIRE(window.findChild<JobList*>()->isVisible());
        session.runs().resume(*run->id());
        REQUIRE(waitFor([&] { return !run->active(); }));
        REQUIRE(run->status() == RunStatus::Finished);
        REQUIRE(run->epoch() == 2);
        REQUIRE(waitFor([&] { return !window.findChild<JobList*>()->isVisible(); }));

        command(window, "Go to Export")->trigger();
        REQUIRE(window.currentPage()->id() == "exports");
        REQUIRE(window.findChild<PlotPanel*>()->exportTo(fixture.folder.filePath("plots"), PlotFormat::Svg) >= 9);
        auto* models = window.findChild<ModelPanel*>();
        QSignalSpy exported(models, &ModelPanel::done);
        models->setFormat("npz");
        models->exportTo(fixture.folder.filePath("model.npz"));
        REQUIRE(waitFor([&] { return exported.count() == 1; }));
        REQUIRE(exported[0][0].toBool());
        REQUIRE(window.close());
    }
    // A new session, as after a restart.
    Settings settings(fixture.folder.filePath("settings.ini"));
    REQUIRE(settings.lastPage() == "exports");
    REQUIRE(settings.recentFiles().contains(file));
    REQUIRE_FALSE(settings.geometry().isEmpty());
    Session next(settings, fixture.theme);
    MainWindow window(next);
    QSignalSpy opened(&next, &Session::runOpened);
    window.open(QString::fromStdString(runFolder.string()));
    REQUIRE(waitFor([&] { return opened.count() == 1; }));
    REQUIRE(window.currentPage()->id() == "train");
    REQUIRE(next.currentRun()->step() == 8);
    REQUIRE(next.currentRun()->hasModel());
}

TEST_CASE("closing while a run is going stops it, writes its folder and then closes") {
    SessionFixture fixture;
    Experiment experiment = tinyExperiment();
    experiment.training.set("epochs", std::int64_t{100000});
    fixture.session->experiment().load(experiment);
    MainWindow window(*fixture.session);
    window.show();
    fixture.session->start();
    const auto run = fixture.session->currentRun();
    REQUIRE(waitFor([&] { return run->step() > 0; }));
    window.close();
    REQUIRE(waitFor([&] { return !window.isVisible(); }));
    REQUIRE(waitFor([&] { return !run->active(); }));
    REQUIRE(run->status() == RunStatus::Stopped);
    REQUIRE(std::filesystem::exists(run->folder() / "summary.json"));
    REQUIRE(std::filesystem::exists(run->folder() / "model.safetensors"));
}

TEST_CASE("a wrong file dropped on the window is answered in the message bar") {
    SessionFixture fixture;
    MainWindow window(*fixture.session);
    window.show();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/no/such/picture.png")});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    REQUIRE(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    REQUIRE(window.messages().isVisible());
    REQUIRE(window.messages().level() == MessageBar::Level::Error);
    REQUIRE(window.messages().text().contains("expected an experiment file (.json) or a run folder"));
}

TEST_CASE("an unknown experiment lists the shipped ones") {
    SessionFixture fixture;
    MainWindow window(*fixture.session);
    window.show();
    window.openExperiment("no_such_experiment");
    REQUIRE(window.messages().isVisible());
    REQUIRE(window.messages().text().contains("no_such_experiment"));
    REQUIRE(window.currentPage()->id() == "home");
}

TEST_CASE("no two commands have the same key, and the pages are reachable by keys") {
    SessionFixture fixture;
    MainWindow window(*fixture.session);
    std::set<QString> keys;
    for (const QAction* action : commandsOf(window))
        for (const QKeySequence& sequence : action->shortcuts()) {
            INFO(sequence.toString().toStdString());
            REQUIRE(keys.insert(sequence.toString()).second);
        }
    for (const char* needed : {"Ctrl+1", "Ctrl+4", "Ctrl+K", "F1", "F5", "Shift+F5"}) REQUIRE(keys.contains(needed));
}
