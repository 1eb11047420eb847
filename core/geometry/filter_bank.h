// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/geometry/patch_statistics.h"
#include "core/geometry/sampling.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace orthant {

/// Filters of one kind, their signs, what is predicted of them and what is measured.
struct FilterBank {
    struct Sums {
        double plain = 0, product = 0, square = 0; ///< of (x.w)^2, x.w x.q, (x.q)^2

        Sums& operator+=(const Sums& other);
        double correlation() const; ///< NaN without any variance
    };
    /// Of one block of inputs.
    struct Products {
        Tensor binarized, plain; ///< n x filters
        std::vector<Sums> sums;  ///< of each filter
        double flips = 0;        ///< products that differ in sign, a zero counts one half
        double pairs = 0;
    };

    FilterBank(std::string id, std::string title, Tensor filters);

    /// @shape  x: n x d
    Products multiply(const Tensor& x) const;
    void merge(const Products& block);

    double measured() const;      ///< correlation pooled over the filters
    double standardError() const; ///< of it, from the spread between blocks
    double flipRate() const;

    std::string id, title;
    Tensor filters, signs;
    std::vector<FilterFacts> predicted;
    double law =
        std::numeric_limits<double>::quiet_NaN(); ///< predicted correlation pooled over all filters of this law
    std::vector<Sums> sums;

  private:
    Running blocks_;
    double flips_ = 0, pairs_ = 0;
};

/// Independent normal weights, or these less their mean.
Tensor randomFilters(std::size_t count, std::size_t dimension, bool zeroMean, const Rng& rng);

/// One filter out of side x side x channels numbers.
/// @errors  Error at /filter: another count, no numbers, zeros only
Tensor givenFilter(const std::string& text, std::size_t side, std::size_t channels);

} // namespace orthant
