// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/hash_recall.h"

#include "core/bits/products.h"
#include "core/geometry/theory.h"
#include "core/kernels/normals.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

constexpr std::size_t pointsPerChunk = 512, queriesPerChunk = 64;

double product(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

/// The first columns of a bit matrix.
BitMatrix firstColumns(const BitMatrix& all, std::size_t cols) {
    BitMatrix result(all.rows(), cols);
    for (std::size_t r = 0; r < all.rows(); ++r) {
        const auto to = result.row(r);
        std::copy_n(all.row(r).begin(), to.size(), to.begin());
        if (cols % 64 != 0) to.back() &= (std::uint64_t{1} << (cols % 64)) - 1; // padding bits are zero
    }
    return result;
}

} // namespace

SignCoder SignCoder::independent(std::size_t dimension, std::size_t bits, const Rng& rng) {
    SignCoder coder;
    coder.bits_ = bits;
    coder.planes_ = Tensor({bits, dimension});
    fillNormal(rng, 1, coder.planes_.values());
    return coder;
}

SignCoder SignCoder::rotations(std::size_t bits, std::vector<RandomRotation> rotations) {
    SignCoder coder;
    coder.bits_ = bits;
    coder.rotations_ = std::move(rotations);
    return coder;
}

BitMatrix SignCoder::code(ConstMatrixView x) const {
    Tensor y({x.rows, bits_});
    if (!planes_.empty()) floatProduct(x, Transpose::No, planes_.matrix(), Transpose::Yes, y.matrix());
    std::size_t at = 0;
    for (const RandomRotation& rotation : rotations_) {
        Tensor part({x.rows, rotation.outputs()});
        rotation.apply(x, part.matrix());
        const std::size_t count = std::min(rotation.outputs(), bits_ - at);
        for (std::size_t r = 0; r < x.rows; ++r)
            std::copy_n(part.row(r).begin(), count, y.row(r).begin() + static_cast<std::ptrdiff_t>(at));
        at += count;
    }
    return BitMatrix::fromSigns(y.matrix());
}

HashRecall::HashRecall(std::size_t points, std::size_t queries, std::size_t dimension, double angle, const Rng& rng)
    : points_(points), dimension_(dimension), rng_(rng), queries_({queries, dimension}) {
    const double c = std::cos(theory::radians(angle)), s = std::sin(theory::radians(angle));
    const Rng choice = rng.split(1), side = rng.split(2);
    for (std::size_t q = 0; q < queries; ++q) {
        own_.push_back(static_cast<std::size_t>(choice.below(q, points)));
        const Tensor own = chunk(own_.back(), own_.back() + 1);
        const std::span<const float> x = own.row(0);
        const std::span<float> query = queries_.row(q);
        fillNormal(side.split(q), 1, query);
        // A random direction across x, then the mixture at the angle.
        const double along = product(x, query) / product(x, x);
        for (std::size_t i = 0; i < dimension; ++i)
            query[i] -= static_cast<float>(along) * x[i];
        const double ratio = s * std::sqrt(product(x, x) / product(query, query));
        for (std::size_t i = 0; i < dimension; ++i)
            query[i] = static_cast<float>(c) * x[i] + static_cast<float>(ratio) * query[i];
    }
}

Tensor HashRecall::chunk(std::size_t begin, std::size_t end) const {
    Tensor x({end - begin, dimension_});
    for (std::size_t i = begin; i < end; ++i)
        fillNormal(rng_.split(3).split(i), 1, x.row(i - begin));
    return x;
}

bool HashRecall::overChunks(const Progress* progress,
                            const std::function<void(std::size_t, const Tensor&)>& work) const {
    for (std::size_t begin = 0; begin < points_; begin += pointsPerChunk) {
        if (progress && progress->cancelled()) return false;
        work(begin, chunk(begin, std::min(points_, begin + pointsPerChunk)));
    }
    return true;
}

bool HashRecall::encode(const SignCoder& coder, Codes& codes, const Progress* progress) const {
    codes.queries = coder.code(queries_.matrix());
    codes.points = BitMatrix(points_, codes.queries.cols());
    return overChunks(progress, [&](std::size_t begin, const Tensor& x) {
        const BitMatrix part = coder.code(x.matrix());
        std::ranges::copy(part.words(), codes.points.row(begin).begin());
    });
}

bool HashRecall::findNearest(const Progress* progress) {
    std::vector<double> best(own_.size(),
                             -INFINITY); // cosine times the length of the query, which is the same for all points
    nearest_.assign(own_.size(), 0);
    return overChunks(progress, [&](std::size_t begin, const Tensor& x) {
        Tensor dots({own_.size(), x.rows()});
        floatProduct(queries_.matrix(), Transpose::No, x.matrix(), Transpose::Yes, dots.matrix());
        std::vector<double> norms;
        for (std::size_t i = 0; i < x.rows(); ++i)
            norms.push_back(std::sqrt(product(x.row(i), x.row(i))));
        for (std::size_t q = 0; q < own_.size(); ++q)
            for (std::size_t i = 0; i < x.rows(); ++i)
                if (const double cosine = static_cast<double>(dots[q * x.rows() + i]) / norms[i]; cosine > best[q]) {
                    best[q] = cosine;
                    nearest_[q] = begin + i;
                }
    });
}

HashRecall::Hits HashRecall::search(const Codes& codes, std::size_t bits) const {
    const BitMatrix queries = firstColumns(codes.queries, bits);
    const BitPanels panels(firstColumns(codes.points, bits));
    std::vector<std::int32_t> dots(queriesPerChunk * points_);
    Hits hits;
    for (std::size_t begin = 0; begin < queries.rows(); begin += queriesPerChunk) {
        const std::size_t count = std::min(queriesPerChunk, queries.rows() - begin);
        BitMatrix part(count, bits);
        for (std::size_t r = 0; r < count; ++r)
            std::ranges::copy(queries.row(begin + r), part.row(r).begin());
        xnorProduct(part, panels, std::span(dots).first(count * points_));
        for (std::size_t r = 0; r < count; ++r) {
            const std::span<const std::int32_t> row(dots.data() + r * points_, points_);
            const std::int32_t own = row[nearest_[begin + r]]; // a larger product is a smaller distance
            double nearer = 0, equal = 0;
            for (const std::int32_t dot : row) {
                nearer += dot > own;
                equal += dot == own;
            }
            hits.first.add(std::clamp((1 - nearer) / equal, 0.0, 1.0));
            hits.firstTen.add(std::clamp((10 - nearer) / equal, 0.0, 1.0));
        }
    }
    return hits;
}

std::size_t HashRecall::ownNearest() const {
    std::size_t count = 0;
    for (std::size_t q = 0; q < own_.size(); ++q)
        count += own_[q] == nearest_[q];
    return count;
}

} // namespace orthant
