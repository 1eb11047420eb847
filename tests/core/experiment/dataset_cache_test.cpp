// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/dataset_cache.h"

#include "core/base/error.h"
#include "core/experiment/catalogues.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <thread>

using namespace orthant;

namespace {

Component moons(std::int64_t seed) {
    return resolveComponent("datasets", Component("two_moons", {{"train", std::int64_t{100}}, {"test", std::int64_t{50}}, {"seed", seed}}), "");
}

} // namespace

TEST_CASE("A data set is held once as long as somebody holds it, and freed with the last holder") {
    DatasetCache cache;
    auto first = cache.load(moons(1), {});
    const auto second = cache.load(moons(1), {});
    CHECK(first == second);
    CHECK(cache.load(moons(2), {}) != first);
    const std::weak_ptr<const Dataset> watch = cache.load(moons(3), {});
    CHECK(watch.expired());
    CHECK(first->train.size() == 100);
}

TEST_CASE("Those who ask at the same time get the same data set") {
    DatasetCache cache;
    std::vector<std::shared_ptr<const Dataset>> found(4);
    {
        std::vector<std::jthread> threads;
        for (auto& data : found) threads.emplace_back([&] { data = cache.load(moons(1), {}); });
    }
    for (const auto& data : found) CHECK(data == found[0]);
}

TEST_CASE("A file that has changed is read again") {
    const TemporaryFolder root;
    const auto write = [&](const char* text) { std::ofstream(root / "a.csv") << "x,y,label\n0,0,0\n1,1,1\n0,1,0\n1,0,1\n" << text; };
    write("");
    const Component data = resolveComponent("datasets", Component("csv", {{"file", std::string("a.csv")}}), "");
    DatasetCache cache;
    const auto first = cache.load(data, {root.path(), nullptr});
    CHECK(cache.load(data, {root.path(), nullptr}) == first);
    write("2,2,0\n3,3,1\n2,3,0\n3,2,1\n");
    std::filesystem::last_write_time(root / "a.csv", std::filesystem::file_time_type::clock::now() + std::chrono::seconds(2));
    const auto second = cache.load(data, {root.path(), nullptr});
    CHECK(second->train.size() + second->test.size() > first->train.size() + first->test.size());
}

TEST_CASE("A cancelled load is kept for nobody, and a failed one fails again") {
    DatasetCache cache;
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    try {
        (void)cache.load(moons(1), {{}, &progress});
    } catch (const Error&) { // as a loader says it
    }
    CHECK(cache.load(moons(1), {})->train.size() == 100);
    const Component missing = resolveComponent("datasets", Component("csv", {{"file", std::string("not_there.csv")}}), "");
    CHECK_THROWS_AS(cache.load(missing, {}), Error);
    CHECK_THROWS_AS(cache.load(missing, {}), Error);
}
