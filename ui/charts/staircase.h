// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace orthant::ui {

/// A scalar quantizer as it is edited: thresholds and levels that both rise, with one level more than thresholds.
/// In a symmetric one each change is mirrored at zero.
class Staircase {
  public:
    static constexpr std::size_t fewest = 2, most = 32; ///< levels

    /// @return whether they are a quantizer: sizes fit, all finite, both rise
    bool set(std::vector<double> thresholds, std::vector<double> levels);
    /// Turning it on makes the quantizer symmetric: each pair takes the mean of its sizes.
    void setSymmetric(bool on);

    const std::vector<double>& thresholds() const { return thresholds_; }
    const std::vector<double>& levels() const { return levels_; }
    bool symmetric() const { return symmetric_; }
    /// A value on a threshold belongs to the upper level.
    std::size_t intervalOf(double x) const;

    /// Neighbours stop it, with a gap between.
    void moveThreshold(std::size_t index, double to, double gap);
    void moveLevel(std::size_t index, double to, double gap);
    /// Cuts an interval in two. The part that holds its level keeps it; the other one gets its middle, between the levels
    /// beside it.
    /// @param low, high  where the outer intervals are taken to end
    /// @return whether there was room for it; one near zero in a symmetric quantizer adds one level, any other two
    bool add(double x, double gap, double low, double high);
    /// The levels on both sides become their mean.
    bool removeThreshold(std::size_t index);
    /// The thresholds on both sides become their mean.
    bool removeLevel(std::size_t index);

    friend bool operator==(const Staircase&, const Staircase&) = default;

  private:
    void insert(double x, double low, double high);
    void cutThreshold(std::size_t index);
    void cutLevel(std::size_t index);
    void mirror();

    std::vector<double> thresholds_{0}, levels_{-1, 1};
    bool symmetric_ = false;
};

} // namespace orthant::ui
