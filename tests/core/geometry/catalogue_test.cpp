// SPDX-License-Identifier: GPL-3.0-or-later
// What every study owes its page, whichever it is.
#include "core/base/parallel.h"
#include "core/geometry/study.h"
#include "tests/catch.h"

#include <set>

using namespace orthant;

TEST_CASE("every study explains itself, and its presets are values that it takes", "[geometry]") {
    for (const StudyEntry& study : studyCatalogue()) {
        INFO(study.id);
        CHECK_FALSE(study.seen.empty());
        CHECK_FALSE(study.why.empty());
        CHECK_FALSE(study.attempt.empty());
        CHECK_FALSE(study.source.empty());
        for (const StudyPreset& preset : study.presets) {
            INFO(preset.title);
            CHECK_FALSE(preset.title.empty());
            CHECK_FALSE(preset.hint.empty());
            CHECK_NOTHROW(resolveParams(study.params, preset.params, ""));
        }
    }
}
