// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/color_maps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace orthant::ui {

namespace {

// Sky, teal and navy on light ground; navy, teal, green and yellow on dark ground: lightness falls or rises all the way.
constexpr std::array<QRgb, 6> muchIsDark = {0xffbfe0e6, 0xff84c3d4, 0xff4a9dc4, 0xff2f73ad, 0xff2c4788, 0xff1f1d4f};
constexpr std::array<QRgb, 6> muchIsLight = {0xff2f4a63, 0xff2b6a8c, 0xff2692a0, 0xff49b98a, 0xffa9d96a, 0xfff8f0a0};
constexpr std::array<QRgb, 2> greyIsDark = {0xffdadada, 0xff505050};
constexpr std::array<QRgb, 2> greyIsLight = {0xff3d4045, 0xffc8c8c8};
constexpr std::array<QRgb, 4> orangeOnLight = {0xfff6f6f6, 0xfff5b98a, 0xffdd6b1f, 0xff8a3500};
constexpr std::array<QRgb, 4> blueOnLight = {0xfff6f6f6, 0xff9cc4e4, 0xff3a84bd, 0xff0b3f70};
constexpr std::array<QRgb, 4> orangeOnDark = {0xff1c1f24, 0xff7d4012, 0xffd97a30, 0xffffd9b0};
constexpr std::array<QRgb, 4> blueOnDark = {0xff1c1f24, 0xff1f4f7d, 0xff3f93d6, 0xffc4e4ff};

QColor along(std::span<const QRgb> stops, double t) {
    const double place = std::clamp(std::isnan(t) ? 0.0 : t, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto from = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    const double share = place - static_cast<double>(from);
    const QRgb a = stops[from], b = stops[from + 1];
    const auto mix = [share](int low, int high) { return static_cast<int>(std::lround(low + (high - low) * share)); };
    return {mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b))};
}

} // namespace

QColor sequentialColor(double t, const PlotColors& colors) { return colors.dark ? along(muchIsLight, t) : along(muchIsDark, t); }

QColor greyColor(double t, const PlotColors& colors) { return colors.dark ? along(greyIsLight, t) : along(greyIsDark, t); }

QColor divergingColor(double t, const PlotColors& colors) {
    if (t < 0) return along(colors.dark ? blueOnDark : blueOnLight, -t);
    return along(colors.dark ? orangeOnDark : orangeOnLight, t);
}

} // namespace orthant::ui
