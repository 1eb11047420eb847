// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/colors.h"

#include "tests/catch.h"

using namespace orthant::ui;

TEST_CASE("Contrast follows the WCAG formula") {
    CHECK(contrast(Qt::black, Qt::white) == Approx(21));
    CHECK(contrast(Qt::white, Qt::white) == Approx(1));
    CHECK(contrast(QColor(0x77, 0x77, 0x77), Qt::white) == Approx(4.48).epsilon(0.01)); // the example everybody quotes
}

TEST_CASE("Every series colour stands out from its background, every text is readable") {
    for (const PlotColors& colors : {PlotColors::light(), PlotColors::darkTheme(), PlotColors::forExport()}) {
        for (int i = 0; i < PlotColors::seriesCount(); ++i) CHECK(contrast(colors.series(i), colors.background) >= 3);
        CHECK(contrast(colors.text, colors.background) >= 7);
        CHECK(contrast(colors.muted, colors.background) >= 4.5);
        CHECK(contrast(colors.accent, colors.background) >= 4.5);
        CHECK(contrast(colors.grid, colors.background) < 2);
    }
}

TEST_CASE("Series colours differ from each other and wrap") {
    for (const PlotColors& colors : {PlotColors::light(), PlotColors::darkTheme()}) {
        for (int i = 0; i < PlotColors::seriesCount(); ++i) {
            for (int j = 0; j < i; ++j) CHECK(colors.series(i) != colors.series(j));
        }
        CHECK(colors.series(PlotColors::seriesCount()) == colors.series(0));
        CHECK(colors.series(-1) == colors.series(PlotColors::seriesCount() - 1));
    }
}
