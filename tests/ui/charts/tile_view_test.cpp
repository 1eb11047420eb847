// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/tile_view.h"

#include "tests/catch.h"
#include "ui/charts/color_maps.h"
#include "ui/charts/plot_export.h"

#include <QtSvg/QSvgRenderer>

using namespace orthant;
using namespace orthant::ui;

namespace {

Tile signedTile(const std::string& title) { return {title, 3, 2, 1, {-2, 0, 2, 1, -1, 0}}; }

QColor middleOf(const TileView& view, const QImage& image, std::size_t tile, double x, double y) {
    const QRectF area = view.tileArea(tile);
    return image.pixelColor(QPointF(area.left() + x * area.width(), area.top() + y * area.height()).toPoint());
}

} // namespace

TEST_CASE("Signed values are drawn in two hues around zero, the first row on top") {
    TileView view;
    view.resize(300, 250);
    view.setTiles({signedTile("w")});
    const QImage image = view.grab().toImage();
    const PlotColors colors = PlotColors::of(view.palette());
    CHECK(middleOf(view, image, 0, 0.17, 0.25) == divergingColor(-1, colors));
    CHECK(middleOf(view, image, 0, 0.5, 0.25) == divergingColor(0, colors));
    CHECK(middleOf(view, image, 0, 0.83, 0.25) == divergingColor(1, colors));
    CHECK(middleOf(view, image, 0, 0.17, 0.75) == divergingColor(0.5, colors));
    // A tile without a negative value is grey only where no other tile has one: the first principal component stays comparable.
    view.setTiles({signedTile("w"), {"positive", 2, 1, 1, {1, 0.5f}}});
    CHECK(middleOf(view, view.grab().toImage(), 1, 0.25, 0.5) == divergingColor(1, colors));
    view.setTiles({{"positive", 2, 1, 1, {1, 0.5f}}});
    CHECK(middleOf(view, view.grab().toImage(), 0, 0.25, 0.5) == QColor(255, 255, 255));
    CHECK(middleOf(view, view.grab().toImage(), 0, 0.75, 0.5) == QColor(128, 128, 128));
    for (const PlotColors& c : {PlotColors::light(), PlotColors::darkTheme()}) {
        CHECK(divergingColor(-0.6, c).blue() > divergingColor(-0.6, c).red());
        CHECK(divergingColor(0.6, c).red() > divergingColor(0.6, c).blue());
        CHECK(contrast(divergingColor(0, c), divergingColor(1, c)) > 4);
        CHECK(contrast(divergingColor(1, c), divergingColor(-1, c)) < 1.6); // both sides are equally strong
    }
}

TEST_CASE("A grey range is that of all tiles, and what leaves it is black or white") {
    TileView view;
    view.resize(300, 250);
    view.setGreyRange(0, 2);
    view.setTiles({{"original", 2, 1, 1, {0, 2}}, {"estimate", 2, 1, 1, {-0.5f, 1}}});
    const QImage image = view.grab().toImage();
    CHECK(middleOf(view, image, 0, 0.75, 0.5) == QColor(255, 255, 255));
    CHECK(middleOf(view, image, 1, 0.25, 0.5) == QColor(0, 0, 0));
    CHECK(middleOf(view, image, 1, 0.75, 0.5) == QColor(128, 128, 128));
}

TEST_CASE("Three channels are a colour picture, around middle grey when values are negative") {
    TileView view;
    view.resize(300, 250);
    view.setTiles({{"rgb", 2, 1, 3, {4, 0, 2, 0, 4, 0}}, {"filter", 2, 1, 3, {-1, 0, 1, 0, 0, 0}}});
    const QImage image = view.grab().toImage();
    CHECK(middleOf(view, image, 0, 0.25, 0.5) == QColor(255, 0, 128));
    CHECK(middleOf(view, image, 0, 0.75, 0.5) == QColor(0, 255, 0));
    CHECK(middleOf(view, image, 1, 0.25, 0.5) == QColor(0, 128, 255));
    CHECK(middleOf(view, image, 1, 0.75, 0.5) == QColor(128, 128, 128));
}

TEST_CASE("The read-out names the tile, the place and the value") {
    TileView view;
    view.resize(300, 250);
    view.setTiles({signedTile("first"), signedTile("second")});
    const QRectF area = view.tileArea(1);
    const QString text = view.readingAt({area.left() + area.width() * 0.83, area.top() + area.height() * 0.25});
    CHECK(text.contains("second"));
    CHECK(text.contains("row 1, column 3"));
    CHECK(text.endsWith("2"));
    CHECK(view.readingAt({1, 1}).isEmpty());
}

TEST_CASE("Tiles of any number and form stay apart and inside, and export") {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{300}}) {
        TileView view;
        view.setTitle("Filters");
        view.setCaption("What the layer looks for.");
        view.resize(420, 320);
        std::vector<Tile> tiles(count, signedTile("w"));
        if (count > 2) tiles[1] = {"tall", 1, 4, 1, {1, 2, 3, 4}};
        view.setTiles(tiles);
        CHECK_FALSE(view.grab().isNull());
        for (std::size_t i = 0; i < count; ++i) {
            CHECK(QRectF(view.rect()).contains(view.tileArea(i)));
            for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(view.tileArea(i).intersects(view.tileArea(j)));
        }
        CHECK(QSvgRenderer(plotSvg(view, {400, 300})).isValid());
    }
}

TEST_CASE("A tile with too few values is left out; the table has every value with its place") {
    TileView view;
    view.setTiles({{"damaged", 3, 2, 1, {1, 2}}, signedTile("w"), {"rgb", 1, 1, 3, {0.1f, 0.2f, 0.3f}}});
    REQUIRE(view.tiles().size() == 2);
    const Table table = view.toTable();
    REQUIRE(table.rows() == 9);
    CHECK(table.find("value")->values[2] == 2);
    CHECK(table.find("column")->values[2] == 3);
    CHECK(table.find("row")->values[3] == 2);
    CHECK(table.find("tile")->values[8] == 2);
    CHECK(table.find("channel")->values[8] == 3);
}
