// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reference/products.h"

#include "core/kernels/normals.h"
#include "core/kernels/target.h"

#include <cmath>

namespace reference {

using namespace orthant;

BitMatrix randomBits(std::size_t rows, std::size_t cols, std::uint64_t seed, double plus) {
    const Rng rng(seed);
    BitMatrix bits(rows, cols);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < cols; ++c)
            bits.set(r, c, rng.uniform(r * cols + c) < plus);
    return bits;
}

Tensor randomTensor(Shape shape, std::uint64_t seed) {
    Tensor x(std::move(shape));
    fillNormal(Rng(seed), 1.0F, x.values());
    return x;
}

Tensor randomIntegers(Shape shape, std::uint64_t seed) {
    Tensor x(std::move(shape));
    const Rng rng(seed);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(rng.below(i, 17)) - 8.0F;
    return x;
}

std::vector<std::int32_t> xnorProduct(const BitMatrix& a, const BitMatrix& b, const BitMatrix* mask) {
    std::vector<std::int32_t> c(a.rows() * b.rows(), 0);
    for (std::size_t i = 0; i < a.rows(); ++i)
        for (std::size_t j = 0; j < b.rows(); ++j)
            for (std::size_t k = 0; k < a.cols(); ++k)
                if (mask == nullptr || mask->get(j, k)) c[i * b.rows() + j] += a.get(i, k) == b.get(j, k) ? 1 : -1;
    return c;
}

std::vector<double> product(ConstMatrixView a, Transpose transposeA, ConstMatrixView b, Transpose transposeB) {
    const bool turnA = transposeA == Transpose::Yes, turnB = transposeB == Transpose::Yes;
    const std::size_t m = turnA ? a.cols : a.rows, depth = turnA ? a.rows : a.cols, n = turnB ? b.rows : b.cols;
    std::vector<double> c(m * n, 0.0);
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t k = 0; k < depth; ++k) {
            const double left = turnA ? a.row(k)[i] : a.row(i)[k];
            for (std::size_t j = 0; j < n; ++j)
                c[i * n + j] += left * (turnB ? b.row(j)[k] : b.row(k)[j]);
        }
    return c;
}

void onEveryTarget(const std::function<void(const std::string&)>& test) {
    const std::string before = kernels::activeTarget();
    for (const std::string& target : kernels::availableTargets()) {
        kernels::forceTarget(target);
        test(target);
    }
    kernels::forceTarget(before);
}

} // namespace reference
