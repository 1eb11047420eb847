// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/sampling.h"

#include "tests/catch.h"

#include <stop_token>

using namespace orthant;

TEST_CASE("running moments keep small spreads beside large means, whole or in parts", "[geometry]") {
    Running whole, first, second;
    for (int i = 0; i < 1000; ++i) {
        const double x = 1e9 + i % 5;
        whole.add(x);
        (i < 300 ? first : second).add(x);
    }
    first.merge(second);
    first.merge({});
    Running into;
    into.merge(first);
    for (const Running& r : {whole, into}) {
        CHECK(r.count == 1000);
        CHECK(r.average() - 1e9 == Approx(2).margin(1e-6));
        CHECK(r.deviation() == Approx(std::sqrt(2 * 1000.0 / 999)));
    }
    CHECK(std::isnan(Running{}.average()));
    CHECK(std::isnan(Running{1, 3, 0}.deviation()));
}

TEST_CASE("blocks are merged in their order on any number of threads, and a stop ends the work", "[geometry]") {
    std::stop_source stop;
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    std::vector<std::uint64_t> order;
    int looks = 0;
    const auto measure = [](std::uint64_t number) { return number; };
    const auto merge = [&](std::uint64_t number) { order.push_back(number); };
    CHECK(measureBlocks(5, 100, context, measure, merge, [&] { ++looks; }));
    REQUIRE(order.size() == 100);
    for (std::size_t i = 0; i < order.size(); ++i)
        CHECK(order[i] == i + 5);
    CHECK(looks >= 4);
    CHECK(progress.done() == 100);

    order.clear();
    CHECK_FALSE(measureBlocks(0, 1000, context, measure, merge, [&] { stop.request_stop(); }));
    CHECK(order.size() == 4);
}
