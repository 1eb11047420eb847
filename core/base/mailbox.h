// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace orthant {

/// Values on their way from those who make them to the one who looks now and then.
/// @threads  all members may be used from any thread
template <class Value>
class Mailbox {
  public:
    void put(Value value) {
        const std::lock_guard lock(mutex_);
        values_.push_back(std::move(value));
    }
    /// All since the last call, in order.
    std::vector<Value> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(values_, {});
    }

  private:
    std::mutex mutex_;
    std::vector<Value> values_;
};

} // namespace orthant
