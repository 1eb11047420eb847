// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exporter.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"
#include "ui/pages/catalogue.h"
#include "ui/pages/exports/model_panel.h"
#include "ui/pages/exports/plot_panel.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTableWidget>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("all plots of a run go into a folder, in every format") {
    SessionFixture fixture;
    fixture.train();
    const std::unique_ptr<Page> page(entries::exports().make(*fixture.session));
    auto* panel = page->findChild<PlotPanel*>();
    REQUIRE(panel);
    // loss, accuracy, flips, angle, two layers at the end and over time, boundary, and what theory looks at
    const int plots = panel->count();
    REQUIRE(plots >= 9);
    for (const PlotFormat format : {PlotFormat::Svg, PlotFormat::Png, PlotFormat::Pdf, PlotFormat::Csv}) {
        const QString folder = fixture.folder.filePath("plots" + QString::number(static_cast<int>(format)));
        REQUIRE(panel->exportTo(folder, format) == plots);
        REQUIRE(QDir(folder).entryList(QDir::Files).size() == plots);
    }
    QFile svg(fixture.folder.filePath("plots1/loss.svg"));
    REQUIRE(svg.open(QIODevice::ReadOnly));
    REQUIRE(svg.readAll().contains("<svg"));
}

TEST_CASE("a folder that cannot be written is told one time") {
    SessionFixture fixture;
    fixture.train();
    const std::unique_ptr<Page> page(entries::exports().make(*fixture.session));
    QFile file(fixture.folder.filePath("a_file"));
    REQUIRE(file.open(QIODevice::WriteOnly));
    QSignalSpy failures(fixture.session.get(), &Session::failed);
    REQUIRE(page->findChild<PlotPanel*>()->exportTo(file.fileName() + "/below", PlotFormat::Svg) == 0);
    REQUIRE(failures.count() == 1);
}

TEST_CASE("the model is exported, checked, and reads back as the same program") {
    SessionFixture fixture;
    fixture.train();
    const std::unique_ptr<Page> page(entries::exports().make(*fixture.session));
    auto* panel = page->findChild<ModelPanel*>();
    REQUIRE(panel);
    for (const ExporterEntry& exporter : exporters()) {
        QSignalSpy done(panel, &ModelPanel::done);
        const QString file = fixture.folder.filePath("model" + QString::fromStdString(exporter.extension));
        panel->setFormat(QString::fromStdString(exporter.id));
        panel->exportTo(file);
        REQUIRE(waitFor([&] { return done.count() == 1; }));
        REQUIRE(done[0][0].toBool());
        const Program program = readProgram(file.toStdString());
        REQUIRE(program.inputShape == Shape{2});
        REQUIRE(program.classNames.size() == 2);
    }
}

TEST_CASE("the table of sizes has a row for each layer and one for all") {
    SessionFixture fixture;
    fixture.train();
    const std::unique_ptr<Page> page(entries::exports().make(*fixture.session));
    auto* table = page->findChild<QTableWidget*>();
    REQUIRE(table);
    REQUIRE(waitFor([&] { return table->rowCount() == 6; }));
    REQUIRE(table->item(0, 0)->text() == "dense_1");
    REQUIRE(table->item(3, 2)->text() == "32"); // 16 x 2 one-bit weights
    REQUIRE(table->item(3, 4)->text() == "32"); // of signs by signs
    REQUIRE(table->item(5, 0)->text() == "all");
}

TEST_CASE("another run is chosen from the list") {
    SessionFixture fixture;
    fixture.train();
    const auto first = fixture.session->currentRun();
    fixture.train();
    const std::unique_ptr<Page> page(entries::exports().make(*fixture.session));
    QComboBox* picker = nullptr;
    for (QComboBox* box : page->findChildren<QComboBox*>())
        if (box->accessibleName() == "Run") picker = box;
    REQUIRE(picker);
    REQUIRE(waitFor([&] { return picker->count() == 2; }));
    const int index = picker->findData(QString::fromStdString(first->folder().string()));
    REQUIRE(index >= 0);
    REQUIRE(index != picker->currentIndex());
    picker->setCurrentIndex(index);
    Q_EMIT picker->activated(index);
    REQUIRE(waitFor([&] { return picker->currentIndex() == index && page->findChild<PlotPanel*>()->count() >= 9; }));
}
