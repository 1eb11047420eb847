// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/settings.h"

#include "tests/catch.h"

#include <QFile>
#include <QTemporaryDir>

using namespace orthant::ui;

TEST_CASE("Settings survive a restart") {
    QTemporaryDir folder;
    const QString ini = folder.filePath("settings.ini");
    {
        Settings settings(ini);
        CHECK(settings.theme() == ThemeMode::System);
        CHECK(settings.lastPage() == "home");
        CHECK(settings.threads() == 0);
        CHECK_FALSE(settings.runsFolder().isEmpty());
        settings.setTheme(ThemeMode::Dark);
        settings.setLastPage("train");
        settings.setGeometry(QByteArray("\x01\x00\x02", 3));
        settings.setSplitter("train", "abc");
        settings.setRunsFolder("/somewhere/runs");
        settings.setThreads(3);
        settings.setLastExportFolder(folder.path());
    }
    Settings settings(ini);
    CHECK(settings.theme() == ThemeMode::Dark);
    CHECK(settings.lastPage() == "train");
    CHECK(settings.geometry() == QByteArray("\x01\x00\x02", 3));
    CHECK(settings.splitter("train") == "abc");
    CHECK(settings.splitter("other").isEmpty());
    CHECK(settings.runsFolder() == "/somewhere/runs");
    CHECK(settings.threads() == 3);
    CHECK(settings.lastExportFolder() == folder.path());
}

TEST_CASE("Recent files are newest first, at most ten, once each, and only those that exist") {
    QTemporaryDir folder;
    Settings settings(folder.filePath("settings.ini"));
    QStringList files;
    for (int i = 0; i < 12; ++i) {
        files.append(folder.filePath(QStringLiteral("experiment_%1.json").arg(i)));
        QFile file(files.back());
        REQUIRE(file.open(QIODevice::WriteOnly));
        settings.addRecentFile(files.back());
    }
    CHECK(settings.recentFiles().size() == 10);
    CHECK(settings.recentFiles().front() == files[11]);
    settings.addRecentFile(files[5]);
    CHECK(settings.recentFiles().front() == files[5]);
    CHECK(settings.recentFiles().count(files[5]) == 1);
    QFile::remove(files[5]);
    CHECK_FALSE(settings.recentFiles().contains(files[5]));
    CHECK(settings.recentRuns().isEmpty());
    settings.clearRecent();
    CHECK(settings.recentFiles().isEmpty());
}

TEST_CASE("A damaged settings file gives the defaults") {
    QTemporaryDir folder;
    const QString ini = folder.filePath("settings.ini");
    QFile file(ini);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("theme=purple\nthreads=-4\n[[[\n\x01\x02");
    file.close();
    const Settings settings(ini);
    CHECK(settings.theme() == ThemeMode::System);
    CHECK(settings.threads() == 0);
}
