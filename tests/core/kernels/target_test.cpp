// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/target.h"

#include "core/base/error.h"
#include "tests/catch.h"

using namespace orthant;

TEST_CASE("every CPU has the plain target, as the last choice") {
    const auto targets = kernels::availableTargets();
    REQUIRE(!targets.empty());
    CHECK(targets.back() == "plain");
}

TEST_CASE("a target can be forced and given back") {
    const std::string before = kernels::activeTarget();
    for (const std::string& target : kernels::availableTargets()) {
        kernels::forceTarget(target);
        CHECK(kernels::activeTarget() == target);
        CHECK(kernels::usesPlain() == (target == "plain"));
    }
    kernels::forceTarget("");
    CHECK(kernels::activeTarget() == kernels::availableTargets().front());
    kernels::forceTarget(before);
}

TEST_CASE("an unknown target is refused with a list of the valid ones") {
    const std::string before = kernels::activeTarget();
    try {
        kernels::forceTarget("avx9");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.message().find("avx9") != std::string::npos);
        for (const std::string& target : kernels::availableTargets())
            CHECK(error.message().find(target) != std::string::npos);
    }
    CHECK(kernels::activeTarget() == before);
}
