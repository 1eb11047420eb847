// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/evaluation.h"

#include "tests/catch.h"

using namespace orthant;

TEST_CASE("a confusion matrix counts true classes in rows and predicted ones in columns, and names the wrong samples") {
    const std::vector<std::uint16_t> labels{0, 1, 2, 2, 1, 0, 2}, predictions{0, 2, 2, 1, 1, 0, 1};
    const Confusion confusion = confusionOf(labels, predictions, 3);
    CHECK(confusion.counts == std::vector<std::uint64_t>{2, 0, 0, 0, 1, 1, 0, 2, 1});
    CHECK(confusion.count(2, 1) == 2);
    CHECK(confusion.wrong == std::vector<std::size_t>{1, 3, 6});
    CHECK(confusionOf({}, {}, 2).counts == std::vector<std::uint64_t>(4, 0));
}
