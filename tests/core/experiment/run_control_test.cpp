// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_control.h"

#include "tests/catch.h"

#include <thread>

using namespace orthant;
using Turn = RunControl::Turn;

TEST_CASE("A run goes on, makes single steps while paused, and stops") {
    RunControl control;
    control.step(); // of a run that is not paused: nothing
    CHECK(control.awaitTurn() == Turn::Go);
    control.pause();
    CHECK(control.paused());
    control.step();
    control.step();
    CHECK(control.awaitTurn() == Turn::SingleStep);
    CHECK(control.awaitTurn() == Turn::SingleStep);
    Turn turn = Turn::Stop;
    std::thread run([&] { turn = control.awaitTurn(); });
    control.resume();
    run.join();
    CHECK(turn == Turn::Go);
    control.stop();
    CHECK(control.awaitTurn() == Turn::Stop);
}

TEST_CASE("A paused run that waits is woken by a stop") {
    RunControl control;
    control.pause();
    Turn turn = Turn::Go;
    std::thread run([&] { turn = control.awaitTurn(); });
    control.stop();
    run.join();
    CHECK(turn == Turn::Stop);
    CHECK(control.stopToken().stop_requested());
}
