// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/matrices.h"

#include "core/base/error.h"
#include "core/kernels/normals.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace orthant {

void checkSides(std::size_t rows, std::size_t cols, const std::string& where) {
    if (rows == 0 || cols == 0 || rows > largestSide || cols > largestSide)
        throw Error("found an operator of " + std::to_string(rows) + " x " + std::to_string(cols) + ", expected 1 to " +
                        std::to_string(largestSide) + " measurements and unknowns",
                    where);
}

void fillRandomMatrix(const Rng& rng, const std::string& entries, MatrixView a) {
    if (entries == "signs") {
        const float size = 1.0F / std::sqrt(static_cast<float>(a.rows));
        for (std::size_t i = 0; i < a.rows; ++i)
            for (std::size_t j = 0; j < a.cols; ++j)
                a.row(i)[j] = rng.bits(i * a.cols + j) % 2 == 1 ? size : -size;
        return;
    }
    for (std::size_t i = 0; i < a.rows; ++i)
        fillNormal(rng, 1.0F, {a.row(i), a.cols}, i * a.cols);
    normalizeColumns(a);
}

void normalizeColumns(MatrixView a) {
    std::vector<double> squares(a.cols, 0);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.cols; ++j)
            squares[j] += static_cast<double>(a.row(i)[j]) * static_cast<double>(a.row(i)[j]);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.cols; ++j)
            if (squares[j] > 0)
                a.row(i)[j] = static_cast<float>(static_cast<double>(a.row(i)[j]) / std::sqrt(squares[j]));
}

Tensor dctMatrix(std::size_t n) {
    Tensor c({n, n});
    for (std::size_t k = 0; k < n; ++k) {
        const double scale = std::sqrt((k == 0 ? 1.0 : 2.0) / static_cast<double>(n));
        for (std::size_t i = 0; i < n; ++i)
            // The argument modulo one turn in whole numbers: exact zeros stay near 0 for large n.
            c[k * n + i] =
                static_cast<float>(scale * std::cos(std::numbers::pi * static_cast<double>((2 * i + 1) * k % (4 * n)) /
                                                    static_cast<double>(2 * n)));
    }
    return c;
}

Tensor kroneckerProduct(const Tensor& a, const Tensor& b) {
    const std::size_t rows = b.rows(), cols = b.cols(), width = a.cols() * cols;
    Tensor product({a.rows() * rows, width});
    for (std::size_t i = 0; i < a.rows(); ++i)
        for (std::size_t j = 0; j < a.cols(); ++j)
            for (std::size_t p = 0; p < rows; ++p)
                for (std::size_t q = 0; q < cols; ++q)
                    product[(i * rows + p) * width + j * cols + q] = a[i * a.cols() + j] * b[p * cols + q];
    return product;
}

Tensor blockDiagonal(std::size_t blocks, const Tensor& a) {
    Tensor result({blocks * a.rows(), blocks * a.cols()});
    for (std::size_t b = 0; b < blocks; ++b)
        for (std::size_t i = 0; i < a.rows(); ++i)
            std::ranges::copy(a.row(i),
                              result.row(b * a.rows() + i).begin() + static_cast<std::ptrdiff_t>(b * a.cols()));
    return result;
}

Tensor dctMatrix2d(std::size_t height, std::size_t width) {
    return kroneckerProduct(dctMatrix(height), dctMatrix(width));
}

namespace {

/// y = A x. @return  |y|
double multiplied(ConstMatrixView a, std::span<const double> x, std::span<double> y) {
    double squares = 0;
    for (std::size_t i = 0; i < a.rows; ++i) {
        const float* row = a.row(i);
        double sum = 0;
        for (std::size_t j = 0; j < a.cols; ++j)
            sum += static_cast<double>(row[j]) * x[j];
        y[i] = sum;
        squares += y[i] * y[i];
    }
    return std::sqrt(squares);
}

/// The largest eigenvalue of a symmetric tridiagonal matrix, by counting the eigenvalues above a number (Sturm).
double largestOfTridiagonal(std::span<const double> diagonal, std::span<const double> beside) {
    double low = 0, high = 0;
    for (std::size_t i = 0; i < diagonal.size(); ++i) {
        low = std::max(low, diagonal[i]);
        high = std::max(high, diagonal[i] + (i > 0 ? std::abs(beside[i - 1]) : 0) +
                                  (i + 1 < diagonal.size() ? std::abs(beside[i]) : 0));
    }
    for (int halving = 0; halving < 60; ++halving) {
        const double middle = (low + high) / 2;
        bool above = false; // an eigenvalue above the middle: a pivot of T - middle is positive
        double pivot = -1;
        for (std::size_t i = 0; i < diagonal.size() && !above; ++i) {
            pivot = diagonal[i] - middle - (i > 0 ? beside[i - 1] * beside[i - 1] / pivot : 0);
            above = pivot >= 0;
        }
        (above ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

double spectralNorm(ConstMatrixView a) {
    if (a.rows == 0 || a.cols == 0) return 0;
    // Lanczos on A^T A: after k products the estimate is the best that k steps of power iteration could have combined
    // to. Without a second orthogonalization large values come several times, which does the largest no harm.
    std::vector<double> v(a.cols), before(a.cols, 0.0), next(a.cols), u(a.rows), diagonal, beside;
    const Rng rng(1, 0x6e6f726d);
    double length = 0;
    for (std::size_t j = 0; j < a.cols; ++j) {
        v[j] = 0.5 + rng.uniform(j); // not at right angles to the largest one, but by a rare chance
        length += v[j] * v[j];
    }
    length = std::sqrt(length);
    for (double& value : v)
        value /= length;
    double estimate = 0, beta = 0;
    for (std::size_t step = 0; step < 300; ++step) {
        const double norm = multiplied(a, v, u);
        diagonal.push_back(norm * norm);
        const double now = std::sqrt(largestOfTridiagonal(diagonal, beside));
        const bool settled = step > 8 && now - estimate <= 1e-8 * now;
        estimate = now;
        if (settled || diagonal.size() == a.cols) break;
        for (std::size_t j = 0; j < a.cols; ++j)
            next[j] = -norm * norm * v[j] - beta * before[j];
        for (std::size_t i = 0; i < a.rows; ++i) {
            const float* row = a.row(i);
            for (std::size_t j = 0; j < a.cols; ++j)
                next[j] += u[i] * static_cast<double>(row[j]);
        }
        double squares = 0;
        for (const double value : next)
            squares += value * value;
        beta = std::sqrt(squares);
        if (beta <= 1e-12 * now * now) break; // all that the start can reach is reached
        beside.push_back(beta);
        before.swap(v);
        for (std::size_t j = 0; j < a.cols; ++j)
            v[j] = next[j] / beta;
    }
    return estimate;
}

} // namespace orthant
