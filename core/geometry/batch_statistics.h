// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace orthant {

struct Estimate {
    double value, error; ///< error: the standard error
};

/// Functions of means over independent batches, with standard errors by the delta method: what happens within a batch
/// may depend on each other in any way.
template <std::size_t N>
class BatchStatistics {
  public:
    using Values = std::array<double, N>;

    void add(const Values& batch) {
        ++batches_;
        for (std::size_t i = 0; i < N; ++i) {
            sums_[i] += batch[i];
            for (std::size_t j = 0; j <= i; ++j)
                products_[i][j] += batch[i] * batch[j];
        }
    }

    std::size_t batches() const { return batches_; }
    const Values& sums() const { return sums_; }

    /// @param f  function of Values that does not change when all of them are scaled
    template <class Function>
    Estimate estimate(const Function& f) const {
        const auto n = static_cast<double>(batches_);
        Values mean = sums_, slope{};
        for (double& value : mean)
            value /= n;
        const auto covariance = [&](std::size_t i, std::size_t j) {
            return products_[std::max(i, j)][std::min(i, j)] / n - mean[i] * mean[j];
        };
        for (std::size_t i = 0; i < N; ++i) {
            const double step = 1e-4 * std::sqrt(std::max(0.0, covariance(i, i)));
            if (!(step > 0)) continue;
            Values up = mean, down = mean;
            up[i] += step;
            down[i] -= step;
            slope[i] = (f(up) - f(down)) / (2 * step);
        }
        double variance = 0;
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j)
                variance += slope[i] * slope[j] * covariance(i, j);
        return {f(mean), batches_ < 2 ? std::nan("") : std::sqrt(std::max(0.0, variance) / (n - 1))};
    }

  private:
    std::size_t batches_ = 0;
    Values sums_{};
    std::array<Values, N> products_{};
};

} // namespace orthant
