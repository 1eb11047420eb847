// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/catch.h"
#include "tests/guards/rules.h"

#include <string>

namespace guards {

inline std::string joined(const Problems& problems) {
    std::string text;
    for (const std::string& problem : problems) text += problem + "\n";
    return text;
}

/// Passes when the repository obeys the rule.
inline void requireClean(Problems (*rule)(const Tree&)) {
    const Problems problems = rule(thisTree());
    INFO(joined(problems));
    REQUIRE(problems.empty());
}

/// Passes when the rule finds exactly one problem in the broken example, and its text has these words.
inline void requireOne(Problems (*rule)(const Tree&), const Tree& example, const std::string& words) {
    const Problems problems = rule(example);
    INFO(joined(problems));
    REQUIRE(problems.size() == 1);
    REQUIRE(problems[0].find(words) != std::string::npos);
}

} // namespace guards
