// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/plain.h"

#include "core/kernels/normal_constants.h"

#include <array>
#include <bit>
#include <cmath>

namespace orthant::kernels::plain {

namespace {

float clamped(float x, float limit) { return x > limit ? limit : x < -limit ? -limit : x; }

} // namespace

void packSigns(const float* x, std::size_t n, std::uint64_t* words) {
    for (std::size_t first = 0; first < n; first += 64) {
        std::uint64_t word = 0;
        for (std::size_t i = first; i < n && i < first + 64; ++i)
            word |= static_cast<std::uint64_t>(x[i] >= 0) << (i - first);
        words[first / 64] = word;
    }
}

void unpackSigns(const std::uint64_t* words, std::size_t n, float* x) {
    for (std::size_t i = 0; i < n; ++i)
        x[i] = (words[i / 64] >> (i % 64) & 1U) != 0 ? 1.0F : -1.0F;
}

std::uint64_t countBits(const std::uint64_t* a, const std::uint64_t* b, std::size_t n) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < n; ++i)
        count += static_cast<std::uint64_t>(std::popcount(b == nullptr ? a[i] : a[i] ^ b[i]));
    return count;
}

void poolLargest(const float* base, const std::size_t* offsets, std::size_t count, std::size_t n, float* best,
                 std::int32_t* winners) {
    for (std::size_t c = 0; c < n; ++c) {
        std::size_t winner = 0;
        for (std::size_t k = 1; k < count; ++k)
            if (base[offsets[k] + c] > base[offsets[winner] + c]) winner = k;
        best[c] = base[offsets[winner] + c];
        if (winners != nullptr) winners[c] = static_cast<std::int32_t>(winner);
    }
}

void poolSpread(const float* up, const std::int32_t* winners, const std::size_t* offsets, std::size_t count, std::size_t n,
                float* base) {
    for (std::size_t c = 0; c < n; ++c)
        for (std::size_t k = 0; k < count; ++k)
            base[offsets[k] + c] = winners[c] == static_cast<std::int32_t>(k) ? up[c] : 0.0F;
}

void addRuns(const float* from, std::size_t fromStride, std::size_t count, std::size_t length, float* into,
             std::size_t intoStride) {
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < length; ++j) into[i * intoStride + j] += from[i * fromStride + j];
}

void xnorTile(const XnorTile& tile) {
    for (std::size_t i = 0; i < tile.rows; ++i)
        for (std::size_t j = 0; j < tile.cols; ++j) {
            const std::size_t first = j / panelColumns * tile.words * panelColumns + j % panelColumns;
            std::int32_t different = 0;
            for (std::size_t w = 0; w < tile.words; ++w) {
                const std::size_t at = first + w * panelColumns;
                const std::size_t place = tile.places != nullptr ? tile.places[w] : w;
                const std::uint32_t difference = tile.a[i * tile.aStride + place] ^ tile.b[at];
                different += std::popcount(tile.mask == nullptr ? difference : difference & tile.mask[at]);
            }
            const std::int32_t sum = tile.counts[j] - 2 * different;
            if (tile.floats != nullptr) tile.floats[i * tile.cStride + j] = static_cast<float>(sum);
            else tile.c[i * tile.cStride + j] = sum;
        }
}

void signTile(const SignTile& tile) {
    const std::size_t words = (tile.depth + 31) / 32;
    for (std::size_t i = 0; i < tile.rows; ++i)
        for (std::size_t j = 0; j < tile.cols; ++j) {
            const std::uint32_t* signs = tile.s + j / panelColumns * words * panelColumns + j % panelColumns;
            const auto term = [&](std::size_t k) {
                if (k >= tile.depth) return 0.0F;
                const float value = tile.a[i * tile.rowStride + (tile.places != nullptr ? tile.places[k] : k * tile.depthStride)];
                return (signs[k / 32 * panelColumns] >> (k % 32) & 1U) != 0 ? value : -value;
            };
            float& c = tile.c[i * tile.cStride + j];
            float sum = tile.accumulate ? c : 0.0F;
            for (std::size_t k = 0; k < tile.depth; k += 4)
                sum += (term(k) + term(k + 1)) + (term(k + 2) + term(k + 3));
            c = sum;
        }
}

void adamStep(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants) {
    for (std::size_t i = 0; i < n; ++i) {
        m[i] = constants.beta1 * m[i] + (1 - constants.beta1) * g[i];
        v[i] = constants.beta2 * v[i] + (1 - constants.beta2) * (g[i] * g[i]);
        const float denominator = std::sqrt(v[i]) * constants.rootCorrection + constants.epsilon;
        w[i] = clamped(w[i] - constants.learningRate * m[i] / denominator, constants.clip);
    }
}

void sgdStep(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants) {
    for (std::size_t i = 0; i < n; ++i) {
        u[i] = constants.momentum * u[i] + g[i];
        const float direction = constants.nesterov ? g[i] + constants.momentum * u[i] : u[i];
        w[i] = clamped(w[i] - constants.learningRate * direction, constants.clip);
    }
}

PairSums pairSums(const float* a, const float* b, std::size_t n) {
    double total[5] = {};
    for (std::size_t first = 0; first < n; first += 512) {
        float lanes[5][16] = {};
        for (std::size_t i = first; i < n && i < first + 512; ++i) {
            const std::size_t lane = i % 16;
            lanes[0][lane] += std::abs(a[i]);
            lanes[1][lane] += std::abs(b[i]);
            lanes[2][lane] += a[i] * a[i];
            lanes[3][lane] += b[i] * b[i];
            lanes[4][lane] += a[i] * b[i];
        }
        for (std::size_t k = 0; k < 5; ++k)
            for (const float value : lanes[k]) total[k] += static_cast<double>(value);
    }
    return {total[0], total[1], total[2], total[3], total[4]};
}

namespace {

/// sqrt(-2 log u) for u = (bits + 1/2) / 2^32.
float radius(std::uint32_t bits) {
    // 1. Read as a signed number, the bits are u for u < 1/2 and u - 1 above, each with the full precision of a float.
    const float signedPart = static_cast<float>(static_cast<std::int32_t>(bits)) * 0x1p-32F + 0x1p-33F;
    const float u = signedPart < 0 ? signedPart + 1.0F : signedPart;
    // 2. u = 2^exponent (1 + f) with 1 + f from sqrt(1/2) to sqrt(2).
    const auto number = std::bit_cast<std::int32_t>(u);
    const std::int32_t exponent = (number - box_muller::rootOfHalf) >> 23;
    const float f = exponent == 0 ? signedPart : std::bit_cast<float>(number - exponent * (1 << 23)) - 1.0F;
    // 3. -2 log u = -2 exponent log 2 - 2 log(1 + f)
    float sum = box_muller::logarithm[8];
    for (std::size_t i = 8; i-- > 0;) sum = sum * f + box_muller::logarithm[i];
    return std::sqrt(static_cast<float>(exponent) * box_muller::logarithmOfTwo + f * sum);
}

/// Two normal values. Of the bits of the angle 30 are a place within an eighth of the circle on either side of an axis;
/// the other two choose the axis.
std::array<float, 2> boxMuller(std::uint32_t radiusBits, std::uint32_t angleBits, float scale) {
    const float r = radius(radiusBits) * scale;
    const float x = static_cast<float>(static_cast<std::int32_t>(angleBits << 2 | 2U)) * box_muller::angleUnit, y = x * x;
    float sine = box_muller::sine[3], cosine = box_muller::cosine[3];
    for (std::size_t i = 3; i-- > 0;) {
        sine = sine * y + box_muller::sine[i];
        cosine = cosine * y + box_muller::cosine[i];
    }
    const float along = r * ((angleBits & 0x80000000U) != 0 ? -cosine : cosine), across = r * (x * sine);
    if ((angleBits & 0x40000000U) != 0) return {across, along};
    return {along, across};
}

} // namespace

void normalTiles(const Rng& rng, float scale, std::uint64_t tile, std::size_t count, float* x) {
    for (std::size_t t = 0; t < count; ++t, x += 64)
        for (std::size_t j = 0; j < 16; ++j) {
            const auto word = rng.block(16 * (tile + t) + j);
            for (std::size_t half = 0; half < 2; ++half) {
                const auto pair = boxMuller(word[2 * half], word[2 * half + 1], scale);
                x[32 * half + j] = pair[0];
                x[32 * half + 16 + j] = pair[1];
            }
        }
}

} // namespace orthant::kernels::plain
