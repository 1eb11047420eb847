// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

namespace orthant {

void parallelBlocks(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body) {
    if (count == 0) return;
    grain = std::max<std::size_t>(1, grain);
    const std::size_t blocks = (count + grain - 1) / grain;
    if (blocks == 1) return body(0, count);
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
        body(block * grain, std::min(count, (block + 1) * grain));
    });
}

std::size_t parallelThreads() { return static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()); }

void withThreads(std::size_t threads, const std::function<void()>& work) {
    tbb::task_arena arena(threads == 0 ? tbb::task_arena::automatic : static_cast<int>(threads));
    arena.execute(work);
}

} // namespace orthant
