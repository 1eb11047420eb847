// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/geometry/study.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace orthant {

/// Mean and deviation of a stream of numbers (Welford; merging by Chan et al.), without loss where they are nearly
/// equal.
struct Running {
    std::uint64_t count = 0;
    double mean = 0, squares = 0; ///< squares: sum of squared distances from the mean

    void add(double x) {
        const double step = x - mean;
        mean += step / static_cast<double>(++count);
        squares += step * (x - mean);
    }
    void merge(const Running& other) {
        if (other.count == 0) return;
        const auto mine = static_cast<double>(count), theirs = static_cast<double>(other.count);
        const double step = other.mean - mean;
        count += other.count;
        mean += step * theirs / (mine + theirs);
        squares += other.squares + step * step * mine * theirs / (mine + theirs);
    }
    /// NaN before the first number.
    double average() const { return count == 0 ? std::numeric_limits<double>::quiet_NaN() : mean; }
    double deviation() const {
        return count < 2 ? std::numeric_limits<double>::quiet_NaN()
                         : std::sqrt(squares / static_cast<double>(count - 1));
    }
    double standardError() const { return deviation() / std::sqrt(static_cast<double>(count)); }
    /// Standard error of deviation() for numbers that are nearly normal.
    double deviationError() const { return deviation() / std::sqrt(2 * static_cast<double>(count)); }
};

/// A measured mean as a reading beside its theory.
inline Reading meanReading(std::string id, std::string title, std::string unit, const Running& measured, double theory,
                           std::string note = {}) {
    return {std::move(id), std::move(title),         std::move(unit), measured.average(),
            theory,        measured.standardError(), std::move(note)};
}

/// Measures blocks first, first + 1, ... in parallel and merges them in their order: the result is the same for any
/// number of threads. Rounds of blocks grow, so that there is something to see soon; after each one progress advances
/// by the blocks that were done and `between()` is called. A block should take about a millisecond.
/// @param measure  (std::uint64_t number) -> Block
/// @param merge    (const Block&)
/// @return  false when the work was cancelled before the end
template <class Measure, class Merge, class Between>
bool measureBlocks(std::uint64_t first, std::uint64_t count, const StudyContext& context, const Measure& measure,
                   const Merge& merge, const Between& between) {
    using Block = decltype(measure(first));
    for (std::uint64_t done = 0, round = 4; done < count; round = std::min<std::uint64_t>(2 * round, 64)) {
        if (context.progress && context.progress->cancelled()) return false;
        const auto now = static_cast<std::size_t>(std::min(count - done, round));
        std::vector<Block> blocks(now);
        parallelBlocks(now, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i)
                blocks[i] = measure(first + done + i);
        });
        for (const Block& block : blocks)
            merge(block);
        done += now;
        if (context.progress) context.progress->advance(now);
        if (done < count) between();
    }
    return true;
}

} // namespace orthant
