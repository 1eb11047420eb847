// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "core/base/progress.h"
#include "core/geometry/batch_statistics.h"
#include "core/geometry/pooled_theory.h"
#include "core/quantizers/quantizer.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace orthant {

/// What is multiplied with what.
struct ProductSetup {
    std::shared_ptr<const Covariance> inputs, filters;
    bool signs = false;        ///< the inputs are the signs of normal values
    bool equalLengths = false; ///< each filter is scaled to the length sqrt(d)
    bool permute = false; ///< all entries of the inputs of a block, less their mean, change places among each other
    Binarized what = Binarized::Weights;
    std::shared_ptr<const Quantizer> quantizer; ///< of the weights; inputs are binarized by their signs
};

/// Draws dot products x.w beside their quantized copies. Pairs come in square blocks, all products of some fresh inputs
/// with as many fresh filters: a matrix product. Blocks are independent of each other, pairs of a block are not, so
/// standard errors are those of blocks.
/// The result does not depend on the number of threads; memory does not grow with the number of pairs.
class ProductLab {
    /// Sums over a block: of pairs, of inputs (their number, angles to their copies, squares, squares of the copies,
    /// products of the two) and of filters.
    enum Field : std::size_t {
        Pairs,
        X,
        Y,
        XX,
        YY,
        XY,
        Flips,
        Rows,
        RowAngles,
        RowSquares,
        RowCopies,
        RowProducts,
        Filters,
        FilterAngles,
        FilterSquares,
        FilterCopies,
        FilterProducts,
        fields
    };
    using Statistics = BatchStatistics<fields>;
    using Values = Statistics::Values;

  public:
    /// @param side  inputs, and filters, of a block
    ProductLab(ProductSetup setup, std::size_t side, std::uint64_t seed);
    /// A side for this many pairs in all: some hundred blocks, so that standard errors are good, of a size that fits
    /// memory.
    static std::size_t sideFor(std::uint64_t pairs, std::size_t dimension);

    /// Draws `pairs` more. Only the last call may end within a block: ask for multiples of blockPairs() before.
    void advance(std::uint64_t pairs, Progress* progress);

    std::uint64_t blockPairs() const { return side_ * side_; }
    std::uint64_t pairs() const { return pairs_; }

    Estimate correlation() const; ///< Pearson's r of all pairs
    Estimate slope() const;       ///< of the line of regression of the copy on x.w
    double intercept() const;
    Estimate flips() const;       ///< share of pairs of unlike signs; a pair with a zero counts as one half
    Estimate gain() const;        ///< variance of x.w over that for independent entries of the same size
    Estimate filterAngle() const; ///< mean angle of a filter to its copy, degrees
    Estimate inputAngle() const;
    /// Of filters and their copies, taken together as one long vector, times the same of inputs: r when no direction is
    /// favoured.
    Estimate cosine() const;

    /// Where the pairs lie: x.w to the right, the copy upwards. The first block fixes the range.
    const DensityMap& map() const { return map_; }

  private:
    struct Scratch;

    /// The products of one block: its first `pairs`, row by row.
    Values measure(std::uint64_t block, std::uint64_t pairs, Scratch& scratch) const;
    void fitMap();
    void count(const Scratch& scratch, std::uint64_t pairs, std::vector<std::uint32_t>& counts) const;

    ProductSetup setup_;
    Rng rng_;
    std::size_t dimension_, side_;
    std::uint64_t pairs_ = 0;
    Statistics statistics_;
    DensityMap map_;
};

} // namespace orthant
