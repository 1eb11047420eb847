// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/geometry/number_list.h"
#include "core/geometry/scalar_quantizer_params.h"
#include "core/geometry/study.h"

using namespace orthant;

namespace {

Params levels(Params given) {
    for (const StudyEntry& study : studyCatalogue())
        if (study.id == "levels") return resolveParams(study.params, given, "");
    return {};
}

} // namespace

TEST_CASE("the text of a quantizer gives the same quantizer back", "[geometry]") {
    for (const char* scheme : {"sign", "ternary", "lloyd_max", "uniform_step"}) {
        INFO(scheme);
        const auto quantizer = scalarQuantizerOf(levels({{"scheme", std::string(scheme)}, {"bits", std::int64_t{3}}}));
        REQUIRE(quantizer.levels.size() == quantizer.thresholds.size() + 1);
        CHECK(scalarQuantizerOf(levels({{"scheme", std::string("user")}, {"levels", levelText(quantizer)}})) == quantizer);
    }
}
