// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/staircase.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant::ui {

namespace {

std::ptrdiff_t at(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

/// Moves one of a rising list, stopped by its neighbours and, in a mirrored list, by the other half.
void moveInside(std::vector<double>& list, std::size_t index, double to, double gap, bool mirrored) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::size_t other = list.size() - 1 - index;
    if (mirrored && other == index) return; // the middle one is zero
    double low = index > 0 ? list[index - 1] + gap : -infinity, high = index + 1 < list.size() ? list[index + 1] - gap : infinity;
    if (mirrored && other + 1 == index) low = gap / 2;
    if (mirrored && index + 1 == other) high = -gap / 2;
    if (low > high) return; // nearer together than the gap: there is no room to move
    list[index] = std::clamp(to, low, high);
    if (mirrored) list[other] = -list[index];
}

void mirrorList(std::vector<double>& list) {
    for (std::size_t i = 0; i < (list.size() + 1) / 2; ++i) {
        const std::size_t other = list.size() - 1 - i;
        const double size = (list[other] - list[i]) / 2;
        list[i] = -size;
        list[other] = size;
    }
}

bool rises(const std::vector<double>& list) {
    return std::all_of(list.begin(), list.end(), [](double v) { return std::isfinite(v); }) && std::is_sorted(list.begin(), list.end());
}

} // namespace

bool Staircase::set(std::vector<double> thresholds, std::vector<double> levels) {
    if (levels.size() != thresholds.size() + 1 || levels.size() < fewest || levels.size() > most || !rises(thresholds) || !rises(levels)) return false;
    thresholds_ = std::move(thresholds);
    levels_ = std::move(levels);
    mirror();
    return true;
}

void Staircase::setSymmetric(bool on) {
    symmetric_ = on;
    mirror();
}

void Staircase::mirror() {
    if (!symmetric_) return;
    mirrorList(thresholds_);
    mirrorList(levels_);
}

std::size_t Staircase::intervalOf(double x) const {
    return static_cast<std::size_t>(std::upper_bound(thresholds_.begin(), thresholds_.end(), x) - thresholds_.begin());
}

void Staircase::moveThreshold(std::size_t index, double to, double gap) { moveInside(thresholds_, index, to, gap, symmetric_); }
void Staircase::moveLevel(std::size_t index, double to, double gap) { moveInside(levels_, index, to, gap, symmetric_); }

void Staircase::insert(double x, double low, double high) {
    const std::size_t k = intervalOf(x);
    const double left = k > 0 ? thresholds_[k - 1] : std::min(low, x), right = k < thresholds_.size() ? thresholds_[k] : std::max(high, x);
    const double level = levels_[k];
    const bool above = level < x; // the new level belongs to the upper part
    double fresh = above ? (x + right) / 2 : (left + x) / 2;
    const double below = above ? level : k > 0 ? levels_[k - 1] : -std::numeric_limits<double>::infinity();
    const double over = above ? (k + 1 < levels_.size() ? levels_[k + 1] : std::numeric_limits<double>::infinity()) : level;
    if (!(fresh > below && fresh < over)) fresh = std::isfinite(below) && std::isfinite(over) ? (below + over) / 2 : std::clamp(fresh, below, over);
    thresholds_.insert(thresholds_.begin() + at(k), x);
    levels_.insert(levels_.begin() + at(above ? k + 1 : k), fresh);
}

bool Staircase::add(double x, double gap, double low, double high) {
    if (!std::isfinite(x)) return false;
    if (symmetric_ && std::abs(x) < gap) x = 0;
    const bool pair = symmetric_ && x != 0;
    if (levels_.size() + (pair ? 2 : 1) > most) return false;
    const auto near = [&](double t) { return std::abs(t - x) < gap; };
    if (std::any_of(thresholds_.begin(), thresholds_.end(), near)) return false;
    if (symmetric_ && x == 0) {
        // Both halves of the middle interval get a level at their middles.
        const std::size_t k = intervalOf(0);
        const double edge = k < thresholds_.size() ? thresholds_[k] : high;
        const double half = std::min(edge / 2, k + 1 < levels_.size() ? levels_[k + 1] / 2 : edge / 2);
        thresholds_.insert(thresholds_.begin() + at(k), 0.0);
        levels_[k] = half;
        levels_.insert(levels_.begin() + at(k), -half);
        return true;
    }
    insert(x, low, high);
    if (pair) insert(-x, low, high);
    mirror();
    return true;
}

void Staircase::cutThreshold(std::size_t index) {
    levels_[index] = (levels_[index] + levels_[index + 1]) / 2;
    levels_.erase(levels_.begin() + at(index + 1));
    thresholds_.erase(thresholds_.begin() + at(index));
}

void Staircase::cutLevel(std::size_t index) {
    const bool first = index == 0, last = index + 1 == levels_.size();
    if (!first && !last) thresholds_[index - 1] = (thresholds_[index - 1] + thresholds_[index]) / 2;
    thresholds_.erase(thresholds_.begin() + at(last ? index - 1 : index));
    levels_.erase(levels_.begin() + at(index));
}

bool Staircase::removeThreshold(std::size_t index) {
    const std::size_t other = thresholds_.size() - 1 - index;
    const bool pair = symmetric_ && other != index;
    if (levels_.size() < fewest + (pair ? 2 : 1)) return false;
    cutThreshold(pair ? std::max(index, other) : index);
    if (pair) cutThreshold(std::min(index, other));
    mirror();
    return true;
}

bool Staircase::removeLevel(std::size_t index) {
    const std::size_t other = levels_.size() - 1 - index;
    const bool pair = symmetric_ && other != index;
    if (levels_.size() < fewest + (pair ? 2 : 1)) return false;
    cutLevel(pair ? std::max(index, other) : index);
    if (pair) cutLevel(std::min(index, other));
    mirror();
    return true;
}

} // namespace orthant::ui
