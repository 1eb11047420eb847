// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/study_model.h"

#include <chrono>

namespace orthant::ui {

StudyModel::StudyModel(OpenRun openRun, QObject* parent) : QObject(parent), openRun_(std::move(openRun)) {
    timer_.setInterval(std::chrono::milliseconds(16));
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &StudyModel::poll);
    thread_ = std::thread([this] { work(); });
}

StudyModel::~StudyModel() {
    {
        const std::scoped_lock lock(mutex_);
        leaving_ = true;
        stop_.request_stop();
    }
    wake_.notify_one();
    thread_.join();
}

void StudyModel::request(const Component& study, std::uint64_t seed) {
    error_.reset();
    busy_ = true;
    if (std::exchange(studyId_, study.id) != study.id) result_.reset();
    {
        const std::scoped_lock lock(mutex_);
        wanted_ = Request{study, seed, ++asked_};
        newest_ = asked_;
        fresh_.reset();
        failure_.reset();
        progress_.reset();
        stop_.request_stop();
    }
    wake_.notify_one();
    timer_.start();
}

void StudyModel::cancel() {
    const std::scoped_lock lock(mutex_);
    if (wanted_) {
        ended_ = wanted_->number;
        wanted_.reset();
    }
    stop_.request_stop();
}

double StudyModel::progress() const {
    const std::scoped_lock lock(mutex_);
    if (!progress_ || progress_->total() == 0) return -1;
    return std::min(1.0, static_cast<double>(progress_->done()) / static_cast<double>(progress_->total()));
}

void StudyModel::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return wanted_ || leaving_; });
        if (leaving_) return;
        const Request request = *std::exchange(wanted_, std::nullopt);
        stop_ = {};
        const auto progress = std::make_shared<Progress>(stop_.get_token());
        progress_ = progress;
        lock.unlock();

        const auto keep = [&](std::shared_ptr<const StudyResult> result) {
            const std::scoped_lock guard(mutex_);
            if (request.number == newest_) fresh_ = std::move(result);
        };
        StudyContext context;
        context.seed = request.seed;
        context.progress = progress.get();
        context.openRun = openRun_;
        context.partial = [&](const StudyResult& result) { keep(std::make_shared<StudyResult>(result)); };
        std::optional<Error> failure;
        try {
            auto result = std::make_shared<StudyResult>(runStudy(request.study, context));
            if (!progress->cancelled()) keep(std::move(result)); // a cancelled one has shown its estimates already
        } catch (const Error& error) {
            failure = error;
        } catch (const std::exception& exception) {
            failure = Error(exception.what());
        }

        lock.lock();
        if (request.number == newest_) {
            failure_ = std::move(failure);
            ended_ = request.number;
        }
    }
}

void StudyModel::poll() {
    bool news = false;
    {
        const std::scoped_lock lock(mutex_);
        if (fresh_) {
            result_ = std::exchange(fresh_, nullptr);
            news = true;
        }
        if (ended_ == asked_ && busy_) {
            busy_ = false;
            error_ = std::exchange(failure_, std::nullopt);
            news = true;
        }
    }
    if (!busy_) timer_.stop();
    if (news) Q_EMIT changed();
}

} // namespace orthant::ui
