// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/least_squares.h"

#include "core/quantizers/rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace orthant {

namespace {

/// The upper group of a split.
struct Upper {
    double count = 0, sum = 0;
    float threshold = 0; ///< the smallest value in it
};

/// Falling intervals of equal width, numbered from the largest value down: a larger value is never in a later one.
class Intervals {
  public:
    static constexpr std::int32_t count = 256; ///< of these about five are left for a row of normal values

    explicit Intervals(std::span<const float> values) {
        // Whole numbers in the order of the floats: of these a loop finds the largest as vectors.
        const auto inOrder = [](std::int32_t bits) { return bits ^ (bits >> 31 & 0x7FFFFFFF); }; // its own inverse
        std::int32_t most = inOrder(std::bit_cast<std::int32_t>(values[0])), least = most;
        for (const float x : values) {
            const std::int32_t key = inOrder(std::bit_cast<std::int32_t>(x));
            most = std::max(most, key);
            least = std::min(least, key);
        }
        largest_ = std::bit_cast<float>(inOrder(most));
        least_ = std::bit_cast<float>(inOrder(least));
        const float width = largest_ - least_;
        scale_ = width > 0 ? (count - 0.5F) / width : 0;
    }
    /// Different values, all of them finite, and an interval is not too narrow for floats.
    bool several() const { return largest_ > least_ && std::isfinite(largest_ - least_) && std::isfinite(scale_); }
    float least() const { return least_; }
    float largest() const { return largest_; }
    std::int32_t of(float x) const { return static_cast<std::int32_t>((largest_ - x) * scale_); }

  private:
    float largest_, least_, scale_;
};

/// Tries every split whose upper group ends among `values`, beyond those in `split`.
template <class Gain>
Upper bestOf(std::vector<float>& values, Upper split, const Gain& gain) {
    std::ranges::sort(values, std::greater<>());
    Upper best;
    double most = -1;
    for (std::size_t i = 0; i < values.size(); ++i) {
        ++split.count;
        split.sum += static_cast<double>(values[i]);
        split.threshold = values[i];
        if (i + 1 < values.size() && values[i] == values[i + 1]) continue;
        const double here = gain(split);
        if (here <= most) continue;
        most = here;
        best = split;
    }
    return best;
}

/// The split with the largest gain, of equally good ones that with the smallest upper group; equal values stay together.
///
/// The border between the two levels, middle(split), falls or stays when the upper group grows, and the best split has it
/// between its groups. So the upper group cannot end in an interval that is above the middle of all values down to its end, and
/// the lower one cannot begin in an interval that is below the middle of all values before it. A few intervals are left; their
/// values are sorted and tried, and the group of all. They are found by jumps from both ends to the middle: in the intervals
/// between it could only be further.
/// @param gain    callable Upper -> double, at least 0
/// @param middle  callable (count, sum) -> double, for groups of 1 to n - 1 values
template <class Gain, class Middle>
Upper bestSplit(std::span<const float> values, const Gain& gain, const Middle& middle) {
    constexpr std::int32_t count = Intervals::count;
    const Intervals intervals(values);
    const std::size_t n = values.size();
    const Upper all{static_cast<double>(n), sumOf(n, [x = values.data()](std::size_t i) { return x[i]; }), intervals.least()};
    std::vector<float> left(n + 1); // and one for what is written in vain
    if (std::isnan(all.sum)) return all; // no order
    if (!intervals.several()) {
        std::ranges::copy(values, left.begin());
        left.pop_back();
        return bestOf(left, {}, gain);
    }

    std::vector<std::int32_t> place(n);
    for (std::size_t i = 0; i < n; ++i) place[i] = intervals.of(values[i]);
    std::array<double, count + 1> size{}, sum{}; // of interval j - 1, then of all before interval j
    for (std::size_t i = 0; i < n; ++i) {
        const auto after = static_cast<std::size_t>(place[i]) + 1;
        ++size[after];
        sum[after] += static_cast<double>(values[i]);
    }
    for (std::size_t j = 0; j < count; ++j) {
        size[j + 1] += size[j];
        sum[j + 1] += sum[j];
    }
    const auto placeOfMiddle = [&](std::int32_t interval) { // of the values before it, but of one at least and not of all
        const auto j = static_cast<std::size_t>(interval);
        const float largest = intervals.largest(), least = intervals.least();
        const double border = j == 0                 ? middle(1.0, static_cast<double>(largest))
                              : size[j] == all.count ? middle(all.count - 1, all.sum - static_cast<double>(least))
                                                     : middle(size[j], sum[j]);
        return intervals.of(std::clamp(static_cast<float>(border), least, largest)); // half a mean can be below all values
    };
    std::int32_t first = 0, last = count - 1; // where the lower group may begin and the upper one may end
    for (std::int32_t p; (p = placeOfMiddle(first)) > first;) first = p;
    for (std::int32_t p; (p = placeOfMiddle(last + 1)) < last;) last = p;
    while (first > 0) { // the upper group may end just before it
        --first;
        if (size[static_cast<std::size_t>(first) + 1] > size[static_cast<std::size_t>(first)]) break;
    }
    last = std::max(first, last); // whatever the rounding of sums
    std::size_t found = 0;
    for (std::size_t i = 0; i < n; ++i) {
        left[found] = values[i];
        found += place[i] >= first && place[i] <= last ? 1 : 0;
    }
    left.resize(found);
    const auto before = static_cast<std::size_t>(first);
    const Upper best = bestOf(left, {size[before], sum[before]}, gain);
    return best.count == 0 || gain(all) > gain(best) ? all : best;
}

} // namespace

/// With d = (sum of the top k) - k mean, the gain of a split over one level is n d^2 / (k (n - k)).
TwoGroups twoGroups(std::span<const float> values) {
    if (values.empty()) return {};
    const auto n = static_cast<double>(values.size());
    const double total = sumOf(values.size(), [x = values.data()](std::size_t i) { return x[i]; }), mean = total / n;
    const auto gain = [=](const Upper& upper) {
        const double d = upper.sum - upper.count * mean;
        return upper.count == n ? 0 : d * d / (upper.count * (n - upper.count));
    };
    const Upper best = bestSplit(values, gain, [=](double count, double sum) {
        return (sum / count + (total - sum) / (n - count)) / 2;
    });
    if (best.count == n || gain(best) <= 0) return {mean, mean, best.threshold, values.size()};
    return {(total - best.sum) / (n - best.count), best.sum / best.count, best.threshold, static_cast<std::size_t>(best.count)};
}

TernaryLevels ternaryLevels(std::span<const float> values) {
    if (values.empty()) return {};
    std::vector<float> magnitudes(values.begin(), values.end());
    for (float& x : magnitudes) x = std::abs(x);
    const Upper best = bestSplit(
        magnitudes, [](const Upper& upper) { return upper.sum * upper.sum / upper.count; },
        [](double count, double sum) { return sum / count / 2; });
    return {best.sum / best.count, best.threshold};
}

} // namespace orthant
