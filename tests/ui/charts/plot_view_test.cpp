// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/base/theme.h"

#include <QApplication>
#include <QTableView>

#include <cmath>

using namespace orthant::ui;

namespace {

PlotSeries ramp(const QString& name, int n, double slope) {
    PlotSeries s{name, {}, {}};
    for (int i = 0; i < n; ++i) {
        s.x.push_back(i);
        s.y.push_back(slope * i);
    }
    return s;
}

bool hasColor(const QImage& image, const QColor& color) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == color.rgb()) return true;
        }
    }
    return false;
}

} // namespace

TEST_CASE("The read-out finds the nearest point of each shown series") {
    PlotView view;
    view.resize(600, 400);
    PlotSeries faint = ramp("raw", 11, 3);
    faint.faint = true;
    view.setSeries({faint, ramp("a", 11, 1), ramp("b", 6, 2)});
    const auto readings = view.readingsAt(view.toPixel(7.2, 5));
    REQUIRE(readings.size() == 2);
    CHECK(readings[0].series == 1);
    CHECK(readings[0].point == 7);
    CHECK(readings[0].y == 7);
    CHECK(readings[1].series == 2);
    CHECK(readings[1].point == 5);
    CHECK(view.readingsAt({1, 1}).empty());
}

TEST_CASE("Among points in the plane the nearest in both directions is read") {
    PlotView view;
    view.resize(600, 400);
    view.setSeries({{"cloud", {0, 5, 5, 10}, {0, 1, 9, 10}, PlotSeries::Style::Points}});
    CHECK(view.readingsAt(view.toPixel(5.1, 8.5)).at(0).point == 2);
    CHECK(view.readingsAt(view.toPixel(5.1, 1.5)).at(0).point == 1);
}

TEST_CASE("A logarithmic axis leaves out zeros, says so, and still shows every series") {
    PlotView view;
    view.resize(500, 350);
    view.setSeries({{"with zeros", {1, 2, 3, 4}, {0, 0.1, 0, 10}}, {"positive", {1, 2, 3, 4}, {1, 2, 3, 4}}});
    CHECK(view.hiddenByLog() == 0);
    view.setLogY(true);
    CHECK(view.hiddenByLog() == 2);
    CHECK(view.visibleRange().top() > 0);
    CHECK(view.visibleRange().top() < 0.1);
    CHECK(view.visibleRange().bottom() > 10);
    const QImage image = view.grab().toImage();
    const PlotColors colors = PlotColors::of(view.palette());
    CHECK(hasColor(image, colors.series(0)));
    CHECK(hasColor(image, colors.series(1)));
}

TEST_CASE("A plot with nothing but zeros on a logarithmic axis is empty, not broken") {
    PlotView view;
    view.resize(400, 300);
    view.setSeries({{"zeros", {1, 2}, {0, 0}}});
    view.setLogY(true);
    CHECK_FALSE(view.grab().isNull());
    CHECK(view.hiddenByLog() == 2);
    CHECK(view.readingsAt(view.plotArea().center()).empty());
}

TEST_CASE("The wheel zooms at the pointer, a double click shows everything again") {
    PlotView view;
    view.resize(600, 400);
    view.setSeries({ramp("a", 101, 1)});
    int changes = 0;
    QObject::connect(&view, &PlotView::viewChanged, [&changes] { ++changes; });
    const QRectF before = view.visibleRange();
    const QPointF at = view.toPixel(50, 50);
    test::wheel(test::surfaceOf(view), at, 3);
    const QRectF after = view.visibleRange();
    CHECK(after.width() < 0.7 * before.width());
    CHECK(view.toPixel(50, 50).x() == Approx(at.x()).margin(4)); // the labels of y may have changed their width
    CHECK_FALSE(view.followsData());

    // New data do not move a view that the user has chosen.
    view.setSeries({ramp("a", 201, 1)});
    CHECK(view.visibleRange() == after);

    test::doubleClick(test::surfaceOf(view), at);
    CHECK(view.followsData());
    CHECK(view.visibleRange().right() == 200);
    CHECK(changes == 2);
}

TEST_CASE("Over an axis the wheel zooms only that axis") {
    PlotView view;
    view.resize(600, 400);
    view.setSeries({ramp("a", 101, 1)});
    const QRectF before = view.visibleRange(), plot = view.plotArea();
    test::wheel(test::surfaceOf(view), {plot.center().x(), plot.bottom() + 10}, 2);
    CHECK(view.visibleRange().width() < before.width());
    CHECK(view.visibleRange().height() == before.height());
}

TEST_CASE("Zoom and scales that the person has chosen outlive titles and data that come again with each frame") {
    PlotView view;
    view.resize(600, 400);
    view.setAxes({"Step"}, {"Loss"});
    view.setSeries({ramp("a", 101, 1)});
    view.setLogY(true);
    test::key(&view, Qt::Key_Plus);
    const QRectF chosen = view.visibleRange();
    view.setAxes({"Step"}, {"Loss"});
    CHECK(view.yAxis().logarithmic);
    CHECK(view.visibleRange() == chosen);
    view.setAxes({"Step"}, {"Loss", {}, true});
    view.setAxes({"Step"}, {"Loss", {}, false});
    CHECK_FALSE(view.yAxis().logarithmic);
    CHECK(view.followsData());
    view.setLogY(true);
    view.setAxes({"Step"}, {"Loss", {}, false, false});
    CHECK_FALSE(view.yAxis().logarithmic); // an axis that allows no logarithm has none
}

TEST_CASE("Keys zoom, pan and reset; dragging pans") {
    PlotView view;
    view.resize(600, 400);
    view.setSeries({ramp("a", 101, 1)});
    const QRectF all = view.visibleRange();
    test::key(&view, Qt::Key_Plus);
    CHECK(view.visibleRange().width() == Approx(0.8 * all.width()));
    const double left = view.visibleRange().left();
    test::key(&view, Qt::Key_Right);
    CHECK(view.visibleRange().left() > left);
    test::key(&view, Qt::Key_0);
    CHECK(view.visibleRange() == all);

    const QPointF from = view.toPixel(50, 50);
    test::press(test::surfaceOf(view), from);
    test::drag(test::surfaceOf(view), from + QPointF(60, 0));
    test::release(test::surfaceOf(view), from + QPointF(60, 0));
    CHECK(view.visibleRange().left() < 0);
    CHECK(view.visibleRange().width() == Approx(all.width()));
}

TEST_CASE("A series of 100,000 points is drawn with one replace for each frame") {
    PlotView view;
    view.resize(800, 500);
    PlotSeries many{"many", {}, {}};
    for (int i = 0; i < 100000; ++i) {
        many.x.push_back(i);
        many.y.push_back(std::sin(i * 0.01));
    }
    view.setSeries({many});
    view.grab();
    const PlotDrawCounts before = view.drawCounts();
    view.setSeries({many});
    view.setCaption("Several changes, one frame.");
    view.grab();
    view.grab();
    const PlotDrawCounts after = view.drawCounts();
    CHECK(after.replaces - before.replaces == 1);
    CHECK(after.points <= static_cast<std::size_t>(2 * std::ceil(view.plotArea().width()) + 2));
    CHECK(after.points > 500);
}

TEST_CASE("A click on the legend hides a series and the view fits the others") {
    PlotView view;
    view.resize(600, 400);
    view.setSeries({ramp("small", 11, 1), ramp("large", 11, 1000)});
    view.grab();
    CHECK(view.visibleRange().bottom() > 9000);
    const QPointF entry = view.legendEntryCentre("large");
    test::click(test::surfaceOf(view), entry);
    CHECK(view.visibleRange().bottom() < 20);
    test::click(test::surfaceOf(view), view.legendEntryCentre("large"));
    CHECK(view.visibleRange().bottom() > 9000);
}

TEST_CASE("The theme changes the colours of a plot") {
    Theme theme(ThemeMode::Light);
    PlotView view;
    view.resize(400, 300);
    view.setSeries({ramp("a", 10, 1)});
    const QImage light = view.grab().toImage();
    theme.setMode(ThemeMode::Dark);
    QApplication::processEvents();
    const QImage dark = view.grab().toImage();
    CHECK(QColor(light.pixel(2, 150)).lightness() > 200);
    CHECK(QColor(dark.pixel(2, 150)).lightness() < 60);
    CHECK(hasColor(light, PlotColors::light().series(0)));
    CHECK(hasColor(dark, PlotColors::darkTheme().series(0)));
    theme.setMode(ThemeMode::Light);
}

TEST_CASE("The table view shows all columns and follows new data") {
    PlotView view;
    view.resize(500, 300);
    view.setAxes({"Step"}, {"Loss"});
    view.setSeries({ramp("train", 5, 1)});
    view.showTable(true);
    const auto* table = view.findChild<QTableView*>();
    REQUIRE(table);
    CHECK(table->model()->rowCount() == 5);
    CHECK(table->model()->columnCount() == 2);
    CHECK(table->model()->headerData(1, Qt::Horizontal).toString() == "train");
    // Growing columns leave the reader where she is.
    int resets = 0;
    QObject::connect(table->model(), &QAbstractItemModel::modelReset, [&resets] { ++resets; });
    for (const int rows : {400, 500, 6}) {
        view.setSeries({ramp("train", rows, 1)});
        CHECK(table->model()->rowCount() == rows);
        CHECK(table->model()->data(table->model()->index(rows - 1, 1)).toString() == QString::number(rows - 1));
    }
    CHECK(resets == 0);
    view.setSeries({ramp("train", 7, 1), ramp("test", 7, 2)});
    CHECK(table->model()->rowCount() == 7);
    CHECK(table->model()->data(table->model()->index(6, 2)).toString() == "12");
    view.showTable(false);
    CHECK_FALSE(view.tableShown());
}

TEST_CASE("Strange data never break the drawing") {
    const double nan = std::nan(""), infinity = HUGE_VAL;
    const std::vector<PlotSeries> cases[] = {
        {},
        {{"empty", {}, {}}},
        {{"one", {3}, {4}}},
        {{"nan", {nan, 1, nan}, {1, nan, nan}}},
        {{"infinite", {-infinity, 0, infinity}, {1, infinity, 2}}},
        {{"huge", {0, 1, 2}, {-8e307, 0, 8e307}}},
        {{"tiny", {0, 1, 2}, {1e-310, 2e-310, 5e-324}}},
        {{"uneven", {0, 1, 2}, {1}}},
        {{"steps", {0, 1}, {nan, 1}, PlotSeries::Style::Steps}},
        {{"step", {0}, {1}, PlotSeries::Style::Steps}},
        {{"spikes", {-1, nan, 1}, {0.5, 0.5, infinity}, PlotSeries::Style::Spikes}},
        {{"", {1, 2}, {1, 2}}, {"", {1, 2}, {2, 1}}},
    };
    for (const auto& series : cases) {
        PlotView view;
        view.resize(300, 200);
        view.setSeries(series);
        CHECK_FALSE(view.grab().isNull());
        view.setLogY(true);
        view.setLogX(true);
        CHECK_FALSE(view.grab().isNull());
        view.readingsAt(view.plotArea().center());
        view.toTable();
        const QRectF range = view.visibleRange();
        CHECK(std::isfinite(range.left()));
        CHECK(std::isfinite(range.bottom()));
    }
}

TEST_CASE("An error bar is drawn, read out and written, and the axis has room for it") {
    PlotView view;
    view.resize(500, 400);
    view.setAxes({.title = "Bits", .logarithmic = true}, {.title = "Error", .unit = "dB"});
    const PlotColors colors = PlotColors::of(view.palette());
    view.setSeries({{.name = "one bit", .x = {0.25, 1}, .y = {-15, -14}, .style = PlotSeries::Style::Points, .spread = {3, std::nan("")}}});
    CHECK(view.visibleRange().top() <= -18);
    CHECK(view.visibleRange().bottom() >= -12);
    const QPoint inBar = view.toPixel(0.25, -17).toPoint();
    const QImage image = view.grab().toImage();
    bool drawn = false;
    for (int dx = -1; dx <= 1; ++dx) drawn = drawn || image.pixelColor(inBar + QPoint(dx, 0)) == colors.series(0);
    CHECK(drawn);
    CHECK(view.readingAt(view.toPixel(0.25, -15)).contains(QString::fromUtf8("± 3")));
    const auto table = view.toTable();
    REQUIRE(table.find("one_bit_spread_db"));
    CHECK(table.find("one_bit_spread_db")->values[0] == 3);
}
