// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include "core/base/error.h"
#include "tests/catch.h"

#include <atomic>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

using namespace orthant;

TEST_CASE("Parallel blocks cover every index once") {
    for (const std::size_t count : {0, 1, 63, 64, 65, 1000})
        for (const std::size_t grain : {0, 1, 64, 5000}) {
            std::vector<std::atomic<int>> visits(count);
            parallelBlocks(count, grain, [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i)
                    ++visits[i];
            });
            int wrong = 0;
            for (const auto& visit : visits)
                wrong += visit != 1;
            CHECK(wrong == 0);
        }
}

TEST_CASE("Parallel blocks are the same for any number of threads") {
    const auto blocksWith = [](std::size_t threads) {
        std::set<std::pair<std::size_t, std::size_t>> blocks;
        std::mutex mutex;
        withThreads(threads, [&] {
            parallelBlocks(1000, 96, [&](std::size_t begin, std::size_t end) {
                const std::lock_guard lock(mutex);
                blocks.emplace(begin, end);
            });
        });
        return blocks;
    };
    const auto one = blocksWith(1);
    CHECK(one.size() == 11);
    CHECK(one == blocksWith(2));
    CHECK(one == blocksWith(7));
}

TEST_CASE("The number of threads is limited inside withThreads") {
    std::size_t inside = 0;
    withThreads(1, [&] { inside = parallelThreads(); });
    CHECK(inside == 1);
    CHECK(parallelThreads() >= 1);
}

TEST_CASE("An error in a block reaches the caller") {
    CHECK_THROWS_AS(parallelBlocks(100, 1,
                                   [](std::size_t begin, std::size_t) {
                                       if (begin == 42) throw Error("block 42");
                                   }),
                    Error);
}

TEST_CASE("A share of the machine may change from one piece of work to the next") {
    Workers workers;
    for (const std::size_t threads : {1, 2, 1, 0, 1000}) {
        std::size_t seen = 0;
        workers.run(threads, [&] { seen = parallelThreads(); });
        CHECK(seen == (threads == 0 ? machineThreads() : std::min(threads, machineThreads())));
    }
    CHECK_THROWS_AS(workers.run(1, [] { throw Error("from inside"); }), Error);
}
