// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/shrink.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace orthant {

namespace {

constexpr float never = std::numeric_limits<float>::infinity();

/// body(sample, scratch) for all samples, in parallel where there is enough to do.
template <class Body>
void forEachSample(ConstMatrixView q, std::size_t channels, const Body& body) {
    const std::size_t grain = std::max<std::size_t>(1, 16384 / std::max<std::size_t>(1, q.cols * channels));
    parallelBlocks(q.rows / channels, grain, [&](std::size_t begin, std::size_t end) {
        std::vector<float> scratch;
        for (std::size_t s = begin; s < end; ++s) body(s, scratch);
    });
}

/// The magnitude from which an entry is one of the `passing` largest above the threshold.
float passingFrom(const float* magnitudes, std::size_t n, float threshold, std::size_t passing, std::vector<float>& above) {
    if (passing == 0) return never;
    above.clear();
    for (std::size_t i = 0; i < n; ++i)
        if (magnitudes[i] > threshold) above.push_back(magnitudes[i]);
    if (above.size() <= passing) return std::nextafter(threshold, never); // all that are above it
    const auto last = above.begin() + static_cast<std::ptrdiff_t>(passing - 1);
    std::ranges::nth_element(above, last, std::greater<>());
    return *last;
}

void norms(ConstMatrixView q, std::size_t first, std::size_t channels, std::vector<float>& out) {
    out.assign(q.cols, 0.0F);
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < q.cols; ++i) out[i] += q.row(first + c)[i] * q.row(first + c)[i];
    for (float& v : out) v = std::sqrt(v);
}

// Rows of one channel. Comparisons of floats keep these loops from becoming vectors, so they are made of signs of differences.

std::uint32_t bitsOf(float x) { return std::bit_cast<std::uint32_t>(x); }
float floatOf(std::uint32_t bits) { return std::bit_cast<float>(bits); }
/// All bits where x is below 0, else none.
std::uint32_t whereNegative(float x) { return 0U - (bitsOf(x) >> 31); }

void shrinkRow(const float* in, float* out, std::size_t n, float t, float from) {
    for (std::size_t i = 0; i < n; ++i) {
        const float x = in[i], less = x - t, more = x + t;
        const float shrunk = 0.5F * (less + std::abs(less)) + 0.5F * (more - std::abs(more)); // max(less, 0) + min(more, 0), exactly
        const std::uint32_t shrinks = whereNegative(std::abs(x) - from);
        out[i] = floatOf((bitsOf(shrunk) & shrinks) | (bitsOf(x) & ~shrinks));
    }
}

/// @return  the gradient of the threshold
double unshrinkRow(const float* in, const float* up, float* down, std::size_t n, float t, float from) {
    constexpr std::size_t width = 64;
    float lanes[width] = {}; // sums side by side
    for (std::size_t first = 0; first < n; first += width) {
        const std::size_t count = std::min(width, n - first);
        for (std::size_t j = 0; j < count; ++j) {
            const float x = in[first + j], size = std::abs(x);
            const std::uint32_t g = bitsOf(up[first + j]) & whereNegative(t - size);
            const std::uint32_t sign = bitsOf(x) & 0x80000000U;
            lanes[j] -= floatOf((g & whereNegative(size - from)) ^ sign);
            down[first + j] = floatOf(g);
        }
    }
    double sum = 0;
    for (const float lane : lanes) sum += static_cast<double>(lane);
    return sum;
}

} // namespace

void Shrinkage::forward(ConstMatrixView q, MatrixView z, float* passFrom) const {
    assert(q.rows % channels == 0);
    const float t = threshold;
    forEachSample(q, channels, [&](std::size_t s, std::vector<float>& magnitude) {
        std::vector<float> above;
        if (channels > 1) norms(q, s * channels, channels, magnitude);
        else if (passing > 0) {
            magnitude.resize(q.cols);
            for (std::size_t i = 0; i < q.cols; ++i) magnitude[i] = std::abs(q.row(s)[i]);
        }
        const float from = passingFrom(magnitude.data(), q.cols, t, passing, above);
        passFrom[s] = from;
        for (std::size_t c = 0; c < channels; ++c) {
            const float* in = q.row(s * channels + c);
            float* out = z.row(s * channels + c);
            if (channels == 1) shrinkRow(in, out, q.cols, t, from);
            else
                for (std::size_t i = 0; i < q.cols; ++i) {
                    const float a = magnitude[i];
                    out[i] = a > t ? (a >= from ? in[i] : in[i] * (1 - t / a)) : 0.0F;
                }
        }
    });
}

void Shrinkage::backward(ConstMatrixView q, const float* passFrom, ConstMatrixView dz, MatrixView dq, double* slopes) const {
    const float t = threshold;
    forEachSample(q, channels, [&](std::size_t s, std::vector<float>& magnitude) {
        const float from = passFrom[s];
        if (channels == 1) {
            slopes[s] = unshrinkRow(q.row(s), dz.row(s), dq.row(s), q.cols, t, from);
            return;
        }
        norms(q, s * channels, channels, magnitude);
        double sum = 0;
        for (std::size_t i = 0; i < q.cols; ++i) {
            const float a = magnitude[i];
            const bool on = a > t, shrinks = on && a < from;
            float along = 0; // of dz along q
            for (std::size_t c = 0; c < channels; ++c) along += q.row(s * channels + c)[i] * dz.row(s * channels + c)[i];
            if (shrinks) sum -= static_cast<double>(along / a);
            const float direct = shrinks ? 1 - t / a : on ? 1.0F : 0.0F, radial = shrinks ? t * along / (a * a * a) : 0.0F;
            for (std::size_t c = 0; c < channels; ++c)
                dq.row(s * channels + c)[i] = direct * dz.row(s * channels + c)[i] + radial * q.row(s * channels + c)[i];
        }
        slopes[s] = sum;
    });
}

} // namespace orthant
