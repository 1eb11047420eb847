// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/document_kind.h"
#include "core/experiment/experiment.h"
#include "core/experiment/run_control.h"
#include "core/training/run_event.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace orthant {

struct RunOptions {
    std::size_t threads = 0;         ///< 0: all
    bool startPaused = false;        ///< for single steps from the first one
    std::filesystem::path folder;    ///< run folder; empty: a new one under RunManager::root(), name and time
    bool resume = false;             ///< go on from the last checkpoint in `folder`
    int priority = 0;                ///< of two runs that wait, the one with the higher number starts first
};

/// A folder under root that is not there yet: "name-20260131-120000", then with "-2", "-3", ...
std::filesystem::path newRunFolder(const std::filesystem::path& root, const std::string& name);

using RunId = std::uint64_t;

/// Work that stands in the queue like a run and is not a training experiment.
struct QueuedWork {
    DocumentKind kind = DocumentKind::Unrolled;
    std::string name;
    std::filesystem::path folder; ///< made by whoever queues it
    /// Called once, in a thread of its own, when there is a place, or when it was stopped before there was one. It obeys the
    /// control and says there how far it is; an exception counts as a failure.
    std::function<RunFinished(RunControl&)> work;
};

/// A run as the manager sees it: a value, copied out under a lock.
struct RunInfo {
    RunId id = 0;
    DocumentKind kind = DocumentKind::Training;
    std::string name;
    RunStatus status = RunStatus::Queued; ///< Paused: on demand; it holds no place among those that work
    int priority = 0;
    std::size_t place = 0; ///< in the queue, from 1; 0: not waiting
    std::filesystem::path folder;
    std::int64_t step = 0, totalSteps = 0;
    double samplesPerSecond = 0;
    double secondsLeft = -1; ///< negative: not known yet
    std::string error;       ///< when Failed
};

/// A queue of runs, each in a std::jthread of its own. At most `limit` work at a time; the others wait in the order of their
/// priority, then of their start, and no run makes way for another; one that has made its steps does not count while it writes
/// its results. Those that work share the cores evenly: a run by itself
/// has all, several have one or a few each, which wastes less than taking turns inside each step. Runs with the same data
/// hold it once. A pause gives the place to the next one, and a resumed run waits for a place again. Keeps the mailboxes.
/// @threads  all members may be called from any thread; none waits for a step except stopAll() and the destructor
class RunManager {
  public:
    explicit RunManager(std::filesystem::path root, std::size_t limit = 2);
    ~RunManager(); ///< stops and joins all runs; their folders are complete
    RunManager(const RunManager&) = delete;
    RunManager& operator=(const RunManager&) = delete;

    const std::filesystem::path& root() const;

    /// Makes the folder, writes experiment.json and environment.json, and queues the run.
    /// @errors  Error when the folder cannot be made or the document is wrong
    RunId start(const Experiment& experiment, const RunOptions& options = {});
    /// Queues other work. Of the options, threads, startPaused and priority count.
    RunId start(QueuedWork work, const RunOptions& options = {});
    void pause(RunId id); ///< also of one that waits
    void resume(RunId id);
    void setPriority(RunId id, int priority); ///< counts while the run waits
    std::size_t limit() const;
    void setLimit(std::size_t limit); ///< a lower one counts as runs end
    void step(RunId id);  ///< one optimizer step of a paused run
    void stop(RunId id);  ///< finishes the step, writes model and summary with status "stopped"
    void stopAll();       ///< and waits

    std::vector<RunInfo> runs() const;
    RunInfo info(RunId id) const;

    /// All events since the last call, in order; none of other work. One reader for each run.
    std::vector<RunEvent> takeEvents(RunId id);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace orthant
