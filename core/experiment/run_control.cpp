// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_control.h"

namespace orthant {

void RunControl::pause() {
    const std::lock_guard lock(mutex_);
    paused_ = true;
}

void RunControl::resume() {
    {
        const std::lock_guard lock(mutex_);
        paused_ = false;
        singleSteps_ = 0;
    }
    changed_.notify_all();
}

void RunControl::step() {
    {
        const std::lock_guard lock(mutex_);
        if (paused_) ++singleSteps_;
    }
    changed_.notify_all();
}

void RunControl::stop() { stop_.request_stop(); }

bool RunControl::paused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
}

RunControl::Turn RunControl::awaitTurn() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop_.get_token(), [this] { return !paused_ || singleSteps_ > 0; });
    if (stop_.stop_requested()) return Turn::Stop;
    if (!paused_) return Turn::Go;
    --singleSteps_;
    return Turn::SingleStep;
}

} // namespace orthant
