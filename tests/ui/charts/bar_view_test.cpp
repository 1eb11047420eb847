// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_view.h"

#include "tests/catch.h"
#include "ui/charts/plot_export.h"

#include <QImage>
#include <QtSvg/QSvgRenderer>

using namespace orthant;
using namespace orthant::ui;

namespace {

std::vector<Bar> schemes() {
    return {{"float", 32, "32", "32 N", 0, false}, {"PIBiNN", 0.25, "0.25", "N_s + b_s\n1,234 signs", 1, true}};
}

/// Pixels of a row that are not of the background.
int inked(const BarView& view, const QImage& image, std::size_t row) {
    const QRectF area = view.rowArea(row);
    int count = 0;
    for (int x = static_cast<int>(area.left()); x < static_cast<int>(area.right()); ++x)
        count += image.pixelColor(x, static_cast<int>(area.center().y())) != PlotColors::of(view.palette()).background;
    return count;
}

} // namespace

TEST_CASE("a larger quantity has a longer bar, also on a logarithmic axis, and the read-out has the terms") {
    BarView view;
    view.resize(500, 260);
    for (const bool logarithmic : {false, true}) {
        view.setAxis({.title = "Bits per link", .logarithmic = logarithmic});
        view.setBars(schemes());
        const QImage image = view.grab().toImage();
        CHECK(inked(view, image, 0) > inked(view, image, 1) + 60);
        CHECK(inked(view, image, 1) > 10);
    }
    const QString reading = view.readingAt(view.rowArea(1).center());
    CHECK(reading.contains("PIBiNN"));
    CHECK(reading.contains("0.25"));
    CHECK(reading.contains("1,234 signs"));
    CHECK(view.toTable().find("pibinn")->values == std::vector<double>{0.25});
}

TEST_CASE("no bars, zeros and many bars with long names are drawn without harm") {
    std::vector<Bar> many;
    for (int i = 0; i < 60; ++i) many.push_back({QString("a scheme with a long name, number %1").arg(i), i * 0.1, QString::number(i), {}, i, false});
    for (const std::vector<Bar>& bars : {std::vector<Bar>{}, {{"nothing", 0, "0"}}, many}) {
        BarView view;
        view.resize(220, 140);
        view.setAxis({.title = "Bits", .logarithmic = true});
        view.setBars(bars);
        CHECK_FALSE(view.grab().isNull());
        CHECK(QSvgRenderer(plotSvg(view, QSize(220, 140))).isValid());
        view.readingAt({110, 70});
        view.toTable();
    }
}
