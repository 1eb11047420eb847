// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_grid.h"

#include "tests/catch.h"

#include <QImage>
#include <QPolygonF>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("grey and coloured samples are images from their darkest to their brightest value") {
    SampleGrid grid;
    std::vector<float> grey(16, -1.0f);
    grey[5] = 0.5f;
    grid.setSamples({{grey, "is 3", "taken for 5", "sample 7"}}, {4, 4});
    REQUIRE(grid.count() == 1);
    const QModelIndex cell = grid.model()->index(0, 0);
    const auto image = cell.data(Qt::DecorationRole).value<QImage>();
    REQUIRE(image.size() == QSize(4, 4));
    CHECK(image.pixelColor(1, 1) == Qt::white);
    CHECK(image.pixelColor(0, 0) == Qt::black);
    CHECK(cell.data(Qt::ToolTipRole).toString() == "sample 7");
    std::vector<float> coloured(48, 0.0f);
    coloured[2] = 1; // blue of the first pixel
    grid.setSamples({{coloured, {}, {}, {}}}, {4, 4, 3});
    CHECK(grid.model()->index(0, 0).data(Qt::DecorationRole).value<QImage>().pixelColor(0, 0) == QColor(0, 0, 255));
    grid.resize(300, 200);
    CHECK_FALSE(grid.grab().isNull());
}

TEST_CASE("series are curves, one for each channel, and samples of another size are left out") {
    SampleGrid grid;
    grid.setSamples({{{0, 1, 2, 1}, {}, {}, {}}, {{1, 2}, {}, {}, {}}}, {4});
    REQUIRE(grid.count() == 1);
    const auto curves = grid.model()->index(0, 0).data(Qt::UserRole).value<QList<QPolygonF>>();
    REQUIRE(curves.size() == 1);
    CHECK(curves[0] == QPolygonF({{0, 1}, {1.0 / 3, 0.5}, {2.0 / 3, 0}, {1, 0.5}}));
    grid.setSamples({{{0, 5, 1, 5, 2, 5}, {}, {}, {}}}, {3, 2});
    CHECK(grid.model()->index(0, 0).data(Qt::UserRole).value<QList<QPolygonF>>().size() == 2);
    grid.resize(300, 200);
    CHECK_FALSE(grid.grab().isNull());
}
