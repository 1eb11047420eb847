// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <vector>

namespace orthant {

/// What two sets of dot products of the same inputs and filters have in common, built up batch by batch.
/// Two correlations are known. pooled() takes all pairs as they are, as the plots of Anderson and Berg do. within() takes
/// the mean of each filter away first, as a batch normalization behind the layer does; theory speaks of this one.
class PairTally {
  public:
    explicit PairTally(std::size_t filters) : filters_(filters) {}

    /// @shape  x, y: n x filters
    void add(const Tensor& x, const Tensor& y);

    std::uint64_t pairs() const { return rows_ * filters_.size(); }
    double pooled() const;
    double within() const;
    /// Share of pairs that differ in sign; a pair with a zero counts as one half.
    double flips() const;
    /// Sum over the filters of the variance of y.
    double varianceOfY() const;
    /// Where the pairs lie, with the line of regression through them. The first batch fixes the range, with a margin.
    DensityMap map() const;

  private:
    struct Sums {
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    };
    struct Grid {
        double limit = 0, scale = 0; ///< cells for each unit
        void fit(const Tensor& values);
        /// Outside: `cells`.
        std::size_t cell(float value) const;
    };
    static constexpr std::size_t cells = 96;

    /// Covariances of all pairs (n is then one group) or within the filters.
    Sums centred(bool byFilter) const;

    std::vector<Sums> filters_;
    std::uint64_t rows_ = 0;
    double flips_ = 0;
    Grid gridX_, gridY_;
    std::vector<std::uint64_t> counts_;
};

} // namespace orthant
