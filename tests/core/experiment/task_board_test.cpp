// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/task_board.h"

#include "core/base/parallel.h"
#include "tests/catch.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

using namespace orthant;

namespace {

/// Takes and finishes what there is, and says in which order it was begun.
std::vector<std::size_t> order(TaskBoard& board, std::size_t workers) {
    std::vector<std::size_t> begun;
    std::mutex mutex;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < workers; ++i)
            threads.emplace_back([&] {
                while (const auto task = board.take()) {
                    {
                        const std::lock_guard lock(mutex);
                        begun.push_back(*task);
                    }
                    board.finish(*task);
                }
            });
    }
    return begun;
}

TaskProgress at(std::int64_t steps, std::int64_t total, double seconds) {
    return {steps, total, 2.0 * static_cast<double>(steps), 2.0 * static_cast<double>(total), seconds, 2.0 * static_cast<double>(steps)};
}

} // namespace

TEST_CASE("Tasks are taken in their order, each once, and those that are over are left out") {
    RunControl control;
    TaskBoard board(5, control);
    board.finish(1);
    CHECK(order(board, 1) == std::vector<std::size_t>{0, 2, 3, 4});
    CHECK_FALSE(board.take());
    TaskBoard shared(200, control);
    std::vector<std::size_t> all = order(shared, 3);
    std::ranges::sort(all);
    REQUIRE(all.size() == 200);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == i);
}

TEST_CASE("A task that depends on another begins when that one is released or over") {
    RunControl control;
    control.threads = 2;
    TaskBoard board(4, control);
    board.dependsOn(1, 0);
    board.dependsOn(2, 0);
    CHECK(board.take() == std::optional<std::size_t>(0));
    if (machineThreads() > 1) {
        CHECK(board.take() == std::optional<std::size_t>(3)); // 1 and 2 wait
        board.finish(3);
    }
    board.release(0);
    if (machineThreads() > 1) {
        CHECK(board.take() == std::optional<std::size_t>(1));
        board.finish(1);
    }
    board.finish(0);
    CHECK(board.take().has_value());

    // A leader that ends without a release, because it failed, holds nobody up, also with fewer threads than tasks.
    TaskBoard failing(3, control);
    failing.dependsOn(1, 0);
    failing.dependsOn(2, 0);
    CHECK(order(failing, 3) == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("Later tasks wait while the control allows fewer threads") {
    if (machineThreads() < 2) return;
    RunControl control;
    control.threads = 2;
    TaskBoard board(2, control);
    const std::size_t first = *board.take(), second = *board.take();
    CHECK(board.threadsForEach() == 1);
    CHECK(board.awaitTurn(first));
    CHECK(board.awaitTurn(second));
    control.threads = 1;
    CHECK(board.awaitTurn(first));
    std::atomic<bool> went = false;
    std::jthread waiting([&] { went = board.awaitTurn(second); });
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    CHECK_FALSE(went);
    board.finish(first);
    waiting.join();
    CHECK(went);
}

TEST_CASE("A stop ends the waiting for a task and for a turn") {
    RunControl control;
    TaskBoard board(2, control);
    board.dependsOn(1, 0);
    CHECK(board.take().has_value());
    std::jthread stopping([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        control.stop();
    });
    CHECK_FALSE(board.take());
    CHECK_FALSE(board.awaitTurn(0));
}

TEST_CASE("Steps of all tasks are added, and the time left is that of what is left at the pace so far") {
    RunControl control;
    control.threads = 1;
    TaskBoard board(3, control);
    for (std::size_t task = 0; task < 3; ++task) board.expect(task, at(0, 100, 0));
    CHECK(control.totalSteps == 300);
    CHECK(control.secondsLeft == -1); // nobody knows yet
    REQUIRE(board.take());
    board.report(0, at(50, 100, 10));
    CHECK(control.stepsDone == 50);
    CHECK(control.secondsLeft.load() == Approx(50)); // 250 steps, 5 in a second
    board.report(0, at(80, 90, 16)); // a stage ended early
    board.finish(0);
    CHECK(control.stepsDone == 90);
    CHECK(control.totalSteps == 290);
    REQUIRE(board.take());
    // What is resumed counts as done, but not for the pace.
    board.report(1, {60, 100, 120, 200, 4, 20});
    CHECK(control.secondsLeft.load() == Approx(80 * 0.2 + 200 * (20.0 / 180)));
}
