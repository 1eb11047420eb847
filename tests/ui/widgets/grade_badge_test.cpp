// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/grade_badge.h"

#include "core/quantizers/quantizer.h"
#include "tests/catch.h"

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("grades are read from letters in any writing and from the words of the catalogues") {
    CHECK(gradeBadges("PC") == QStringList({"P", "C"}));
    CHECK(gradeBadges("[P][C]") == QStringList({"P", "C"}));
    CHECK(gradeBadges("T/P") == QStringList({"T", "P"}));
    CHECK(gradeBadges("paper, code") == QStringList({"P", "C"}));
    CHECK(gradeBadges("derived") == QStringList({"derived"}));
    CHECK(gradeBadges("").isEmpty());
    CHECK(gradeMeaning("X").isEmpty());
}

TEST_CASE("the grade of each quantizer has a badge, and each badge a meaning") {
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        INFO(entry.id);
        const QStringList badges = gradeBadges(entry.grade);
        CHECK(badges.isEmpty() == entry.grade.empty());
        for (const QString& badge : badges) CHECK_FALSE(gradeMeaning(badge).isEmpty());
    }
}
