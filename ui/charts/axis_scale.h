// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <vector>

namespace orthant::ui {

/// The visible range of an axis and its map to the unit interval, linear or logarithmic.
class AxisScale {
  public:
    AxisScale() = default;
    /// An empty or unusable range is widened to one that can be drawn.
    AxisScale(double low, double high, bool logarithmic);

    double low() const { return low_; }
    double high() const { return high_; }
    bool logarithmic() const { return logarithmic_; }

    /// 0 at low, 1 at high. A value <= 0 on a logarithmic axis gives NaN.
    double toUnit(double value) const;
    double fromUnit(double unit) const;

    /// The range shrunk (factor < 1) or widened around a place that stays where it is. Returns the same scale at the limits of double.
    AxisScale zoomed(double unit, double factor) const;
    AxisScale panned(double units) const;

    friend bool operator==(const AxisScale&, const AxisScale&) = default;

  private:
    double low_ = 0, high_ = 1;
    bool logarithmic_ = false;
};

struct Tick {
    double value;
    QString label; ///< empty for a minor tick
};

/// Ticks at 1, 2 or 5 times a power of ten (decades on a logarithmic axis) with compact labels.
/// @param most   the largest number of labels that find room
/// @param whole  at whole numbers alone
std::vector<Tick> ticksOf(const AxisScale& scale, int most, bool whole = false);

/// A number for people: five significant digits, no binary dust, 1.5×10⁻⁷ instead of 1.5e-07.
QString numberText(double value, int digits = 5);

/// A number with its unit: "12.3 %", "4.1 ms", "0.5".
QString quantityText(double value, const QString& unit);

} // namespace orthant::ui
