// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

#ifdef ORTHANT_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace orthant {

namespace {

/// Tells the thread sanitizer what oneTBB guarantees: a block runs after what its caller did before, and the caller goes
/// on after all blocks. It cannot see that by itself: the library is not built with it, and this file, which holds the
/// library's templates, is then compiled without it too (packaging/cmake/OrthantCompiler.cmake).
class HandOver {
  public:
#ifdef ORTHANT_THREAD_SANITIZER
    HandOver() { __tsan_release(&start_); }
    ~HandOver() { __tsan_acquire(&end_); }
    void enterBlock() { __tsan_acquire(&start_); }
    void leaveBlock() { __tsan_release(&end_); }

  private:
    char start_ = 0, end_ = 0;
#else
    void enterBlock() {}
    void leaveBlock() {}
#endif
};

} // namespace

void parallelBlocks(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body) {
    if (count == 0) return;
    grain = std::max<std::size_t>(1, grain);
    const std::size_t blocks = (count + grain - 1) / grain;
    if (blocks == 1) return body(0, count);
    if (parallelThreads() == 1) { // the same blocks in order, without the microsecond that handing out tasks costs
        for (std::size_t begin = 0; begin < count; begin += grain) body(begin, std::min(count, begin + grain));
        return;
    }
    HandOver handOver;
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
        handOver.enterBlock();
        body(block * grain, std::min(count, (block + 1) * grain));
        handOver.leaveBlock();
    });
}

std::size_t parallelThreads() { return static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()); }

struct Workers::Arena {
    explicit Arena(std::size_t count) : threads(count), arena(static_cast<int>(count)) {}
    std::size_t threads;
    tbb::task_arena arena;
};

Workers::Workers() = default;
Workers::~Workers() = default;

void Workers::run(std::size_t threads, const std::function<void()>& work) {
    const std::size_t all = machineThreads();
    const std::size_t count = threads == 0 ? all : std::min(threads, all);
    if (!arena_ || arena_->threads != count) arena_ = std::make_unique<Arena>(count);
    arena_->arena.execute(work);
}

std::size_t machineThreads() { return static_cast<std::size_t>(tbb::info::default_concurrency()); }

void withThreads(std::size_t threads, const std::function<void()>& work) { Workers().run(threads, work); }

} // namespace orthant
