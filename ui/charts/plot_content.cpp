// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_content.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace orthant::ui {

namespace {

using Style = PlotSeries::Style;

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
    void include(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool empty() const { return !(low <= high); }
};

AxisScale scaleOf(const PlotAxis& axis, Range range, double padLow, double padHigh) {
    if (range.empty()) range = axis.logarithmic ? Range{1, 10} : Range{0, 1};
    double low = range.low, high = range.high;
    if (axis.logarithmic) {
        const double ratio = high / low;
        low /= std::pow(ratio, padLow);
        high *= std::pow(ratio, padHigh);
    } else {
        const double span = high / 2 - low / 2; // halves: the ends may be near the limits of double
        low -= 2 * padLow * span;
        high += 2 * padHigh * span;
    }
    if (axis.minimum && (!axis.logarithmic || *axis.minimum > 0)) low = *axis.minimum;
    if (axis.maximum && *axis.maximum > low) high = *axis.maximum;
    return {low, high, axis.logarithmic};
}

/// Last edge of a step area: given, or one more step of the last width.
double lastEdge(const PlotSeries& series) {
    const std::size_t n = series.y.size();
    if (series.x.size() > n) return series.x[n];
    if (n == 0) return 0;
    return n > 1 ? 2 * series.x[n - 1] - series.x[n - 2] : series.x[0] + 1;
}

} // namespace

void PlotContent::setSeries(std::vector<PlotSeries> list) {
    series = std::move(list);
    facts.clear();
    for (const PlotSeries& s : series) {
        facts.push_back(factsOf(s.x, s.y));
        if (s.style == Style::Steps && facts.back().points > 0) {
            const double edge = lastEdge(s);
            if (std::isfinite(edge)) facts.back().highX = std::max(facts.back().highX, edge);
        }
    }
}

double PlotContent::spreadAt(std::size_t index, std::size_t point) const {
    const std::vector<double>& spread = series[index].spread;
    return point < spread.size() && std::isfinite(spread[point]) ? spread[point] : 0;
}

bool PlotContent::hasPoints() const {
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (facts[i].points == 0) continue;
        if (x.logarithmic && facts[i].lowestPositiveX == 0) continue;
        if (y.logarithmic && facts[i].lowestPositiveY == 0) continue;
        return true;
    }
    return false;
}

AxisScale PlotContent::fittingX() const {
    Range range;
    bool spikes = false, points = false;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!shown(i) || facts[i].points == 0) continue;
        const double low = x.logarithmic ? facts[i].lowestPositiveX : facts[i].lowX;
        if (x.logarithmic && low == 0) continue;
        range.include(low);
        range.include(facts[i].highX);
        spikes = spikes || series[i].style == Style::Spikes;
        points = points || series[i].style == Style::Points;
    }
    const double pad = spikes ? 0.12 : points ? 0.04 : 0;
    return scaleOf(x, range, pad, pad);
}

AxisScale PlotContent::fittingY() const {
    Range range;
    bool fromZero = false;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!shown(i) || facts[i].points == 0) continue;
        const double low = y.logarithmic ? facts[i].lowestPositiveY : facts[i].lowY;
        if (y.logarithmic && low == 0) continue;
        range.include(low);
        range.include(facts[i].highY);
        for (std::size_t k = 0; k < std::min(series[i].spread.size(), series[i].y.size()); ++k) {
            if (!std::isfinite(series[i].y[k])) continue;
            range.include(series[i].y[k] + spreadAt(i, k));
            if (const double foot = series[i].y[k] - spreadAt(i, k); foot > 0 || !y.logarithmic) range.include(foot);
        }
        fromZero = fromZero || series[i].style == Style::Steps || series[i].style == Style::Spikes;
    }
    if (y.logarithmic || range.empty()) return scaleOf(y, range, 0.04, 0.04);
    // A curve that comes near zero is seen from zero; an accuracy that ends at 1 needs no air above but a little.
    if (range.low > 0 && (fromZero || range.low < 0.35 * range.high)) range.low = 0;
    if (range.low == range.high && range.low == 0) range.high = 1;
    return scaleOf(y, range, range.low == 0 ? 0 : 0.05, 0.05);
}

std::size_t PlotContent::hiddenByLog() const {
    std::size_t count = 0;
    if (!x.logarithmic && !y.logarithmic) return 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!shown(i) || facts[i].points == 0) continue;
        // The empty bins of a histogram stand on the floor of the plot: nothing is missing.
        const bool floor = series[i].style == Style::Steps;
        if (!(x.logarithmic && facts[i].lowX <= 0) && !(y.logarithmic && facts[i].lowY <= 0)) continue;
        const std::size_t n = std::min(series[i].x.size(), series[i].y.size());
        for (std::size_t k = 0; k < n; ++k) {
            const double vx = series[i].x[k], vy = series[i].y[k];
            if (!std::isfinite(vx) || !std::isfinite(vy)) continue;
            if ((x.logarithmic && vx <= 0) || (y.logarithmic && vy <= 0 && !floor)) ++count;
        }
    }
    return count;
}

SeriesLook PlotContent::look(std::size_t index, const PlotColors& colors) const {
    int next = 0, measured = 0, theories = 0;
    // Counted from the first one each time: a series keeps its look when another one is hidden.
    for (std::size_t i = 0; i < series.size(); ++i) {
        const PlotSeries& s = series[i];
        SeriesLook look;
        look.style = s.style;
        look.faint = s.faint;
        const bool theory = s.style == Style::Theory;
        look.color = s.color >= 0 ? colors.series(s.color) : theory ? colors.text : colors.series(next);
        if (theory) look.dash = theories;
        else if (s.style == Style::Points || s.style == Style::Spikes) look.marker = Marker::Circle;
        if (!theory && !s.faint && s.style != Style::Steps) {
            // After one round of colours the markers move on by one: no two of 49 curves look alike.
            constexpr int count = static_cast<int>(Marker::Plus);
            look.marker = static_cast<Marker>(1 + (measured + measured / PlotColors::seriesCount()) % count);
        }
        if (!theory) look.dash = std::max(0, s.color >= 0 ? s.color : next) / PlotColors::seriesCount();
        if (i == index) return look;
        if (theory) ++theories;
        else if (!s.faint) {
            ++measured;
            if (s.color < 0) ++next;
        }
    }
    return {};
}

PlotTexts PlotContent::texts(const PlotColors& colors) const {
    PlotTexts texts{{}, {}, axisText(x), axisText(y), {}, {}};
    texts.wholeX = x.whole;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (series[i].faint || series[i].name.isEmpty()) continue;
        texts.legend.push_back({series[i].name, look(i, colors), !shown(i), i});
    }
    if (texts.legend.size() == 1 && hidden.isEmpty()) texts.legend.clear();
    if (const std::size_t count = hiddenByLog(); count > 0) {
        texts.remark = count == 1 ? QStringLiteral("1 value ≤ 0 is not shown on the logarithmic axis.")
                                  : QStringLiteral("%1 values ≤ 0 are not shown on the logarithmic axis.").arg(count);
    }
    return texts;
}

Table PlotContent::toTable() const {
    constexpr double empty = std::numeric_limits<double>::quiet_NaN();
    std::size_t rows = 0;
    bool shared = true; // one x column serves all series
    for (const PlotSeries& s : series) {
        rows = std::max({rows, s.x.size(), s.y.size()});
        const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        shared = shared && std::equal(s.x.begin(), s.x.end(), series.front().x.begin(), series.front().x.end(), same);
    }
    Table table;
    std::set<std::string> used;
    const auto add = [&](std::string name, const QString& unit, std::vector<double> values) {
        const std::string base = name;
        for (int k = 2; !used.insert(name).second; ++k) name = base + "_" + std::to_string(k);
        values.resize(rows, empty);
        table.addColumn({name, unit.toStdString(), std::move(values)});
    };
    for (std::size_t i = 0; i < series.size(); ++i) {
        const PlotSeries& s = series[i];
        const QString name = s.name.isEmpty() ? (y.title.isEmpty() ? QStringLiteral("y") : y.title) : s.name;
        const QString xName = x.title.isEmpty() ? QStringLiteral("x") : x.title;
        if (shared && i == 0) add(columnName(xName, x.unit), x.unit, s.x);
        if (!shared) add(columnName(name + QLatin1Char(' ') + xName, x.unit), x.unit, s.x);
        add(columnName(s.faint ? name + QStringLiteral(" raw") : name, y.unit), y.unit, s.y);
        if (!s.spread.empty()) add(columnName(name + QStringLiteral(" spread"), y.unit), y.unit, s.spread);
    }
    return table;
}

std::optional<std::size_t> nearestPoint(const PlotContent& content, std::size_t index, const PlotSpace& space, const QPointF& pixel) {
    const auto& [layout, x, y, colors] = space;
    const PlotSeries& s = content.series[index];
    const std::size_t n = std::min(s.x.size(), s.y.size());
    std::size_t begin = 0, end = n;
    if (content.facts[index].sorted && s.style != Style::Points) {
        // Only the neighbourhood of the pointer: enough points to step over ones that cannot be drawn.
        const double value = x.fromUnit(layout.toUnit(pixel).x());
        const auto at = static_cast<std::size_t>(std::lower_bound(s.x.begin(), s.x.begin() + static_cast<std::ptrdiff_t>(n), value) - s.x.begin());
        constexpr std::size_t reach = 4096;
        begin = at > reach ? at - reach : 0;
        end = std::min(n, at + reach);
    }
    std::optional<std::size_t> best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = begin; i < end; ++i) {
        double place = s.x[i];
        if (s.style == Style::Steps) place = (place + (i + 1 < s.x.size() ? s.x[i + 1] : lastEdge(s))) / 2;
        const double ux = x.toUnit(place), uy = y.toUnit(s.y[i]);
        const bool onFloor = s.style == Style::Steps && std::isnan(uy);
        if (!std::isfinite(ux) || ux < 0 || ux > 1 || (!std::isfinite(uy) && !onFloor)) continue;
        const QPointF away = layout.toPixel({ux, onFloor ? 0 : uy}) - pixel;
        const double distance = s.style == Style::Points ? QPointF::dotProduct(away, away) : std::abs(away.x());
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

QString axisText(const PlotAxis& axis) {
    if (axis.unit.isEmpty()) return axis.title;
    return axis.title.isEmpty() ? axis.unit : QStringLiteral("%1 (%2)").arg(axis.title, axis.unit);
}

std::string columnName(const QString& title, const QString& unit) {
    static const std::pair<const char*, const char*> words[] = {{"%", "percent"}, {"°", "degrees"}, {"µ", "u"}, {"/", " per "}};
    QString spelled = unit;
    for (const auto& [sign, word] : words) spelled.replace(QString::fromUtf8(sign), QString::fromUtf8(word));
    std::string name;
    const QString source = title + QLatin1Char(' ') + spelled;
    for (const QChar c : source) {
        const char16_t u = c.toLower().unicode();
        if ((u >= 'a' && u <= 'z') || (u >= '0' && u <= '9')) name += static_cast<char>(u);
        else if (!name.empty() && name.back() != '_') name += '_';
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name.empty() ? "value" : name;
}

} // namespace orthant::ui
