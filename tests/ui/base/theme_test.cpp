// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/theme.h"

#include "tests/catch.h"
#include "ui/base/colors.h"

#include <QApplication>
#include <QRegularExpression>

using namespace orthant::ui;

TEST_CASE("Switching the theme changes palette and style sheet and says so once") {
    Theme theme(ThemeMode::Light);
    CHECK_FALSE(theme.isDark());
    CHECK_FALSE(PlotColors::of(QApplication::palette()).dark);
    int changes = 0;
    QObject::connect(&theme, &Theme::themeChanged, [&changes] { ++changes; });
    theme.setMode(ThemeMode::Dark);
    CHECK(theme.isDark());
    CHECK(PlotColors::of(QApplication::palette()).dark);
    theme.setMode(ThemeMode::Dark);
    theme.setMode(ThemeMode::Light);
    CHECK(changes == 2);
}

TEST_CASE("The style sheet has a colour for every word it uses") {
    Theme theme(ThemeMode::Dark);
    CHECK(qApp->styleSheet().size() > 500);
    CHECK_FALSE(qApp->styleSheet().contains(QRegularExpression("@[a-z]")));
    theme.setMode(ThemeMode::Light);
    CHECK_FALSE(qApp->styleSheet().contains(QRegularExpression("@[a-z]")));
}

TEST_CASE("Texts of both palettes are readable") {
    for (const bool dark : {false, true}) {
        const QPalette p = Theme::palette(dark);
        CHECK(contrast(p.color(QPalette::WindowText), p.color(QPalette::Window)) >= 7);
        CHECK(contrast(p.color(QPalette::ButtonText), p.color(QPalette::Button)) >= 7);
        CHECK(contrast(p.color(QPalette::PlaceholderText), p.color(QPalette::Window)) >= 4.5);
        CHECK(contrast(p.color(QPalette::HighlightedText), p.color(QPalette::Highlight)) >= 4.5);
        CHECK(contrast(p.color(QPalette::Link), p.color(QPalette::Window)) >= 4.5);
    }
}

TEST_CASE("Theme modes are written and read") {
    for (const ThemeMode mode : {ThemeMode::System, ThemeMode::Light, ThemeMode::Dark}) CHECK(themeModeOf(toString(mode)) == mode);
    CHECK(themeModeOf("nonsense") == ThemeMode::System);
}
