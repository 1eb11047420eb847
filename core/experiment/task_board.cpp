// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/task_board.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cassert>
#include <chrono>

namespace orthant {

namespace {

// The control tells nobody when it allows more or fewer threads, or when it was stopped: those that wait look again.
constexpr std::chrono::milliseconds lookAgain{20};

} // namespace

TaskBoard::TaskBoard(std::size_t tasks, RunControl& control) : control_(control), tasks_(tasks) {}

void TaskBoard::dependsOn(std::size_t task, std::size_t leader) {
    assert(leader < task);
    tasks_[task].leader = leader;
}

void TaskBoard::expect(std::size_t task, const TaskProgress& progress) { report(task, progress); }

std::size_t TaskBoard::allowed() const {
    const std::size_t threads = control_.threads;
    return threads == 0 ? machineThreads() : std::min(threads, machineThreads());
}

std::size_t TaskBoard::workingBefore(std::size_t task) const {
    return static_cast<std::size_t>(
        std::count_if(tasks_.begin(), tasks_.begin() + static_cast<std::ptrdiff_t>(task), [](const Task& t) { return t.state == State::Working; }));
}

bool TaskBoard::mayBegin(const Task& task) const {
    if (task.state != State::Waiting) return false;
    return !task.leader || tasks_[*task.leader].released || tasks_[*task.leader].state == State::Over;
}

std::optional<std::size_t> TaskBoard::take() {
    std::unique_lock lock(mutex_);
    for (;; changed_.wait_for(lock, lookAgain)) {
        if (control_.stopToken().stop_requested()) return std::nullopt;
        if (std::ranges::none_of(tasks_, [](const Task& task) { return task.state == State::Waiting; })) return std::nullopt;
        if (workingBefore(tasks_.size()) >= allowed()) continue;
        const auto next = std::ranges::find_if(tasks_, [this](const Task& task) { return mayBegin(task); });
        if (next == tasks_.end()) continue;
        next->state = State::Working;
        return static_cast<std::size_t>(next - tasks_.begin());
    }
}

void TaskBoard::release(std::size_t task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_[task].released = true;
    }
    changed_.notify_all();
}

void TaskBoard::finish(std::size_t task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_[task].state = State::Over;
        TaskProgress& progress = tasks_[task].progress; // stages may end early
        progress.steps = progress.totalSteps;
        progress.work = progress.totalWork;
        publish();
    }
    changed_.notify_all();
}

bool TaskBoard::awaitTurn(std::size_t task) {
    for (;;) {
        if (control_.awaitTurn() == RunControl::Turn::Stop) return false;
        std::unique_lock lock(mutex_);
        if (workingBefore(task) < allowed()) return true;
        changed_.wait_for(lock, lookAgain);
    }
}

void TaskBoard::report(std::size_t task, const TaskProgress& progress) {
    const std::lock_guard lock(mutex_);
    tasks_[task].progress = progress;
    publish();
}

std::size_t TaskBoard::threadsForEach() const {
    const std::lock_guard lock(mutex_);
    const std::size_t working = std::min(workingBefore(tasks_.size()), allowed());
    return std::max<std::size_t>(1, allowed() / std::max<std::size_t>(1, working));
}

/// Tasks that have not begun are as fast as those that have, on average.
void TaskBoard::publish() {
    std::int64_t steps = 0, total = 0;
    double seconds = 0, workHere = 0, left = 0;
    std::size_t open = 0;
    for (const Task& task : tasks_) {
        steps += task.progress.steps;
        total += task.progress.totalSteps;
        seconds += task.progress.seconds;
        workHere += task.progress.workHere;
        open += task.state != State::Over;
    }
    control_.stepsDone = steps;
    control_.totalSteps = total;
    control_.seconds = seconds;
    if (workHere <= 0) return;
    for (const Task& task : tasks_) {
        if (task.state == State::Over) continue;
        const TaskProgress& p = task.progress;
        left += (p.totalWork - p.work) * (p.workHere > 0 ? p.seconds / p.workHere : seconds / workHere);
    }
    control_.secondsLeft = left / static_cast<double>(std::clamp<std::size_t>(open, 1, allowed()));
}

} // namespace orthant
