// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/covariance.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/tensor/eigen.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <mutex>
#include <numeric>
#include <vector>

namespace orthant {

namespace {

/// Factors that make the mean of eigenvalue^exponent 1, as square roots.
std::vector<float> scales(std::span<const double> eigenvalues, double exponent) {
    const double largest = *std::ranges::max_element(eigenvalues);
    std::vector<double> powers(eigenvalues.size());
    std::ranges::transform(eigenvalues, powers.begin(),
                           [&](double v) { return std::pow(std::max(v / largest, 1e-6), exponent); });
    const double mean = std::accumulate(powers.begin(), powers.end(), 0.0) / static_cast<double>(powers.size());
    std::vector<float> roots(powers.size());
    std::ranges::transform(powers, roots.begin(), [&](double p) { return static_cast<float>(std::sqrt(p / mean)); });
    return roots;
}

void scaleColumns(MatrixView rows, std::span<const float> factors) {
    for (std::size_t r = 0; r < rows.rows; ++r)
        for (std::size_t i = 0; i < rows.cols; ++i)
            rows.row(r)[i] *= factors[i];
}

class FirstOrder final : public Covariance {
  public:
    FirstOrder(std::size_t dimension, double rho) : dimension_(dimension), rho_(rho) {}

    std::size_t dimension() const override { return dimension_; }
    void colour(MatrixView rows) const override {
        if (rho_ == 0) return;
        const auto rho = static_cast<float>(rho_), rest = static_cast<float>(std::sqrt(1 - rho_ * rho_));
        for (std::size_t r = 0; r < rows.rows; ++r) {
            float* x = rows.row(r);
            for (std::size_t i = 1; i < dimension_; ++i)
                x[i] = rho * x[i - 1] + rest * x[i];
        }
    }
    void row(std::size_t i, std::span<double> c) const override {
        double value = 1;
        for (std::size_t j = i; j < dimension_; ++j, value *= rho_)
            c[j] = value;
        value = rho_;
        for (std::size_t j = i; j-- > 0; value *= rho_)
            c[j] = value;
    }
    bool stationary() const override { return true; }
    std::shared_ptr<const Covariance> power(double exponent) const override {
        if (rho_ == 0) return firstOrder(dimension_, 0);
        if (dimension_ > largestDense)
            throw Error("expected at most " + std::to_string(largestDense) +
                            ": filters along the eigenvectors of such inputs need a matrix, found " +
                            std::to_string(dimension_),
                        "/dimension");
        std::vector<double> c(dimension_ * dimension_);
        for (std::size_t i = 0; i < dimension_; ++i)
            row(i, std::span(c).subspan(i * dimension_, dimension_));
        return dense(dimension_, c)->power(exponent);
    }

  private:
    std::size_t dimension_;
    double rho_;
};

class ZeroMean final : public Covariance {
  public:
    explicit ZeroMean(std::size_t dimension) : dimension_(dimension) {}

    std::size_t dimension() const override { return dimension_; }
    void colour(MatrixView rows) const override {
        const auto n = static_cast<double>(dimension_);
        const auto scale = static_cast<float>(std::sqrt(n / (n - 1)));
        for (std::size_t r = 0; r < rows.rows; ++r) {
            const std::span<float> x(rows.row(r), dimension_);
            const auto mean = static_cast<float>(std::accumulate(x.begin(), x.end(), 0.0) / n);
            for (float& value : x)
                value = scale * (value - mean);
        }
    }
    void row(std::size_t i, std::span<double> c) const override {
        std::ranges::fill(c, -1 / (static_cast<double>(dimension_) - 1));
        c[i] = 1;
    }
    bool stationary() const override { return true; }
    std::shared_ptr<const Covariance> power(double) const override { return zeroMean(dimension_); }

  private:
    std::size_t dimension_;
};

/// An orthogonal map of any dimension that spreads every coordinate over all others. Where the dimension is no power of
/// two the first round mostly stays within a half of the coordinates; after the permutation the second one does not.
class MixedBasis {
  public:
    MixedBasis(std::size_t dimension, const Rng& rng)
        : dimension_(dimension), length_(std::bit_floor(dimension)), order_(dimension) {
        for (std::size_t k = 0; k < signs_.size(); ++k) {
            signs_[k].resize(dimension);
            for (std::size_t i = 0; i < dimension; ++i)
                signs_[k][i] = (rng.split(k).bits(i / 64) >> (i % 64) & 1U) != 0 ? 1.0F : -1.0F;
        }
        shuffle(rng.split(signs_.size()), order_);
    }
    void apply(float* x) const {
        mix(x, 0);
        const std::vector<float> before(x, x + dimension_);
        for (std::size_t i = 0; i < dimension_; ++i)
            x[i] = before[order_[i]];
        mix(x, 2);
    }
    void applyTransposed(float* x) const {
        mixTransposed(x, 2);
        const std::vector<float> before(x, x + dimension_);
        for (std::size_t i = 0; i < dimension_; ++i)
            x[order_[i]] = before[i];
        mixTransposed(x, 0);
    }

  private:
    void flip(float* x, std::size_t k) const {
        for (std::size_t i = 0; i < dimension_; ++i)
            x[i] *= signs_[k][i];
    }
    /// One round. Signs also before the second half: without them it would undo parts of the first.
    void mix(float* x, std::size_t k) const {
        flip(x, k);
        hadamard(x);
        if (length_ == dimension_) return;
        flip(x, k + 1);
        hadamard(x + dimension_ - length_);
    }
    void mixTransposed(float* x, std::size_t k) const {
        if (length_ < dimension_) {
            hadamard(x + dimension_ - length_);
            flip(x, k + 1);
        }
        hadamard(x);
        flip(x, k);
    }
    void hadamard(float* x) const {
        for (std::size_t half = 1; half < length_; half *= 2)
            for (std::size_t block = 0; block < length_; block += 2 * half)
                for (std::size_t i = block; i < block + half; ++i) {
                    const float a = x[i], b = x[i + half];
                    x[i] = a + b;
                    x[i + half] = a - b;
                }
        const auto scale = static_cast<float>(1 / std::sqrt(static_cast<double>(length_)));
        for (std::size_t i = 0; i < length_; ++i)
            x[i] *= scale;
    }

    std::size_t dimension_, length_;
    std::array<std::vector<float>, 4> signs_;
    std::vector<std::uint32_t> order_;
};

class Mixed final : public Covariance {
  public:
    Mixed(std::shared_ptr<const MixedBasis> basis, std::vector<double> eigenvalues, double exponent)
        : basis_(std::move(basis)), eigenvalues_(std::move(eigenvalues)), roots_(scales(eigenvalues_, exponent)) {}

    std::size_t dimension() const override { return roots_.size(); }
    void colour(MatrixView rows) const override {
        scaleColumns(rows, roots_);
        for (std::size_t r = 0; r < rows.rows; ++r)
            basis_->apply(rows.row(r));
    }
    void row(std::size_t i, std::span<double> c) const override {
        std::vector<float> x(roots_.size());
        x[i] = 1;
        basis_->applyTransposed(x.data());
        for (std::size_t k = 0; k < x.size(); ++k)
            x[k] *= roots_[k] * roots_[k];
        basis_->apply(x.data());
        std::ranges::copy(x, c.begin());
    }
    std::shared_ptr<const Covariance> power(double exponent) const override {
        return std::make_shared<Mixed>(basis_, eigenvalues_, exponent);
    }

  private:
    std::shared_ptr<const MixedBasis> basis_;
    std::vector<double> eigenvalues_;
    std::vector<float> roots_;
};

class Dense final : public Covariance {
  public:
    Dense(std::size_t dimension, std::span<const double> c) : matrix_(c.begin(), c.end()) {
        double trace = 0;
        for (std::size_t i = 0; i < dimension; ++i)
            trace += c[i * dimension + i];
        if (!(trace > 0 && std::isfinite(trace)))
            throw Error("expected values that vary: their covariance is zero or not a number", "");
        for (double& value : matrix_)
            value *= static_cast<double>(dimension) / trace;
        Tensor rounded({dimension, dimension});
        std::ranges::transform(matrix_, rounded.values().begin(), [](double v) { return static_cast<float>(v); });
        eigen_ = std::make_shared<SymmetricEigen>(symmetricEigen(rounded.matrix()));
        roots_ = scales(eigenvalues(), 1);
    }
    Dense(std::shared_ptr<const SymmetricEigen> eigen, double exponent)
        : eigen_(std::move(eigen)), roots_(scales(eigenvalues(), exponent)) {}

    std::size_t dimension() const override { return roots_.size(); }
    void colour(MatrixView rows) const override {
        scaleColumns(rows, roots_);
        Tensor copy({rows.rows, rows.cols});
        for (std::size_t r = 0; r < rows.rows; ++r)
            std::copy_n(rows.row(r), rows.cols, copy.row(r).begin());
        floatProduct(copy.matrix(), Transpose::No, eigen_->vectors.matrix(), Transpose::Yes, rows);
    }
    void row(std::size_t i, std::span<double> c) const override {
        // On one thread: a thread that waited for tasks of its own here could be given one that asks for a row.
        std::call_once(once_, [this] {
            withThreads(1, [this] {
                if (matrix_.empty()) multiply();
            });
        });
        std::copy_n(matrix_.begin() + static_cast<std::ptrdiff_t>(i * dimension()), dimension(), c.begin());
    }
    std::shared_ptr<const Covariance> power(double exponent) const override {
        return std::make_shared<Dense>(eigen_, exponent);
    }

  private:
    std::vector<double> eigenvalues() const { return {eigen_->values.begin(), eigen_->values.end()}; }
    void multiply() const {
        Tensor left = eigen_->vectors, product({dimension(), dimension()});
        scaleColumns(left.matrix(), roots_);
        floatProduct(left.matrix(), Transpose::No, left.matrix(), Transpose::Yes, product.matrix());
        matrix_.assign(product.values().begin(), product.values().end());
    }

    mutable std::once_flag once_;
    mutable std::vector<double> matrix_; ///< of a power: empty until it is asked for, which drawing does not
    std::shared_ptr<const SymmetricEigen> eigen_;
    std::vector<float> roots_;
};

} // namespace

std::shared_ptr<const Covariance> Covariance::firstOrder(std::size_t dimension, double rho) {
    return std::make_shared<FirstOrder>(dimension, rho);
}

std::shared_ptr<const Covariance> Covariance::zeroMean(std::size_t dimension) {
    assert(dimension >= 2);
    return std::make_shared<ZeroMean>(dimension);
}

std::shared_ptr<const Covariance> Covariance::powerLaw(std::size_t dimension, double exponent, const Rng& rng) {
    std::vector<double> eigenvalues(dimension);
    for (std::size_t i = 0; i < dimension; ++i)
        eigenvalues[i] = std::pow(static_cast<double>(i + 1), -exponent);
    return std::make_shared<Mixed>(std::make_shared<MixedBasis>(dimension, rng), std::move(eigenvalues), 1);
}

std::shared_ptr<const Covariance> Covariance::dense(std::size_t dimension, std::span<const double> c) {
    assert(c.size() == dimension * dimension);
    return std::make_shared<Dense>(dimension, c);
}

std::shared_ptr<const Covariance> Covariance::patches(std::size_t side, double length, double channels) {
    const std::size_t pixels = side * side, d = 3 * pixels;
    std::vector<double> c(d * d);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < d; ++j) {
            const std::size_t p = i % pixels, q = j % pixels;
            const double across = static_cast<double>(p % side) - static_cast<double>(q % side);
            const double down = static_cast<double>(p / side) - static_cast<double>(q / side);
            c[i * d + j] = std::exp(-std::hypot(across, down) / length) * (i / pixels == j / pixels ? 1 : channels);
        }
    return dense(d, c);
}

} // namespace orthant
