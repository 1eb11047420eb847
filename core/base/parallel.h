// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace orthant {

/// Calls body(begin, end) over [0, count) in blocks of at most `grain`, in parallel over oneTBB. The blocks are the
/// same for any number of threads, so a body that writes only its own block gives the same result for any number.
/// @errors  the first exception of a body is rethrown
void parallelBlocks(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body);

/// Threads that parallel work started from this thread may use.
std::size_t parallelThreads();

/// Runs `work` with at most `threads` threads (0, or more than the machine has: all that there are).
void withThreads(std::size_t threads, const std::function<void()>& work);

} // namespace orthant
