// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_swatch.h"

#include "tests/catch.h"

#include <QImage>

#include <vector>

using namespace orthant::ui;

TEST_CASE("The swatches of many curves differ, by bars where the colours begin again") {
    const PlotColors colors = PlotColors::light();
    std::vector<QImage> seen;
    for (int i = 0; i < 28; ++i) {
        const QImage image = seriesSwatch(i, colors).toImage();
        CHECK(image.pixelColor(0, 5) == colors.series(i));
        for (const QImage& other : seen) CHECK(image != other);
        seen.push_back(image);
    }
    CHECK(seen[3].pixelColor(5, 5) == colors.series(3));
    CHECK(seen[10].pixelColor(5, 5).alpha() == 0);
}
