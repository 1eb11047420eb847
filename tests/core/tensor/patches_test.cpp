// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/tensor/patches.h"
#include "tests/catch.h"

using namespace orthant;

namespace {

const Window windows[] = {windowOver({6, 5, 3}, 3, 3, 1, true, ""), windowOver({6, 5, 3}, 4, 2, 2, true, ""),
                          windowOver({6, 5}, 5, 3, 1, false, ""), windowOver({1, 9, 2}, 1, 4, 3, true, "")};

Tensor random(const Shape& shape, std::uint64_t seed) {
    Tensor x(shape);
    fillUniform(Rng(seed), 1.0F, x.values());
    return x;
}

} // namespace

TEST_CASE("patches hold the values of the image in the order row, column, channel, and the padding", "[tensor]") {
    for (const Window& w : windows) {
        const Tensor images = random({3, w.height, w.width, w.channels}, 1);
        Tensor patches({3 * w.positions(), w.patch()}, 99.0F);
        gatherPatches(images.matrix(), w, 7.0F, patches.matrix());
        std::size_t at = 0;
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t oy = 0; oy < w.outHeight(); ++oy)
                for (std::size_t ox = 0; ox < w.outWidth(); ++ox)
                    for (std::size_t ky = 0; ky < w.kernelHeight; ++ky)
                        for (std::size_t kx = 0; kx < w.kernelWidth; ++kx)
                            for (std::size_t c = 0; c < w.channels; ++c, ++at) {
                                const std::size_t y = oy * w.stride + ky - w.padTop(), x = ox * w.stride + kx - w.padLeft();
                                const bool inside = y < w.height && x < w.width; // below 0 is far above
                                REQUIRE(patches[at] ==
                                        (inside ? images.row(i)[(y * w.width + x) * w.channels + c] : 7.0F));
                            }
    }
}

TEST_CASE("scattering patches is the transpose of gathering them", "[tensor]") {
    for (const Window& w : windows) {
        const Tensor image = random({1, w.inputs()}, 2), up = random({w.positions(), w.patch()}, 3);
        Tensor patches({w.positions(), w.patch()}), back({w.inputs()});
        gatherPatches(image.matrix(), w, 0.0F, patches.matrix());
        for (std::size_t row = 0; row < w.outHeight(); ++row) // in parts, as a caller does that saves memory
            scatterPatches({up.row(row * w.outWidth()).data(), w.outWidth(), w.patch(), w.patch()}, w, row, back.data());
        double forward = 0, backward = 0;
        for (std::size_t i = 0; i < up.size(); ++i) forward += static_cast<double>(up[i]) * static_cast<double>(patches[i]);
        for (std::size_t i = 0; i < back.size(); ++i) backward += static_cast<double>(back[i]) * static_cast<double>(image[i]);
        CHECK(backward == Approx(forward).epsilon(1e-5));
    }
}
