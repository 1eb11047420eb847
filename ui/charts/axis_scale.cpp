// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant::ui {

namespace {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallestPositive = 1e-300;

QString superscript(int number) {
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = QString::number(std::abs(number));
    for (QChar& c : text) c = digits.at(c.digitValue());
    return number < 0 ? QStringLiteral("⁻") + text : text;
}

QString withMinus(QString text) { return text.replace(QLatin1Char('-'), QChar(0x2212)); }

/// Labels of a linear axis: all with the same scale and number of decimals.
class LinearLabels {
  public:
    LinearLabels(double greatest, int stepExponent) {
        const int top = greatest > 0 ? static_cast<int>(std::floor(std::log10(greatest) + 1e-9)) : 0;
        if (top >= 15 || top < -3) {
            exponent_ = top;
            suffix_ = QStringLiteral("×10") + superscript(top);
        } else if (top >= 4) {
            const int thousands = top / 3;
            // A fine step in front of a large number: 60,012 is not "60.012k".
            if (stepExponent >= 3 * thousands - 2) {
                exponent_ = 3 * thousands;
                suffix_ = QStringLiteral("kMGT").at(thousands - 1);
            }
        }
        decimals_ = std::clamp(exponent_ - stepExponent, 0, 15);
    }

    QString text(double value) const {
        if (value == 0) return QStringLiteral("0");
        return withMinus(QString::number(value / std::pow(10.0, exponent_), 'f', decimals_)) + suffix_;
    }

  private:
    int exponent_ = 0, decimals_ = 0;
    QString suffix_;
};

std::vector<Tick> linearTicks(double low, double high, int most, bool whole) {
    const double raw = (high / most - low / most);
    int exponent = static_cast<int>(std::floor(std::log10(raw)));
    const double mantissa = raw / std::pow(10.0, exponent);
    int factor = mantissa <= 1.0000001 ? 1 : mantissa <= 2.0000001 ? 2 : mantissa <= 5.0000001 ? 5 : 10;
    if (factor == 10) {
        factor = 1;
        ++exponent;
    }
    if (whole && exponent < 0) {
        factor = 1;
        exponent = 0;
    }
    // Negative powers are divisions: 3 / 10 is the double nearest to 0.3, 3 * 0.1 is not.
    const double power = std::pow(10.0, std::abs(exponent));
    const auto at = [&](double i) { return exponent < 0 ? i * factor / power : i * factor * power; };
    const double step = at(1);
    const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
    std::vector<Tick> ticks;
    if (!(last - first < 1000) || !(step > 0)) return ticks;
    const LinearLabels labels(std::max(std::abs(at(first)), std::abs(at(last))), exponent);
    for (double i = first; i <= last; ++i) ticks.push_back({at(i), labels.text(at(i))});
    return ticks;
}

std::vector<Tick> decadeTicks(double low, double high, int most) {
    const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
    const int decades = last - first + 1;
    const int stride = std::max(1, (decades + most - 1) / most);
    const bool plain = first >= -3 && last <= 4;
    // 2 and 5 between the decades, where there is room or where the decades alone say too little.
    const bool dense = decades < 2 || 3 * std::log10(high / low) <= most + 1;
    std::vector<Tick> ticks;
    for (int e = first - 1; e <= last; ++e) {
        for (int m = 1; m <= 9; ++m) {
            const double value = e < 0 ? m / std::pow(10.0, -e) : m * std::pow(10.0, e);
            if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
            const bool labelled = (m == 1 && (e - first) % stride == 0) || (dense && (m == 2 || m == 5));
            if (!labelled && stride > 1) continue;
            QString label;
            if (labelled && plain) label = QString::number(value, 'g', 6);
            else if (labelled) {
                label = (m == 1 ? QString() : QString::number(m) + QStringLiteral("×")) + QStringLiteral("10") + superscript(e);
            }
            ticks.push_back({value, label});
        }
    }
    return ticks;
}

} // namespace

AxisScale::AxisScale(double low, double high, bool logarithmic) : low_(low), high_(high), logarithmic_(logarithmic) {
    if (std::isnan(low_) || std::isnan(high_)) low_ = 0, high_ = 1;
    if (low_ > high_) std::swap(low_, high_);
    low_ = std::clamp(low_, -largest, largest);
    high_ = std::clamp(high_, -largest, largest);
    if (logarithmic_) {
        high_ = high_ > smallestPositive ? high_ : 1;
        low_ = low_ > smallestPositive ? low_ : high_ / 1000;
        if (high_ / low_ < 1 + 1e-9) {
            low_ /= 2;
            high_ *= 2;
        }
        return;
    }
    const double size = std::max(std::abs(low_), std::abs(high_));
    if (high_ / 2 - low_ / 2 <= size * 1e-12 || high_ - low_ < smallestPositive) {
        const double half = size > smallestPositive ? size * 0.1 : 1;
        low_ -= half;
        high_ += half;
    }
}

double AxisScale::toUnit(double value) const {
    if (logarithmic_) return value > 0 ? std::log10(value / low_) / std::log10(high_ / low_) : std::nan("");
    return (value / 2 - low_ / 2) / (high_ / 2 - low_ / 2);
}

double AxisScale::fromUnit(double unit) const {
    if (logarithmic_) return low_ * std::pow(high_ / low_, unit);
    // Not low + unit * (high - low): the span of the largest doubles is not finite.
    return low_ * (1 - unit) + high_ * unit;
}

AxisScale AxisScale::zoomed(double unit, double factor) const {
    const double low = fromUnit(unit * (1 - factor)), high = fromUnit(unit + (1 - unit) * factor);
    const double size = std::max(std::abs(low), std::abs(high));
    const bool drawable = logarithmic_ ? low > 1e-290 && high < 1e290 && high / low > 1 + 1e-6 && high / low < 1e200
                                       : size < largest / 4 && high - low > size * 1e-10 && high - low > 1e-290;
    return drawable ? AxisScale(low, high, logarithmic_) : *this;
}

AxisScale AxisScale::panned(double units) const {
    const double low = fromUnit(units), high = fromUnit(1 + units);
    const double size = std::max(std::abs(low), std::abs(high));
    const bool drawable = logarithmic_ ? low > 1e-290 && high < 1e290 : size < largest / 4 && high - low > size * 1e-10;
    return drawable ? AxisScale(low, high, logarithmic_) : *this;
}

std::vector<Tick> ticksOf(const AxisScale& scale, int most, bool whole) {
    most = std::max(2, most);
    if (!scale.logarithmic()) return linearTicks(scale.low(), scale.high(), most, whole);
    const double decades = std::log10(scale.high() / scale.low());
    if (decades < 0.7) return linearTicks(scale.low(), scale.high(), most, whole);
    std::vector<Tick> ticks = decadeTicks(scale.low(), scale.high(), most);
    if (whole) std::erase_if(ticks, [](const Tick& tick) { return tick.value < 1; });
    return ticks;
}

QString numberText(double value, int digits) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    QString text = QString::number(value, 'g', digits);
    const auto exponentAt = text.indexOf(QLatin1Char('e'));
    if (exponentAt < 0) return withMinus(text);
    const int exponent = text.mid(exponentAt + 1).toInt();
    if (exponent > 0 && exponent < 9) return withMinus(QString::number(value, 'f', 0));
    return withMinus(text.left(exponentAt)) + QStringLiteral("×10") + superscript(exponent);
}

QString quantityText(double value, const QString& unit) {
    const QString number = numberText(value);
    return unit.isEmpty() ? number : number + QChar(0x202f) + unit;
}

} // namespace orthant::ui
