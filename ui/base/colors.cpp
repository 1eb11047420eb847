// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/colors.h"

#include <QPalette>

#include <algorithm>
#include <array>
#include <cmath>

namespace orthant::ui {

namespace {

// Blue, vermilion, green, purple, amber, sky, grey: the order keeps neighbours apart in hue and in lightness.
constexpr std::array<QRgb, 7> onLight = {0xff0072b2, 0xffd55e00, 0xff008f68, 0xffb3518f,
                                         0xffa87500, 0xff2f8fc4, 0xff5f6670};
constexpr std::array<QRgb, 7> onDark = {0xff4ea6e6, 0xffff8a4c, 0xff2fc79a, 0xffe08fc2,
                                        0xffe6b422, 0xff9bd6f7, 0xffb4bac2};

double luminance(const QColor& color) {
    const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QColor PlotColors::series(int index) const {
    const auto& list = dark ? onDark : onLight;
    const int count = seriesCount();
    return QColor(list[static_cast<std::size_t>(((index % count) + count) % count)]);
}

int PlotColors::seriesCount() { return static_cast<int>(onLight.size()); }

PlotColors PlotColors::light() {
    return {false, QColor(0xffffffffu), QColor(0xff1b1f24u), QColor(0xff5d6672u), QColor(0xffe7eaeeu), QColor(0xffa9b1bbu),
            QColor(0xff0b63b0u)};
}

PlotColors PlotColors::darkTheme() {
    return {true, QColor(0xff20242au), QColor(0xffe6e8ebu), QColor(0xffa0a9b5u), QColor(0xff343a43u), QColor(0xff67707cu),
            QColor(0xff5aaef0u)};
}

PlotColors PlotColors::forExport() {
    PlotColors colors = light();
    colors.text = QColor(0xff000000u);
    colors.muted = QColor(0xff404040u);
    colors.axis = QColor(0xff707070u);
    return colors;
}

PlotColors PlotColors::of(const QPalette& palette) {
    const bool dark = luminance(palette.color(QPalette::Base)) < luminance(palette.color(QPalette::Text));
    PlotColors colors = dark ? darkTheme() : light();
    colors.background = palette.color(QPalette::Base);
    return colors;
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace orthant::ui
