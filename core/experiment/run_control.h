// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace orthant {

/// The reins of one run: held by whoever started it, obeyed by the thread that runs it.
/// @threads  all members may be used from any thread
class RunControl {
  public:
    void pause();
    void resume();
    void step(); ///< lets a paused run make one step
    void stop();

    bool paused() const;
    std::stop_token stopToken() const { return stop_.get_token(); }

    enum class Turn { Go, SingleStep, Stop };
    /// Called by the run before each step: waits while the run is paused.
    Turn awaitTurn();

    /// At most so many threads, 0: all. Followed from step to step; results do not depend on it.
    std::atomic<std::size_t> threads{0};

    // How far the run is, written by the run.
    std::atomic<std::int64_t> stepsDone{0}, totalSteps{0};
    std::atomic<double> seconds{0}, samplesPerSecond{0}, secondsLeft{-1};

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::stop_source stop_;
    bool paused_ = false;
    std::uint64_t singleSteps_ = 0;
};

} // namespace orthant
