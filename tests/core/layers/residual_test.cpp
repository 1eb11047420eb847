// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.h"
#include "tests/catch.h"

using namespace orthant;

namespace {

const Component begin("residual"), end("residual_end"), flat("flatten");

/// @param layers  for images of 4 x 6 with 2 channels; the last gives 4 scores
void build(std::vector<Component> layers) { Network(layers, {4, 6, 2}, 4, 1); }

Component conv(std::int64_t filters, std::int64_t stride) {
    return Component("conv2d", {{"filters", filters}, {"stride", stride}});
}

} // namespace

TEST_CASE("a residual block must end, and only a block that began can", "[layers]") {
    const Component pool("global_avg_pool");
    CHECK_NOTHROW(build({begin, conv(4, 1), end, pool}));
    CHECK_NOTHROW(build({begin, conv(3, 2), begin, conv(4, 1), end, end, pool})); // blocks nest
    CHECK_THROWS_WITH(build({begin, conv(4, 1), pool}), containsText("no end"));
    CHECK_THROWS_WITH(build({conv(4, 1), end, pool}), containsText("no open residual block") && containsText("/network/layers/1"));
    CHECK_THROWS_WITH(build({begin, conv(4, 1), end, end, pool}), containsText("no open residual block"));
}

TEST_CASE("a residual block may make images smaller by a whole factor and add channels", "[layers]") {
    const Component pool("global_avg_pool");
    CHECK_NOTHROW(build({begin, conv(4, 2), end, pool}));
    CHECK_THROWS_WITH(build({conv(5, 1), begin, conv(4, 1), end, pool}), containsText("channels may only be added"));
    CHECK_THROWS_WITH(build({begin, conv(4, 4), end, pool}), containsText("no shortcut")); // 6 columns become 2, 4 rows 1
    CHECK_THROWS_WITH(build({begin, conv(2, 1), flat, end, Component("dense", {{"units", std::int64_t{4}}})}),
                      containsText("no shortcut"));
}
