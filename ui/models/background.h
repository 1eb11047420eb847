// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace orthant::ui {

/// What a piece of background work gave: a value or an error in plain words.
template <class T>
struct Outcome {
    std::optional<T> value;
    std::optional<Error> error;
};

/// Runs `work()` on a pool thread and then `done(Outcome)` on the thread of `owner`. When `owner` is gone by then,
/// `done` is not called.
/// @threads  call it on the thread of `owner`; `work` must own or share everything that it uses
template <class Work, class Done>
void inBackground(QObject* owner, Work work, Done done) {
    using Result = Outcome<std::invoke_result_t<Work>>;
    using Shared = std::shared_ptr<Result>;
    auto* watcher = new QFutureWatcher<Shared>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner, [watcher, done = std::move(done)]() mutable {
        const Shared result = watcher->result();
        watcher->deleteLater();
        done(std::move(*result));
    });
    auto promise = std::make_shared<QPromise<Shared>>();
    promise->start();
    watcher->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        auto result = std::make_shared<Result>();
        try {
            result->value = work();
        } catch (const Error& error) {
            result->error = error;
        } catch (const std::exception& exception) {
            result->error = Error(exception.what());
        }
        promise->addResult(result);
        promise->finish();
    });
}

} // namespace orthant::ui
