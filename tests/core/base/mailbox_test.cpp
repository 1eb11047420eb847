// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/mailbox.h"

#include "tests/catch.h"

#include <algorithm>
#include <thread>

using namespace orthant;

TEST_CASE("Values are taken from a mailbox once, in the order of each writer") {
    constexpr int perWriter = 1000;
    Mailbox<int> mailbox;
    std::vector<int> taken;
    const auto take = [&] {
        for (const int value : mailbox.take()) taken.push_back(value);
    };
    {
        const auto write = [&](int first) {
            for (int i = 0; i < perWriter; ++i) mailbox.put(first + i);
        };
        const std::jthread one(write, 0), two(write, perWriter);
        while (taken.size() < 2 * perWriter) take();
    }
    CHECK(mailbox.take().empty());
    std::erase_if(taken, [](int value) { return value >= perWriter; });
    CHECK(taken.size() == perWriter);
    CHECK(std::ranges::is_sorted(taken));
}
