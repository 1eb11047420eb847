// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/window.h"
#include "tests/catch.h"

using namespace orthant;

TEST_CASE("windows have the sizes that convolutions of other programs have", "[tensor]") {
    CHECK(windowOver({28, 28}, 3, 3, 1, true, "").outShape(4) == Shape{28, 28, 4});
    CHECK(windowOver({28, 28}, 5, 5, 1, false, "").outShape(6) == Shape{24, 24, 6});
    CHECK(windowOver({32, 32, 16}, 3, 3, 2, true, "").outShape(32) == Shape{16, 16, 32});
    CHECK(windowOver({7, 9, 2}, 2, 2, 2, false, "").outShape(2) == Shape{3, 4, 2});
    CHECK(windowOver({1, 140}, 1, 8, 1, true, "").outShape(3) == Shape{1, 140, 3});
}

TEST_CASE("a patch row splits into padding, image and padding", "[tensor]") {
    for (const Window& window : {windowOver({5, 4, 3}, 3, 3, 1, true, ""), windowOver({5, 4, 3}, 4, 2, 2, true, ""),
                                 windowOver({2, 2, 1}, 5, 5, 1, true, ""), windowOver({5, 4, 3}, 2, 3, 1, false, "")})
        for (std::size_t oy = 0; oy < window.outHeight(); ++oy)
            for (std::size_t ox = 0; ox < window.outWidth(); ++ox)
                for (std::size_t ky = 0; ky < window.kernelHeight; ++ky) {
                    const Window::Run run = window.run(oy, ox, ky);
                    REQUIRE(run.before + run.count + run.after == window.runLength());
                    const auto y = static_cast<std::ptrdiff_t>(oy * window.stride + ky) -
                                   static_cast<std::ptrdiff_t>(window.padTop());
                    std::size_t inside = 0, first = 0;
                    for (std::size_t kx = window.kernelWidth; kx-- > 0;) {
                        const auto x = static_cast<std::ptrdiff_t>(ox * window.stride + kx) -
                                       static_cast<std::ptrdiff_t>(window.padLeft());
                        if (y < 0 || x < 0 || y >= static_cast<std::ptrdiff_t>(window.height) ||
                            x >= static_cast<std::ptrdiff_t>(window.width))
                            continue;
                        ++inside;
                        first = static_cast<std::size_t>(y) * window.width + static_cast<std::size_t>(x);
                    }
                    CHECK(run.count == inside * window.channels);
                    if (inside != 0) CHECK(run.source == first * window.channels);
                }
}

TEST_CASE("a window says why it does not fit", "[tensor]") {
    CHECK_THROWS_WITH(windowOver({12}, 3, 3, 1, true, "/layers/0"), containsText("/layers/0: expected images"));
    CHECK_THROWS_WITH(windowOver({2, 9}, 3, 3, 1, false, ""), containsText("3 x 3 does not fit into images of 2 x 9"));
}
