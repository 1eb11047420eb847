// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/update.h"

#include "core/base/parallel.h"
#include "core/kernels/plain.h"

namespace orthant::kernels {

namespace {

constexpr std::size_t grain = 16384; // 256 KiB of Adam's four streams

} // namespace

void adamStep(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants) {
    parallelBlocks(n, grain, [&](std::size_t begin, std::size_t end) {
        plain::adamStep(w + begin, m + begin, v + begin, g + begin, end - begin, constants);
    });
}

void sgdStep(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants) {
    parallelBlocks(n, grain, [&](std::size_t begin, std::size_t end) {
        plain::sgdStep(w + begin, u + begin, g + begin, end - begin, constants);
    });
}

} // namespace orthant::kernels
