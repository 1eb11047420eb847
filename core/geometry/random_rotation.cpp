// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/random_rotation.h"

#include "core/base/parallel.h"
#include "core/kernels/normals.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

namespace orthant {

/// 1. A Gaussian matrix A = Q R with positive diagonal of R has a Haar-distributed Q.
/// 2. Householder's reflections of A's columns: the next column, reflected by those before, is Gaussian again and
///    independent of them. So reflections of fresh Gaussian vectors of lengths d, d - 1, ..., 2 do: Q = H_1 H_2 ...
///    H_(d-1) D.
/// 3. H_k maps x onto -sign(x_1) |x| e_1, and D has these signs, so that the diagonal of R becomes positive.
Tensor haarMatrix(std::size_t d, const Rng& rng, const Progress* progress) {
    std::vector<std::vector<float>> reflections(d); // normals v, scaled so that H = 1 - v v^T
    std::vector<float> signs(d);
    parallelBlocks(d, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            std::vector<float>& v = reflections[k];
            v.resize(d - k);
            fillNormal(rng.split(k), 1, v);
            const bool plus = v[0] >= 0;
            signs[k] = plus ? -1.0F : 1.0F;
            double squares = 0;
            for (const float x : v)
                squares += static_cast<double>(x) * static_cast<double>(x);
            const double norm = std::sqrt(squares), first = static_cast<double>(v[0]);
            v[0] = static_cast<float>(first + (plus ? norm : -norm));
            // |v|^2 = 2 norm (norm + |first|)
            const auto scale = static_cast<float>(1 / std::sqrt(norm * (norm + std::abs(first))));
            for (float& x : v)
                x *= scale;
        }
    });
    // Rows of the identity times all reflections, some rows side by side so that sums over the columns are vectors.
    constexpr std::size_t lanes = 16;
    Tensor q({d, d});
    parallelBlocks(d, lanes, [&](std::size_t begin, std::size_t end) {
        if (progress && progress->cancelled()) return;
        std::vector<std::array<float, lanes>> rows(d);
        for (std::size_t r = begin; r < end; ++r)
            rows[r][r - begin] = 1;
        for (std::size_t k = 0; k + 1 < d; ++k) { // the last one would only change a sign
            std::array<float, lanes> dot{};
            const std::vector<float>& v = reflections[k];
            for (std::size_t j = k; j < d; ++j)
                for (std::size_t l = 0; l < lanes; ++l)
                    dot[l] += rows[j][l] * v[j - k];
            for (std::size_t j = k; j < d; ++j)
                for (std::size_t l = 0; l < lanes; ++l)
                    rows[j][l] -= dot[l] * v[j - k];
        }
        for (std::size_t r = begin; r < end; ++r)
            for (std::size_t j = 0; j < d; ++j)
                q[r * d + j] = signs[j] * rows[j][r - begin];
    });
    return q;
}

RandomRotation RandomRotation::identity(std::size_t dimension) {
    RandomRotation result;
    result.inputs_ = result.outputs_ = dimension;
    return result;
}

RandomRotation RandomRotation::haar(std::size_t d, double blend, const Rng& rng, const Progress* progress) {
    RandomRotation result = identity(d);
    const Tensor q = haarMatrix(d, rng.split(1), progress);
    // Rows 2i and 2i + 1 of Q span plane i.
    Tensor turned({d, d});
    const std::size_t planes = d / 2;
    const double start = rng.split(2).uniform(0);
    for (std::size_t i = 0; i < planes; ++i) {
        const double angle =
            blend * std::numbers::pi * (static_cast<double>(i + 1) - start) / static_cast<double>(planes);
        const auto c = static_cast<float>(std::cos(angle)), s = static_cast<float>(std::sin(angle));
        for (std::size_t j = 0; j < d; ++j) {
            const float a = q[2 * i * d + j], b = q[(2 * i + 1) * d + j];
            turned[2 * i * d + j] = c * a - s * b;
            turned[(2 * i + 1) * d + j] = s * a + c * b;
        }
    }
    if (d % 2 == 1) std::ranges::copy(q.row(d - 1), turned.row(d - 1).begin());
    result.matrix_ = Tensor({d, d});
    floatProduct(q.matrix(), Transpose::Yes, turned.matrix(), Transpose::No, result.matrix_.matrix());
    return result;
}

RandomRotation RandomRotation::hadamard(std::size_t d, std::size_t rounds, double blend, const Rng& rng) {
    RandomRotation result = identity(d);
    result.outputs_ = std::bit_ceil(d);
    result.cosine_ = static_cast<float>(std::cos(blend * std::numbers::pi / 4));
    result.sine_ = static_cast<float>(std::sin(blend * std::numbers::pi / 4));
    for (std::size_t round = 0; round < rounds; ++round) {
        const Rng coins = rng.split(round);
        std::vector<float>& signs = result.signs_.emplace_back(result.outputs_);
        for (std::size_t i = 0; i < signs.size(); ++i)
            signs[i] = (coins.bits(i / 64) >> (i % 64) & 1U) != 0 ? 1.0F : -1.0F;
    }
    return result;
}

void RandomRotation::butterflies(float* row) const {
    for (std::size_t half = 1; half < outputs_; half *= 2)
        for (std::size_t block = 0; block < outputs_; block += 2 * half)
            for (std::size_t i = block; i < block + half; ++i) {
                const float a = row[i], b = row[i + half];
                row[i] = cosine_ * a - sine_ * b;
                row[i + half] = sine_ * a + cosine_ * b;
            }
}

void RandomRotation::apply(ConstMatrixView x, MatrixView y) const {
    if (!matrix_.empty()) return floatProduct(x, Transpose::No, matrix_.matrix(), Transpose::Yes, y);
    for (std::size_t r = 0; r < x.rows; ++r) {
        float* row = y.row(r);
        std::copy_n(x.row(r), inputs_, row);
        std::fill(row + inputs_, row + outputs_, 0.0F);
        for (const std::vector<float>& signs : signs_) {
            for (std::size_t i = 0; i < outputs_; ++i)
                row[i] *= signs[i];
            butterflies(row);
        }
    }
}

} // namespace orthant
