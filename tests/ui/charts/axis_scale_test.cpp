// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis_scale.h"

#include "tests/catch.h"

#include <QStringList>

#include <cmath>

using namespace orthant::ui;

namespace {

QString labels(const AxisScale& scale, int most) {
    QStringList list;
    for (const Tick& tick : ticksOf(scale, most)) {
        if (!tick.label.isEmpty()) list.append(tick.label);
    }
    return list.join(QLatin1Char(' '));
}

} // namespace

TEST_CASE("Ticks of a linear axis step by 1, 2 or 5 and carry no binary dust") {
    CHECK(labels({0, 1, false}, 6) == "0 0.2 0.4 0.6 0.8 1.0");
    CHECK(labels({0, 0.3, false}, 4) == "0 0.1 0.2 0.3");
    CHECK(labels({-1, 1, false}, 5) == QString::fromUtf8("−1.0 −0.5 0 0.5 1.0"));
    CHECK(labels({0, 3, false}, 4) == "0 1 2 3");
    for (const Tick& tick : ticksOf({0, 0.7, false}, 8)) CHECK(tick.value == std::round(tick.value * 10) / 10);
}

TEST_CASE("Large and small numbers get compact labels") {
    CHECK(labels({0, 60000, false}, 4) == "0 20k 40k 60k");
    CHECK(labels({0, 2e6, false}, 5) == "0 0.5M 1.0M 1.5M 2.0M");
    CHECK(labels({60000, 60002, false}, 3) == "60000 60001 60002");
    CHECK(labels({0, 3e-9, false}, 4) == QString::fromUtf8("0 1×10⁻⁹ 2×10⁻⁹ 3×10⁻⁹"));
}

TEST_CASE("A logarithmic axis is labelled at decades, and between them when it spans few") {
    CHECK(labels({0.001, 1000, true}, 8) == "0.001 0.01 0.1 1 10 100 1000");
    CHECK(labels({1e-8, 1, true}, 3) == QString::fromUtf8("10⁻⁸ 10⁻⁵ 10⁻²"));
    CHECK(labels({1, 10, true}, 6) == "1 2 5 10");
    CHECK(labels({2, 3, true}, 4) == "2.0 2.5 3.0");
}

TEST_CASE("An axis that counts has ticks at whole numbers alone, however much room there is") {
    for (const AxisScale& scale : {AxisScale(0, 3, false), AxisScale(-0.1, 5.2, false), AxisScale(1.2, 2.9, false), AxisScale(0.4, 30, true), AxisScale(0.2, 0.8, false)})
        for (const Tick& tick : ticksOf(scale, 12, true)) {
            CHECK(tick.value == std::round(tick.value));
            CHECK_FALSE(tick.label.contains('.'));
        }
    CHECK(ticksOf({0, 3, false}, 12, true).size() == 4);
    CHECK(ticksOf({0, 3, false}, 12).size() > 4);
}

TEST_CASE("Never more labels than find room") {
    for (const int most : {2, 3, 5, 8, 13}) {
        for (const double span : {1e-7, 0.013, 1.0, 7.3, 999.0, 1e12}) {
            const auto count = ticksOf({-0.37 * span, 0.63 * span, false}, most).size();
            CHECK(count >= 1);
            CHECK(count <= static_cast<std::size_t>(most) + 1);
        }
    }
}

TEST_CASE("Unit coordinates and values are inverse, also at the ends of double") {
    for (const AxisScale& scale : {AxisScale(-3, 5, false), AxisScale(1e-6, 1e4, true), AxisScale(-1.7e308, 1.7e308, false)}) {
        CHECK(scale.toUnit(scale.low()) == Approx(0).margin(1e-12));
        CHECK(scale.toUnit(scale.high()) == Approx(1));
        for (const double unit : {0.0, 0.25, 0.5, 1.0}) CHECK(scale.toUnit(scale.fromUnit(unit)) == Approx(unit).margin(1e-12));
    }
    CHECK(std::isnan(AxisScale(1, 10, true).toUnit(0)));
}

TEST_CASE("An empty range is widened to one that can be drawn") {
    const AxisScale constant(0.5, 0.5, false), zero(0, 0, false), log(3, 3, true), nan(std::nan(""), 1, false);
    for (const AxisScale& scale : {constant, zero, log, nan}) {
        CHECK(scale.high() > scale.low());
        CHECK(std::isfinite(scale.toUnit(scale.fromUnit(0.3))));
    }
    CHECK(constant.toUnit(0.5) == Approx(0.5));
}

TEST_CASE("Zooming keeps the place under the pointer and ends before double does") {
    AxisScale scale(0, 100, false);
    const double there = scale.fromUnit(0.3);
    CHECK(scale.zoomed(0.3, 0.5).toUnit(there) == Approx(0.3));
    for (int i = 0; i < 2000; ++i) scale = scale.zoomed(0.3, 0.8);
    CHECK(scale.high() > scale.low());
    CHECK_FALSE(ticksOf(scale, 5).empty());
    for (int i = 0; i < 20000; ++i) scale = scale.zoomed(0.3, 1.25);
    CHECK(std::isfinite(scale.high()));
    CHECK(std::isfinite(scale.low()));
    AxisScale log(1e-3, 10, true);
    CHECK(log.zoomed(0.5, 0.5).toUnit(0.1) == Approx(0.5));
    CHECK(log.panned(0.25).low() == Approx(1e-2));
}

TEST_CASE("Numbers are written for people") {
    CHECK(numberText(0.30000000000000004) == "0.3");
    CHECK(numberText(123456) == "123456");
    CHECK(numberText(1.5e-7) == QString::fromUtf8("1.5×10⁻⁷"));
    CHECK(numberText(-2) == QString::fromUtf8("−2"));
    CHECK(numberText(std::nan("")) == QString::fromUtf8("–"));
    CHECK(quantityText(12.5, "%") == QStringLiteral("12.5") + QChar(0x202f) + QStringLiteral("%"));
}
