// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/tensor/pooling.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;

namespace {

const Window windows[] = {windowOver({6, 4, 3}, 2, 2, 2, false, ""), windowOver({7, 5, 2}, 3, 3, 2, false, ""),
                          windowOver({5, 5}, 2, 3, 1, false, "")};

/// Small whole numbers, so that equal values under one window are common.
Tensor random(const Shape& shape, std::uint64_t seed) {
    Tensor x(shape);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(Rng(seed).below(i, 9)) - 4;
    return x;
}

double dot(const Tensor& a, const Tensor& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

} // namespace

TEST_CASE("pooling equals a plain loop, with the first of equal values as the winner", "[tensor]") {
    for (const Window& w : windows) {
        const Tensor images = random({3, w.inputs()}, 1);
        const std::size_t outputs = w.positions() * w.channels;
        Tensor largest({3, outputs}), unmarked({3, outputs}), mean({3, outputs});
        std::vector<std::int32_t> winners(3 * outputs);
        maxPool(images.matrix(), w, largest.matrix(), winners);
        maxPool(images.matrix(), w, unmarked.matrix());
        averagePool(images.matrix(), w, mean.matrix());
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t k = 0; k < outputs; ++k) {
                const std::size_t c = k % w.channels, x = k / w.channels % w.outWidth(), y = k / w.channels / w.outWidth();
                float best = -INFINITY, sum = 0;
                std::int32_t winner = -1;
                for (std::size_t cell = 0; cell < w.kernelHeight * w.kernelWidth; ++cell) {
                    const std::size_t iy = y * w.stride + cell / w.kernelWidth, ix = x * w.stride + cell % w.kernelWidth;
                    const float value = images.row(i)[(iy * w.width + ix) * w.channels + c];
                    sum += value;
                    if (value > best) {
                        best = value;
                        winner = static_cast<std::int32_t>(cell);
                    }
                }
                CHECK(largest.row(i)[k] == best);
                CHECK(unmarked.row(i)[k] == best);
                CHECK(winners[i * outputs + k] == winner);
                CHECK(mean.row(i)[k] == Approx(sum / static_cast<float>(w.kernelHeight * w.kernelWidth)));
            }
    }
}

TEST_CASE("the gradients of pools are the transposes of what they did", "[tensor]") {
    for (const Window& w : windows) {
        const std::size_t outputs = w.positions() * w.channels;
        const Tensor images = random({2, w.inputs()}, 4), up = random({2, outputs}, 5);
        Tensor out({2, outputs}), back({2, w.inputs()}, 77.0F);
        std::vector<std::int32_t> winners(2 * outputs);
        maxPool(images.matrix(), w, out.matrix(), winners);
        maxPoolGradient(up.matrix(), winners, w, back.matrix());
        CHECK(dot(back, images) == Approx(dot(up, out)));
        averagePool(images.matrix(), w, out.matrix());
        averagePoolGradient(up.matrix(), w, back.matrix());
        CHECK(dot(back, images) == Approx(dot(up, out)).margin(1e-4));
    }
}
