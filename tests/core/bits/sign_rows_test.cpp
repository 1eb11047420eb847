// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/sign_rows.h"

#include "core/bits/bit_images.h"
#include "core/bits/products.h"
#include "tests/catch.h"
#include "tests/reference/products.h"

using namespace orthant;

namespace {

struct Case {
    std::size_t channels, kernel, stride;
    bool same, plus;
};

const Case cases[] = {{32, 3, 1, true, false}, {32, 3, 1, true, true},  {64, 3, 2, true, false}, {96, 2, 1, false, false},
                      {64, 1, 1, true, true},  {32, 4, 3, true, false}, {32, 3, 1, false, true}};

std::string name(const Case& c) {
    return std::to_string(c.channels) + " channels, kernel " + std::to_string(c.kernel) + ", stride " +
           std::to_string(c.stride) + (c.same ? ", same" : ", valid") + (c.plus ? ", +1 around" : ", -1 around");
}

} // namespace

TEST_CASE("windows over images of signs multiply as their patches do, on every target", "[bits]") {
    reference::onEveryTarget([](const std::string& target) {
        for (const Case& c : cases)
            for (const std::size_t filters : {3U, 70U}) {
                INFO(target << ": " << name(c) << ", " << filters << " filters");
                const Window window = windowOver({7, 6, c.channels}, c.kernel, c.kernel, c.stride, c.same, "");
                const BitMatrix images = reference::randomBits(13, window.inputs(), 1);
                const BitMatrix weights = reference::randomBits(filters, window.patch(), 2);
                const BitMatrix mask = reference::randomBits(filters, window.patch(), 3, 0.7);
                BitMatrix patches;
                gatherPatches(images, window, c.plus, patches);
                SignWindows windows;
                windows.take(images, window, c.plus);
                const SignRows rows = windows.rows();
                REQUIRE(rows.rows() == patches.rows());
                REQUIRE(rows.cols() == patches.cols());
                std::vector<std::int32_t> sums(rows.rows() * filters), masked(sums.size());
                xnorProduct(rows, BitPanels(weights), sums);
                xnorProduct(rows, BitPanels(weights, mask), masked);
                CHECK(sums == reference::xnorProduct(patches, weights));
                CHECK(masked == reference::xnorProduct(patches, weights, &mask));
                Tensor floats({rows.rows(), filters});
                xnorProduct(rows, BitPanels(weights), floats.matrix());
                CHECK(std::vector<std::int32_t>(floats.values().begin(), floats.values().end()) == sums);
            }
    });
}

TEST_CASE("windows over images of signs make the tables of their patches", "[bits]") {
    for (const Case& c : cases) {
        INFO(name(c));
        const Window window = windowOver({7, 6, c.channels}, c.kernel, c.kernel, c.stride, c.same, "");
        const BitMatrix images = reference::randomBits(9, window.inputs(), 4);
        BitMatrix patches;
        gatherPatches(images, window, c.plus, patches);
        SignWindows windows;
        windows.take(images, window, c.plus);
        for (const std::size_t first : {0U, 5U}) {
            SignTables direct, gathered;
            direct.packRows(windows.rows(), first, patches.rows() - first);
            gathered.packRows(patches, first, patches.rows() - first);
            CHECK(std::vector(direct.words().begin(), direct.words().end()) ==
                  std::vector(gathered.words().begin(), gathered.words().end()));
        }
    }
}
