// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/product_lab.h"

#include "core/base/aligned_vector.h"
#include "core/base/parallel.h"
#include "core/geometry/theory.h"
#include "core/kernels/normals.h"
#include "core/kernels/pair_sums.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <mutex>
#include <numeric>

namespace orthant {

namespace {

constexpr double blocksWanted = 400;                             // for standard errors that are good to some per cent
constexpr std::size_t largestSide = 256;                         // beyond this the matrix product gains nothing
constexpr std::size_t valuesPerSide = std::size_t{1} << 21;      // of a matrix of inputs: 8 MiB
constexpr std::uint64_t valuesPerRound = std::uint64_t{1} << 23; // between two looks at the stop token
constexpr std::size_t cells = 96;

void takeSigns(std::span<const float> x, std::span<float> q) {
    std::ranges::transform(x, q.begin(), [](float v) { return v >= 0 ? 1.0F : -1.0F; });
}

} // namespace

struct ProductLab::Scratch {
    AlignedVector<float> x, w, quantizedX, quantizedW, moved, products, copies;
    std::vector<std::uint32_t> order;
};

ProductLab::ProductLab(ProductSetup setup, std::size_t side, std::uint64_t seed)
    : setup_(std::move(setup)), rng_(seed), dimension_(setup_.inputs->dimension()), side_(side) {
    fitMap();
}

std::size_t ProductLab::sideFor(std::uint64_t pairs, std::size_t dimension) {
    const auto wanted = static_cast<std::size_t>(std::sqrt(static_cast<double>(pairs) / blocksWanted));
    return std::clamp<std::size_t>(wanted, 1, std::clamp<std::size_t>(valuesPerSide / dimension, 1, largestSide));
}

ProductLab::Values ProductLab::measure(std::uint64_t block, std::uint64_t pairs, Scratch& s) const {
    const std::size_t d = dimension_, filters = side_, rows = static_cast<std::size_t>((pairs + filters - 1) / filters);
    s.x.resize(rows * d);
    s.w.resize(filters * d);
    const MatrixView x{s.x.data(), rows, d, d}, w{s.w.data(), filters, d, d};
    const Rng random = rng_.split(block);
    fillNormal(random.split(0), 1.0F, s.x);
    fillNormal(random.split(1), 1.0F, s.w);
    setup_.inputs->colour(x);
    setup_.filters->colour(w);
    if (setup_.signs) takeSigns(s.x, s.x);
    if (setup_.equalLengths)
        for (std::size_t r = 0; r < filters; ++r) {
            const double length = std::sqrt(kernels::pairSums(w.row(r), w.row(r), d).squareA / static_cast<double>(d));
            for (std::size_t i = 0; i < d; ++i)
                w.row(r)[i] = static_cast<float>(static_cast<double>(w.row(r)[i]) / length);
        }
    if (setup_.permute) {
        const auto mean =
            static_cast<float>(std::accumulate(s.x.begin(), s.x.end(), 0.0) / static_cast<double>(s.x.size()));
        s.order.resize(s.x.size());
        shuffle(random.split(2), s.order);
        s.moved.resize(s.x.size());
        for (std::size_t i = 0; i < s.x.size(); ++i)
            s.moved[i] = s.x[s.order[i]] - mean;
        std::swap(s.x, s.moved);
    }

    Values values{};
    values[Pairs] = static_cast<double>(pairs);
    ConstMatrixView left{s.x.data(), rows, d, d}, right{s.w.data(), filters, d, d};
    const ConstMatrixView realX = left, realW = right;
    if (setup_.what != Binarized::Inputs) {
        s.quantizedW.resize(s.w.size());
        setup_.quantizer->forward(w, {s.quantizedW.data(), filters, d, d});
        right.data = s.quantizedW.data();
    }
    if (setup_.what != Binarized::Weights) {
        s.quantizedX.resize(s.x.size());
        takeSigns(s.x, s.quantizedX);
        left.data = s.quantizedX.data();
    }
    const auto compare = [&](ConstMatrixView real, ConstMatrixView copy, Field first) {
        for (std::size_t r = 0; r < real.rows; ++r) {
            const auto sums = kernels::pairSums(real.row(r), copy.row(r), d);
            const double cosine = sums.product / std::sqrt(sums.squareA * sums.squareB);
            const double found[] = {1, theory::degrees(std::acos(std::clamp(cosine, -1.0, 1.0))), sums.squareA,
                                    sums.squareB, sums.product};
            for (std::size_t k = 0; k < std::size(found); ++k)
                values[first + k] += found[k];
        }
    };
    compare(realX, left, Rows);
    compare(realW, right, Filters);

    s.products.resize(rows * filters);
    s.copies.resize(rows * filters);
    floatProduct(realX, Transpose::No, realW, Transpose::Yes, {s.products.data(), rows, filters, filters});
    floatProduct(left, Transpose::No, right, Transpose::Yes, {s.copies.data(), rows, filters, filters});
    std::uint64_t halfFlips = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
        const float a = s.products[i], b = s.copies[i];
        const auto u = static_cast<double>(a), v = static_cast<double>(b);
        values[X] += u;
        values[Y] += v;
        values[XX] += u * u;
        values[YY] += v * v;
        values[XY] += u * v;
        halfFlips += a == 0 || b == 0 ? 1 : (a > 0) != (b > 0) ? 2 : 0;
    }
    values[Flips] = static_cast<double>(halfFlips) / 2;
    return values;
}

/// Both ranges are symmetric. Sums of signs are whole numbers that are all even or all odd: cells of an even width hold
/// equally many of them, others would draw stripes.
void ProductLab::fitMap() {
    Scratch scratch;
    Values sum{};
    bool whole = true;
    const std::uint64_t part = std::min<std::uint64_t>(blockPairs(), 1024);
    for (std::uint64_t block = 0; block * part < 16; ++block) {
        const auto values = measure(block, part, scratch);
        for (const Field field : {Pairs, XX, YY})
            sum[field] += values[field];
        whole = whole && std::ranges::all_of(scratch.copies, [](float v) { return v == std::trunc(v); });
    }
    const auto limit = [&](Field squares) {
        const double size = 4.5 * std::sqrt(sum[squares] / sum[Pairs]);
        return size > 0 ? size : 1;
    };
    map_.columns = map_.rows = cells;
    map_.signQuadrants = true;
    map_.counts.assign(cells * cells, 0);
    map_.xHigh = limit(XX);
    map_.yHigh = limit(YY);
    if (whole) map_.yHigh = cells * std::max(1.0, std::ceil(map_.yHigh / cells));
    map_.xLow = -map_.xHigh;
    map_.yLow = -map_.yHigh;
}

void ProductLab::count(const Scratch& scratch, std::uint64_t pairs, std::vector<std::uint32_t>& counts) const {
    const double perX = cells / (2 * map_.xHigh), perY = cells / (2 * map_.yHigh);
    const auto inside = [](double at) { return at >= 0 && at < static_cast<double>(cells); };
    for (std::size_t i = 0; i < pairs; ++i) {
        const double column = (static_cast<double>(scratch.products[i]) + map_.xHigh) * perX;
        const double row = (static_cast<double>(scratch.copies[i]) + map_.yHigh) * perY;
        if (inside(column) && inside(row))
            ++counts[static_cast<std::size_t>(row) * cells + static_cast<std::size_t>(column)];
    }
}

void ProductLab::advance(std::uint64_t pairs, Progress* progress) {
    assert(pairs_ % blockPairs() == 0);
    const std::uint64_t end = pairs_ + pairs;
    const auto perRound = std::clamp<std::uint64_t>(valuesPerRound / (2 * side_ * dimension_), 2, 64);
    std::mutex mutex;
    while (pairs_ < end && !(progress && progress->cancelled())) {
        const std::uint64_t first = pairs_ / blockPairs(), wanted = end - pairs_;
        const auto blocks = static_cast<std::size_t>(std::min((wanted + blockPairs() - 1) / blockPairs(), perRound));
        std::vector<Values> results(blocks);
        parallelBlocks(blocks, std::max<std::size_t>(1, blocks / 8), [&](std::size_t begin, std::size_t stop) {
            Scratch scratch;
            std::vector<std::uint32_t> counts(cells * cells);
            for (std::size_t b = begin; b < stop; ++b) {
                const std::uint64_t part = std::min(blockPairs(), wanted - b * blockPairs());
                results[b] = measure(first + b, part, scratch);
                count(scratch, part, counts);
            }
            const std::scoped_lock lock(mutex); // whole numbers: their order does not matter
            for (std::size_t i = 0; i < counts.size(); ++i)
                map_.counts[i] += counts[i];
        });
        for (const auto& values : results)
            statistics_.add(values);
        const std::uint64_t drawn = std::min(wanted, blocks * blockPairs());
        pairs_ += drawn;
        if (progress) progress->advance(drawn);
    }
    if (pairs_ > 0) {
        map_.slope = slope().value;
        map_.intercept = intercept();
    }
}

Estimate ProductLab::correlation() const {
    return statistics_.estimate([](const Values& v) {
        const double n = v[Pairs];
        return (v[XY] - v[X] * v[Y] / n) / std::sqrt((v[XX] - v[X] * v[X] / n) * (v[YY] - v[Y] * v[Y] / n));
    });
}

Estimate ProductLab::slope() const {
    return statistics_.estimate(
        [](const Values& v) { return (v[XY] - v[X] * v[Y] / v[Pairs]) / (v[XX] - v[X] * v[X] / v[Pairs]); });
}

double ProductLab::intercept() const {
    const Values& v = statistics_.sums();
    return (v[Y] - slope().value * v[X]) / v[Pairs];
}

Estimate ProductLab::flips() const {
    return statistics_.estimate([](const Values& v) { return v[Flips] / v[Pairs]; });
}

Estimate ProductLab::gain() const {
    const auto d = static_cast<double>(dimension_);
    return statistics_.estimate([d](const Values& v) {
        return d * (v[XX] / v[Pairs]) / (v[RowSquares] / v[Rows] * (v[FilterSquares] / v[Filters]));
    });
}

Estimate ProductLab::filterAngle() const {
    return statistics_.estimate([](const Values& v) { return v[FilterAngles] / v[Filters]; });
}

Estimate ProductLab::inputAngle() const {
    return statistics_.estimate([](const Values& v) { return v[RowAngles] / v[Rows]; });
}

Estimate ProductLab::cosine() const {
    return statistics_.estimate([](const Values& v) {
        return v[RowProducts] / std::sqrt(v[RowSquares] * v[RowCopies]) * v[FilterProducts] /
               std::sqrt(v[FilterSquares] * v[FilterCopies]);
    });
}

} // namespace orthant
