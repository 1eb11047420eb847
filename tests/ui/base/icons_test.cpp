// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/icons.h"

#include "tests/catch.h"
#include "ui/base/theme.h"

#include <QImage>

using namespace orthant::ui;

namespace {

int inked(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) count += qAlpha(image.pixel(x, y)) > 128;
    }
    return count;
}

double meanLightness(const QImage& image) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) < 200) continue;
            sum += QColor(image.pixel(x, y)).lightness();
            ++count;
        }
    }
    return count > 0 ? sum / count : -1;
}

} // namespace

TEST_CASE("Every icon draws something, and none fills its square but the program's own") {
    const QStringList names = iconNames();
    CHECK(names.size() >= 20);
    for (const QString& name : names) {
        INFO(name.toStdString());
        const int ink = inked(icon(name).pixmap(48, 48).toImage());
        CHECK(ink > 60);
        if (name != "orthant") CHECK(ink < 48 * 48 / 2);
    }
}

TEST_CASE("The icons that the window needs are there") {
    const QStringList names = iconNames();
    for (const char* name : {"play", "pause", "step", "stop", "export", "copy", "table", "zoom_reset", "home", "train",
                             "model_export", "settings", "info", "sun", "moon", "orthant", "folder", "reset"}) {
        INFO(name);
        CHECK(names.contains(QLatin1String(name)));
    }
    CHECK(icon("no such icon").isNull());
}

TEST_CASE("An icon follows the theme by itself") {
    Theme theme(ThemeMode::Light);
    const QIcon play = icon("play");
    CHECK(meanLightness(play.pixmap(32, 32).toImage()) < 80);
    theme.setMode(ThemeMode::Dark);
    CHECK(meanLightness(play.pixmap(32, 32).toImage()) > 180);
    theme.setMode(ThemeMode::Light);
}
