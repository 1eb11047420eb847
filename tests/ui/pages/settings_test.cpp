// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"
#include "ui/pages/catalogue.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("a change of a setting acts at once and survives a restart") {
    SessionFixture fixture;
    const std::unique_ptr<Page> page(entries::settings().make(*fixture.session));
    auto* theme = page->findChild<QComboBox*>("theme");
    REQUIRE(theme);
    theme->setCurrentIndex(theme->findData("dark"));
    Q_EMIT theme->activated(theme->currentIndex());
    REQUIRE(fixture.theme.isDark());
    QSpinBox* threads = nullptr;
    for (QSpinBox* box : page->findChildren<QSpinBox*>()) threads = box;
    REQUIRE(threads);
    threads->setValue(3);
    QLineEdit* folder = nullptr;
    for (QLineEdit* line : page->findChildren<QLineEdit*>())
        if (line->text() == fixture.settings.runsFolder()) folder = line;
    REQUIRE(folder);
    folder->setText(fixture.folder.filePath("elsewhere"));
    Q_EMIT folder->editingFinished();

    const Settings again(fixture.folder.filePath("settings.ini"));
    REQUIRE(again.theme() == ThemeMode::Dark);
    REQUIRE(again.threads() == 3);
    REQUIRE(again.runsFolder() == fixture.folder.filePath("elsewhere"));
}
