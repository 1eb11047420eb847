// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/environment.h"

#include "tests/catch.h"

#include <cstdlib>

using namespace orthant;

TEST_CASE("The environment names everything that a result may depend on") {
    const Environment environment = currentEnvironment();
    for (const std::string& text : {environment.version, environment.compiler, environment.cpu, environment.kernelTarget,
                                    environment.system})
        CHECK_FALSE(text.empty());
    CHECK(environment.threads >= 1);
}

TEST_CASE("Runs go where the user says, else into the data folder of the user") {
    const auto set = [](const char* name, const char* value) {
        value ? setenv(name, value, 1) : unsetenv(name);
        return defaultRunsFolder();
    };
    setenv("HOME", "/h", 1);
    unsetenv("XDG_DATA_HOME");
    CHECK(set("ORTHANT_RUNS", nullptr) == "/h/.local/share/orthant/runs");
    CHECK(set("XDG_DATA_HOME", "/d") == "/d/orthant/runs");
    CHECK(set("ORTHANT_RUNS", "/r") == "/r");
    unsetenv("ORTHANT_RUNS");
    unsetenv("XDG_DATA_HOME");
}
