// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>

namespace orthant {

/// How far a long piece of work is, and whether to go on. Written by the worker, read by anyone.
/// @threads  all members may be used from any thread
class Progress {
  public:
    explicit Progress(std::stop_token stop = {}) : stop_(std::move(stop)) {}

    void begin(std::uint64_t total) { done_.store(0); total_.store(total); }
    void advance(std::uint64_t by = 1) { done_.fetch_add(by, std::memory_order_relaxed); }
    std::uint64_t done() const { return done_.load(std::memory_order_relaxed); }
    std::uint64_t total() const { return total_.load(std::memory_order_relaxed); }
    bool cancelled() const { return stop_.stop_requested(); }

  private:
    std::stop_token stop_;
    std::atomic<std::uint64_t> done_{0};
    std::atomic<std::uint64_t> total_{0};
};

} // namespace orthant
