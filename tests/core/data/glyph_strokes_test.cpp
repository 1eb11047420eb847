// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/glyph_strokes.h"

#include "tests/catch.h"

#include <algorithm>

using namespace orthant;

TEST_CASE("Every digit has several ways to write it, with strokes inside their box that fill its height") {
    for (std::size_t digit = 0; digit < 10; ++digit) {
        INFO(digit);
        CHECK(glyphsOf(digit).size() == 4);
        for (const Glyph& glyph : glyphsOf(digit)) {
            double top = 100, bottom = 0;
            std::size_t outside = 0;
            for (const Stroke& stroke : glyph) {
                CHECK(stroke.size() >= 2);
                for (const Point& point : stroke) {
                    outside += point.x < 0 || point.x > 70 || point.y < 0 || point.y > 100;
                    top = std::min(top, point.y);
                    bottom = std::max(bottom, point.y);
                }
            }
            CHECK(outside == 0);
            CHECK(top <= 10);
            CHECK(bottom >= 90);
        }
    }
}
