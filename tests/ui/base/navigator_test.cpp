// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/navigator.h"

#include "tests/catch.h"
#include "ui/base/page.h"

#include <QStringList>

using namespace orthant::ui;

TEST_CASE("The navigator passes on what a page asks for") {
    Navigator navigator;
    QStringList heard;
    QObject::connect(&navigator, &Navigator::pageRequested, [&](const QString& id) { heard.append("page " + id); });
    QObject::connect(&navigator, &Navigator::experimentRequested, [&](const QString& file) { heard.append("experiment " + file); });
    QObject::connect(&navigator, &Navigator::runRequested, [&](const QString& folder) { heard.append("run " + folder); });
    navigator.go("train");
    navigator.openExperiment("a.json");
    navigator.openRun("runs/1");
    CHECK(heard == QStringList{"page train", "experiment a.json", "run runs/1"});
}

TEST_CASE("A page carries its id, title and icon") {
    const Page page("train", "Train", "play");
    CHECK(page.id() == "train");
    CHECK(page.title() == "Train");
    CHECK(page.iconName() == "play");
    CHECK(page.accessibleName() == "Train");
    CHECK(page.objectName() == "train");
}
