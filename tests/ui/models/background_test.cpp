// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/background.h"

#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include <QThread>

#include <atomic>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("work is done elsewhere and its value comes back to the thread that asked") {
    QObject owner;
    QThread* worker = nullptr;
    std::optional<int> result;
    inBackground(
        &owner,
        [&worker] {
            worker = QThread::currentThread();
            return 42;
        },
        [&](Outcome<int> outcome) {
            REQUIRE(QThread::currentThread() == owner.thread());
            result = outcome.value;
        });
    REQUIRE(waitFor([&] { return result.has_value(); }));
    REQUIRE(*result == 42);
    REQUIRE(worker != owner.thread());
}

TEST_CASE("an error of the work comes back as a value") {
    QObject owner;
    std::optional<Error> error;
    inBackground(
        &owner, []() -> int { throw Error("nothing here", "file.json"); },
        [&](Outcome<int> outcome) {
            REQUIRE_FALSE(outcome.value);
            error = outcome.error;
        });
    REQUIRE(waitFor([&] { return error.has_value(); }));
    REQUIRE(error->where() == "file.json");
}

TEST_CASE("an answer to somebody who is gone is dropped") {
    std::atomic<bool> worked = false;
    bool told = false;
    {
        QObject owner;
        inBackground(
            &owner, [&worked] { QThread::msleep(30); worked = true; return 1; }, [&told](Outcome<int>) { told = true; });
    }
    REQUIRE(waitFor([&] { return worked.load(); }));
    QThread::msleep(20);
    QCoreApplication::processEvents();
    REQUIRE_FALSE(told);
}
