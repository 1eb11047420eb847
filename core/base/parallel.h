// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace orthant {

/// Calls body(begin, end) over [0, count) in blocks of at most `grain`, in parallel over oneTBB. The blocks are the
/// same for any number of threads, so a body that writes only its own block gives the same result for any number.
/// @errors  the first exception of a body is rethrown
void parallelBlocks(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body);

/// Threads that parallel work started from this thread may use.
std::size_t parallelThreads();
/// Threads that the machine runs at once.
std::size_t machineThreads();

/// A share of the machine that may change between pieces of work.
class Workers {
  public:
    Workers();
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    /// Runs `work` with at most `threads` threads (0, or more than the machine has: all that there are).
    void run(std::size_t threads, const std::function<void()>& work);

  private:
    struct Arena;
    std::unique_ptr<Arena> arena_; ///< of the last run()
};

/// Runs `work` with at most `threads` threads (0, or more than the machine has: all that there are).
void withThreads(std::size_t threads, const std::function<void()>& work);

} // namespace orthant
