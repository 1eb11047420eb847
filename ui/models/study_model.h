// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/geometry/study.h"

#include <QObject>
#include <QTimer>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace orthant::ui {

/// Runs one study at a time in a thread of its own. The newest parameters always win: a new request cancels the one that
/// is going, requests that were never begun are forgotten, and nothing of an old request is shown once a newer one was made.
class StudyModel final : public QObject {
    Q_OBJECT
  public:
    using OpenRun = std::function<std::shared_ptr<TrainedNetwork>(const std::string& folder)>;

    /// @param openRun  called in the thread of the studies; may be empty
    explicit StudyModel(OpenRun openRun = {}, QObject* parent = nullptr);
    ~StudyModel() override;

    /// Measures this from now on; the last estimate of the same study stays until the first new one is there.
    void request(const Component& study, std::uint64_t seed);
    /// Stops measuring; what was found so far stays.
    void cancel();

    /// The last estimate of the study that was asked for; null before the first one.
    const std::shared_ptr<const StudyResult>& result() const { return result_; }
    bool busy() const { return busy_; }
    /// Done part of the current request, 0 to 1; negative where it is not known.
    double progress() const;
    /// Why the current request failed.
    const std::optional<Error>& error() const { return error_; }

  Q_SIGNALS:
    void changed(); ///< at most once each 16 ms: a better estimate, an error, or the end

  private:
    struct Request {
        Component study;
        std::uint64_t seed = 1, number = 0;
    };
    void work();
    void poll();

    OpenRun openRun_;
    std::shared_ptr<const StudyResult> result_;
    std::optional<Error> error_;
    bool busy_ = false;
    std::uint64_t asked_ = 0;
    std::string studyId_;
    QTimer timer_;

    mutable std::mutex mutex_; ///< guards everything below
    std::condition_variable wake_;
    std::optional<Request> wanted_;
    std::stop_source stop_;
    std::shared_ptr<Progress> progress_;
    std::uint64_t newest_ = 0, ended_ = 0;
    std::shared_ptr<const StudyResult> fresh_;
    std::optional<Error> failure_;
    bool leaving_ = false;
    std::thread thread_; ///< last: it uses all of the above
};

} // namespace orthant::ui
