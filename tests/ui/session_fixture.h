// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <stdexcept>

namespace orthant::ui {

/// Lets events happen until `ready`; false after a minute.
inline bool waitFor(const std::function<bool()>& ready) {
    QElapsedTimer clock;
    clock.start();
    while (!ready()) {
        if (clock.elapsed() > 60'000) return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

/// A network for points in the plane that trains in well under a second: 2 epochs of 4 steps.
inline Experiment tinyExperiment() {
    return parseExperiment(R"({"orthant": 1, "name": "tiny", "title": "Tiny", "summary": "Two moons, small.",
        "data": {"id": "two_moons", "train": 200, "test": 100},
        "network": {"layers": [{"id": "dense", "units": 16, "weights": "identity"}, "batch_norm", "binarize",
                               {"id": "dense", "units": 2}, "batch_norm"]},
        "training": {"epochs": 2, "batchSize": 50},
        "probes": {"everySteps": 1, "weightsEverySteps": 1, "boundaryCells": 16}})");
}

/// A session whose settings and runs are in a folder that goes away.
struct SessionFixture {
    QTemporaryDir folder;
    Settings settings{folder.filePath("settings.ini")};
    Theme theme{ThemeMode::Light};
    std::unique_ptr<Session> session;

    SessionFixture() {
        settings.setRunsFolder(folder.filePath("runs"));
        session = std::make_unique<Session>(settings, theme);
    }

    /// Trains the tiny experiment to its end.
    void train() {
        session->experiment().load(tinyExperiment());
        session->start();
        const auto run = session->currentRun();
        if (!waitFor([&] { return !run->active(); })) throw std::runtime_error("the run does not end");
    }
};

} // namespace orthant::ui
