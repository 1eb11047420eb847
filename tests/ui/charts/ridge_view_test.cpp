// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ridge_view.h"

#include "tests/catch.h"
#include "ui/charts/plot_export.h"

#include <QImage>
#include <QtSvg/QSvgRenderer>

#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

/// A hill with its peak in the second of four bins, and signs of which three quarters are +1.
Ridge ridgeAt(double step) {
    Ridge ridge;
    ridge.at = step;
    ridge.hills[0] = {-1, 1, {10, 60, 20, 10}};
    ridge.levels = {-1, 1};
    ridge.levelCounts = {25, 75};
    return ridge;
}

std::vector<Ridge> ridges(int count) {
    std::vector<Ridge> list;
    for (int i = 0; i < count; ++i) list.push_back(ridgeAt(100.0 * i));
    return list;
}

int closeTo(const QImage& image, const QRect& area, const QColor& color) {
    int found = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x) {
            const QColor p = image.pixelColor(x, y);
            found += std::abs(p.red() - color.red()) + std::abs(p.green() - color.green()) + std::abs(p.blue() - color.blue()) < 40;
        }
    return found;
}

} // namespace

TEST_CASE("a ridge has its hill over its line, and two values are two spikes with nothing between them") {
    RidgeView view;
    view.setAxes({"Weight"}, {"Step"});
    view.resize(500, 400);
    std::vector<Ridge> only(1);
    only[0] = ridgeAt(0);
    only[0].hills[0].counts.clear();
    view.setRidges(only, {"latent", "binarized"});
    const PlotColors colors = PlotColors::of(view.palette());
    const QImage image = view.grab().toImage();
    const auto column = [&](double x) {
        const QPointF foot = view.toPixel(x, 0);
        return QRect(foot.toPoint() + QPoint(-3, -60), QSize(7, 50));
    };
    CHECK(closeTo(image, column(-1), colors.series(1)) > 40);
    CHECK(closeTo(image, column(1), colors.series(1)) > 40);
    for (const double x : {-0.6, -0.2, 0.2, 0.6}) CHECK(closeTo(image, column(x), colors.series(1)) == 0);
}

TEST_CASE("as many readings are drawn as find room, the first and the last among them") {
    RidgeView view;
    view.resize(400, 300);
    view.setRidges(ridges(4), {"latent", "binarized"});
    CHECK(view.drawn() == std::vector<std::size_t>{0, 1, 2, 3});
    view.setRidges(ridges(200), {"latent", "binarized"});
    const auto few = view.drawn();
    CHECK(few.size() < 30);
    CHECK(few.front() == 0);
    CHECK(few.back() == 199);
    view.resize(400, 900);
    CHECK(view.drawn().size() > 2 * few.size());
    CHECK(view.visibleRange().top() == 0);
    CHECK(view.visibleRange().bottom() > 19900);
}

TEST_CASE("the read-out of a ridge gives the reading, the bin and both levels, and the table has all of them") {
    RidgeView view;
    view.setAxes({"Weight"}, {"Step"});
    view.resize(500, 400);
    view.setRidges(ridges(3), {"latent", "binarized"});
    const QString text = view.readingAt(view.toPixel(-0.3, 100) - QPointF(0, 3));
    CHECK(text.contains("Step: 100"));
    CHECK(text.contains(QStringLiteral("latent, \u22120.5 to 0: 60")));
    CHECK(text.contains("binarized, 1: 75"));
    const Table table = view.toTable();
    CHECK(table.rows() == 3 * (4 + 2));
    REQUIRE(table.find("latent_percent"));
    CHECK(table.find("latent_percent")->values[1] == 60);
    CHECK(std::isnan(table.find("latent_percent")->values[4]));
    CHECK(table.find("binarized_percent")->values[5] == 75);
    CHECK(table.find("step")->values[6] == 100);
}

TEST_CASE("empty and odd ridges are drawn and exported without harm") {
    Ridge empty, flat = ridgeAt(0);
    flat.hills[0].high = flat.hills[0].low;
    flat.levelCounts = {0, 0};
    for (const std::vector<Ridge>& list : {std::vector<Ridge>{}, {empty}, {flat}, {flat, flat}, ridges(50)}) {
        RidgeView view;
        view.resize(120, 90);
        view.setRidges(list, {"latent", "binarized"});
        CHECK_FALSE(view.grab().isNull());
        CHECK(QSvgRenderer(plotSvg(view, {700, 500})).isValid());
        view.readingAt(view.plotArea().center());
        view.toTable();
    }
}
