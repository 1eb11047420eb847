// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_control.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace orthant {

/// How far one task is. Work is in any unit that grows evenly with time, so that the time left can be told.
struct TaskProgress {
    std::int64_t steps = 0, totalSteps = 0;
    double work = 0, totalWork = 0;
    double seconds = 0, workHere = 0; ///< of this session, to know how fast it goes
};

/// The tasks of one piece of queued work, done by several threads at a time: who does what next, who has to wait for another,
/// and how far all are, which is written to the control. As many tasks work as the control allows threads; when that becomes
/// fewer, the later ones wait in the middle.
/// @threads  all members may be called from any thread
class TaskBoard {
  public:
    TaskBoard(std::size_t tasks, RunControl& control);

    /// `task` begins only after `leader` was released or is over. The leader comes earlier in the order. Before the first take().
    void dependsOn(std::size_t task, std::size_t leader);
    /// What is known before a task begins.
    void expect(std::size_t task, const TaskProgress& progress);

    /// The next task, in their order; waits until there is one that may begin. Nothing when none is left, or after a stop.
    std::optional<std::size_t> take();
    /// Those that depend on this task may begin.
    void release(std::size_t task);
    /// This task is over; also for one that nobody took.
    void finish(std::size_t task);

    /// Called by a task before each step: waits while the work is paused or others have all the threads. False: stop.
    bool awaitTurn(std::size_t task);
    void report(std::size_t task, const TaskProgress& progress);
    /// Threads for each of those that work now.
    std::size_t threadsForEach() const;

  private:
    enum class State { Waiting, Working, Over };
    struct Task {
        State state = State::Waiting;
        bool released = false;
        std::optional<std::size_t> leader;
        TaskProgress progress;
    };
    std::size_t allowed() const;
    std::size_t workingBefore(std::size_t task) const;
    bool mayBegin(const Task& task) const;
    void publish();

    RunControl& control_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Task> tasks_;
};

} // namespace orthant
