// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/cholesky.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace orthant {

void SymmetricMatrix::factorize(double ridge) {
    double trace = 0;
    for (std::size_t i = 0; i < size_; ++i) trace += at(i, i);
    const double more = size_ > 0 ? ridge * trace / static_cast<double>(size_) : 0;
    for (std::size_t i = 0; i < size_; ++i) {
        double* row = &values_[i * size_];
        for (std::size_t j = 0; j <= i; ++j) {
            const double* other = &values_[j * size_];
            double sum = row[j] + (i == j ? more : 0);
            for (std::size_t k = 0; k < j; ++k) sum -= row[k] * other[k];
            if (j < i) row[j] = sum / other[j];
            else row[i] = std::sqrt(std::max(sum, std::numeric_limits<double>::min()));
        }
    }
}

void SymmetricMatrix::solve(std::span<double> x) const {
    assert(x.size() == size_);
    for (std::size_t i = 0; i < size_; ++i) {
        for (std::size_t k = 0; k < i; ++k) x[i] -= values_[i * size_ + k] * x[k];
        x[i] /= values_[i * size_ + i];
    }
    for (std::size_t i = size_; i-- > 0;) {
        x[i] /= values_[i * size_ + i];
        for (std::size_t k = 0; k < i; ++k) x[k] -= values_[i * size_ + k] * x[i];
    }
}

SymmetricMatrix gramOfRows(ConstMatrixView matrix, std::span<const std::size_t> rows) {
    SymmetricMatrix gram(rows.size());
    parallelBlocks(rows.size(), 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                const float* a = matrix.row(rows[i]);
                const float* b = matrix.row(rows[j]);
                double sum = 0;
                for (std::size_t c = 0; c < matrix.cols; ++c) sum += static_cast<double>(a[c]) * static_cast<double>(b[c]);
                gram.at(i, j) = gram.at(j, i) = sum;
            }
    });
    return gram;
}

} // namespace orthant
