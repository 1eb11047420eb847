// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/matrices.h"

#include "core/base/error.h"
#include "core/kernels/normals.h"

#include <algorithm>
#include <cmath>
#include <numbers>
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

double spectralNorm(ConstMatrixView a) {
    if (a.rows == 0 || a.cols == 0) return 0;
    std::vector<double> v(a.cols), u(a.rows);
    const Rng rng(1, 0x6e6f726d);
    for (std::size_t j = 0; j < a.cols; ++j)
        v[j] = 0.5 + rng.uniform(j); // not at right angles to the largest one, but by a rare chance
    double norm = 0;
    for (int step = 0; step < 1000; ++step) {
        double length = 0;
        for (const double value : v)
            length += value * value;
        length = std::sqrt(length);
        if (length == 0) return 0;
        double squares = 0;
        for (std::size_t i = 0; i < a.rows; ++i) {
            const float* row = a.row(i);
            double sum = 0;
            for (std::size_t j = 0; j < a.cols; ++j)
                sum += static_cast<double>(row[j]) * v[j];
            u[i] = sum / length;
            squares += u[i] * u[i];
        }
        const double now = std::sqrt(squares); // |A v| for a unit v: from below, and rising
        if (step > 20 && now - norm <= 1e-7 * now) return now;
        norm = now;
        std::ranges::fill(v, 0.0);
        for (std::size_t i = 0; i < a.rows; ++i) {
            const float* row = a.row(i);
            for (std::size_t j = 0; j < a.cols; ++j)
                v[j] += u[i] * static_cast<double>(row[j]);
        }
    }
    return norm;
}

} // namespace orthant
