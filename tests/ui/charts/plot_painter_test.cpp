// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_painter.h"

#include "tests/catch.h"
#include "ui/charts/plot_content.h"

#include <QPen>
#include <QFontMetricsF>

#include <algorithm>
#include <set>

using namespace orthant::ui;

namespace {

PlotTexts longTexts(int entries) {
    PlotTexts texts{"Angle between latent and binarized weights", "A caption that is much too long for one line of a small plot, and says so at length.",
                    "Step", "Angle (degrees)", {}, {}};
    for (int i = 0; i < entries; ++i) texts.legend.push_back({QStringLiteral("layer_with_a_long_name_%1").arg(i), {}, false, 0});
    return texts;
}

std::size_t labelled(const std::vector<Tick>& ticks) {
    return static_cast<std::size_t>(std::count_if(ticks.begin(), ticks.end(), [](const Tick& t) { return !t.label.isEmpty(); }));
}

} // namespace

TEST_CASE("Nothing of a plot overlaps or leaves the drawing, at any size") {
    const AxisScale scales[] = {{0, 60000, false}, {1e-6, 1e4, true}, {-0.00012345, 0.00012345, false}, {93, 102, false}};
    for (const QSizeF size : {QSizeF(300, 220), QSizeF(420, 250), QSizeF(420, 300), QSizeF(1200, 700)}) {
        for (const AxisScale& scale : scales) {
            for (const int entries : {0, 2, 12}) {
                const PlotLayout layout = layoutPlot(size, longTexts(entries), scale, scale, {150, 28});
                const QRectF all(QPointF(0, 0), size);
                std::vector<QRectF> parts{layout.plot, layout.titleRect, layout.captionRect, layout.xTitleRect, layout.yTitleRect};
                for (const auto& entry : layout.legend) parts.push_back(entry.rect);
                for (std::size_t i = 0; i < parts.size(); ++i) {
                    CHECK(all.contains(parts[i]));
                    for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(parts[i].intersects(parts[j]));
                }
                CHECK(layout.titleRect.right() <= size.width() - 150);
                CHECK(layout.plot.height() > 40);

                const QFontMetricsF metrics(layout.smallFont);
                double end = -1e9;
                for (const Tick& tick : layout.xTicks) {
                    if (tick.label.isEmpty()) continue;
                    const double at = layout.plot.left() + scale.toUnit(tick.value) * layout.plot.width();
                    const double half = metrics.horizontalAdvance(tick.label) / 2;
                    CHECK(at - half > end);
                    CHECK(at + half <= size.width());
                    end = at + half;
                }
                for (const Tick& tick : layout.yTicks) CHECK(metrics.horizontalAdvance(tick.label) < layout.plot.left() - layout.yTitleRect.right());
            }
        }
    }
}

TEST_CASE("A caption is wrapped between words, and ends with an ellipsis where the plot needs the room") {
    PlotTexts texts = longTexts(2);
    texts.caption.clear();
    texts.remark.clear();
    for (int i = 0; i < 12; ++i) texts.caption += QStringLiteral("%1number %2 of them").arg(i == 0 ? "" : " ").arg(i);
    for (const QSizeF size : {QSizeF(300, 220), QSizeF(420, 300), QSizeF(500, 500), QSizeF(1200, 700)}) {
        const PlotLayout layout = layoutPlot(size, texts, {0, 1, false}, {0, 1, false}, {150, 28});
        const QFontMetricsF metrics(layout.smallFont);
        const QStringList lines = layout.captionText.split('\n');
        for (const QString& line : lines) CHECK(metrics.horizontalAdvance(line) <= layout.captionRect.width());
        CHECK(static_cast<double>(lines.size()) * metrics.lineSpacing() <= layout.captionRect.height() + 0.01);
        if (size.height() >= 500) CHECK(lines.join(' ') == texts.caption);
        if (size.height() == 220) {
            CHECK(lines.size() == 1);
            CHECK(lines.back().endsWith(QChar(0x2026)));
        }
    }
}

TEST_CASE("No two of many curves look alike: colour and dashes differ, and the marker too") {
    PlotContent content;
    std::vector<PlotSeries> series;
    for (int i = 0; i < 21; ++i) series.push_back({.name = QString::number(i), .x = {0, 1}, .y = {0, 1}, .color = i});
    content.setSeries(std::move(series));
    const PlotColors colors = PlotColors::light();
    std::set<std::pair<QRgb, int>> looks;
    std::set<std::pair<QRgb, Marker>> markers;
    for (std::size_t i = 0; i < 21; ++i) {
        const SeriesLook look = content.look(i, colors);
        looks.emplace(look.color.rgb(), look.dash);
        markers.emplace(look.color.rgb(), look.marker);
        QPen pen;
        setDashes(pen, look);
        CHECK((pen.style() == Qt::SolidLine) == (i < 7));
    }
    CHECK(looks.size() == 21);
    CHECK(markers.size() == 21);
}

TEST_CASE("A low plot still has labels that say where it is") {
    const AxisScale x(0, 600, false);
    for (const AxisScale& y : {AxisScale(93, 102, false), AxisScale(0, 53, false), AxisScale(84, 97, false)}) {
        CHECK(labelled(layoutPlot({420, 250}, longTexts(2), x, y, {150, 28}).yTicks) >= 3);
    }
}

TEST_CASE("A legend without room says how many series it leaves out") {
    const PlotTexts texts = longTexts(30);
    const PlotLayout layout = layoutPlot({420, 300}, texts, {0, 1, false}, {0, 1, false}, {});
    REQUIRE_FALSE(layout.legend.empty());
    const auto& last = layout.legend.back();
    CHECK(last.entry == texts.legend.size());
    CHECK(last.text == QStringLiteral("+ %1 more").arg(30 - (layout.legend.size() - 1)));
}
