// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/random_rotation.h"

#include "core/kernels/normals.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace orthant {

namespace {

/// Reflections H_first ... H_(first + count - 1), each 1 - v v^T; row k of `v` begins at coordinate `first`.
struct Reflections {
    std::size_t first = 0;
    Tensor v;
    std::vector<float> signs;
};

Reflections drawReflections(std::size_t d, std::size_t first, std::size_t count, const Rng& rng) {
    const std::size_t length = d - first;
    Reflections result{first, Tensor({count, length}), std::vector<float>(count)};
    for (std::size_t k = 0; k < count; ++k) {
        const std::span<float> v = result.v.row(k).subspan(k);
        fillNormal(rng.split(first + k), 1, v);
        const bool plus = v[0] >= 0;
        result.signs[k] = plus ? -1.0F : 1.0F;
        double squares = 0;
        for (const float x : v)
            squares += static_cast<double>(x) * static_cast<double>(x);
        const double norm = std::sqrt(squares), start = static_cast<double>(v[0]);
        v[0] = static_cast<float>(start + (plus ? norm : -norm));
        // |v|^2 = 2 norm (norm + |start|); H = 1 - v v^T wants |v|^2 = 2.
        const auto scale = static_cast<float>(1 / std::sqrt(norm * (norm + std::abs(start))));
        for (float& x : v)
            x *= scale;
        if (first + k + 1 == d)
            std::ranges::fill(v, 0.0F); // in one dimension there is nothing to reflect: a sign is left
    }
    return result;
}

/// T of H_1 ... H_b = 1 - V^T T V (Schreiber and Van Loan 1989): upper triangular,
///   T_kk = 1,  T_(0..k-1, k) = -T_(0..k-1, 0..k-1) V_(0..k-1) v_k
Tensor triangle(const Tensor& v) {
    const std::size_t b = v.rows();
    Tensor gram({b, b}), t({b, b});
    floatProduct(v.matrix(), Transpose::No, v.matrix(), Transpose::Yes, gram.matrix());
    for (std::size_t k = 0; k < b; ++k) {
        t[k * b + k] = 1;
        for (std::size_t i = 0; i < k; ++i) {
            double sum = 0;
            for (std::size_t j = i; j < k; ++j)
                sum += static_cast<double>(t[i * b + j]) * static_cast<double>(gram[j * b + k]);
            t[i * b + k] = static_cast<float>(-sum);
        }
    }
    return t;
}

} // namespace

/// 1. A Gaussian matrix A = Q R with positive diagonal of R has a Haar-distributed Q.
/// 2. Householder's reflections of A's columns: the next column, reflected by those before, is Gaussian again and
///    independent of them. So reflections of fresh Gaussian vectors of lengths d, d - 1, ..., 1 do: Q = H_1 H_2 ... H_d
///    D.
/// 3. H_k maps x onto -sign(x_1) |x| e_1, and D has these signs, so that the diagonal of R becomes positive.
/// 4. Blocks of reflections are products of matrices. The last block is applied first: what lies before its first
///    coordinate is still the identity.
Tensor haarMatrix(std::size_t d, const Rng& rng, const Progress* progress) {
    constexpr std::size_t perBlock = 48;
    Tensor q({d, d});
    for (std::size_t i = 0; i < d; ++i)
        q[i * d + i] = 1;
    for (std::size_t block = (d + perBlock - 1) / perBlock; block-- > 0;) {
        if (progress && progress->cancelled()) break;
        const std::size_t first = block * perBlock, count = std::min(perBlock, d - first), n = d - first;
        Reflections reflections = drawReflections(d, first, count, rng);
        for (std::size_t k = 0; k < count; ++k)
            q[(first + k) * d + first + k] = reflections.signs[k]; // D
        const MatrixView corner{q.data() + first * d + first, n, n, d};
        const Tensor t = triangle(reflections.v);
        Tensor through({count, n}), mixed({count, n});
        floatProduct(reflections.v.matrix(), Transpose::No, corner, Transpose::No, through.matrix());
        floatProduct(t.matrix(), Transpose::No, through.matrix(), Transpose::No, mixed.matrix());
        for (float& x : reflections.v.values())
            x = -x;
        floatProduct(reflections.v.matrix(), Transpose::Yes, mixed.matrix(), Transpose::No, corner, true);
    }
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
