// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/structure.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

namespace orthant {

namespace {

template <class Visit>
void forEachLink(const Mask& mask, const Visit& visit) {
    for (std::size_t i = 0; i < mask.rows(); ++i) {
        const auto words = mask.row(i);
        for (std::size_t w = 0; w < words.size(); ++w)
            for (std::uint64_t rest = words[w]; rest != 0; rest &= rest - 1)
                visit(i, w * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
    }
}

void join(std::span<std::uint64_t> to, std::span<const std::uint64_t> from) {
    for (std::size_t w = 0; w < to.size(); ++w)
        to[w] |= from[w];
}

/// The support of A^T A S from that of A^T and of S: first by measurements, then by unknowns.
Mask oneWider(const Mask& direct, const Mask& mask) {
    Mask byMeasurement(direct.cols(), mask.cols()), wider(mask.rows(), mask.cols());
    forEachLink(direct, [&](std::size_t i, std::size_t k) { join(byMeasurement.row(k), mask.row(i)); });
    forEachLink(direct, [&](std::size_t i, std::size_t k) { join(wider.row(i), byMeasurement.row(k)); });
    return wider;
}

/// Sets of a partition, each named by one of its members.
class Partition {
  public:
    explicit Partition(std::size_t count) : parent_(count) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t find(std::size_t i) {
        while (parent_[i] != i)
            i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void unite(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

  private:
    std::vector<std::size_t> parent_;
};

bool isIdentity(std::span<const std::uint32_t> order) {
    for (std::size_t i = 0; i < order.size(); ++i)
        if (order[i] != i) return false;
    return true;
}

} // namespace

Mask operatorMask(const LinearOperator& op, std::size_t reach) {
    const std::size_t m = op.measurements(), n = op.unknowns();
    Mask mask(n, m);
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < n; ++j)
            if (op.matrix[i * n + j] != 0) mask.set(j, i, true);
    const Mask direct = mask;
    for (std::size_t step = 0; step < reach && countOnes(mask) < n * m; ++step) {
        Mask wider = oneWider(direct, mask);
        if (wider == mask) break; // blocks are full: nothing more to reach
        mask = std::move(wider);
    }
    return mask;
}

Mask denseMask(std::size_t rows, std::size_t cols) {
    Mask mask(rows, cols);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < cols; ++j)
            mask.set(i, j, true);
    return mask;
}

BlockForm blockForm(const Mask& mask) {
    const std::size_t rows = mask.rows(), cols = mask.cols();
    Partition partition(rows + cols);
    std::vector<bool> linkedRow(rows, false), linkedCol(cols, false);
    forEachLink(mask, [&](std::size_t i, std::size_t j) {
        partition.unite(i, rows + j);
        linkedRow[i] = linkedCol[j] = true;
    });

    // Blocks in the order of their first rows.
    std::map<std::size_t, std::size_t> number;
    std::vector<std::vector<std::uint32_t>> blockRows, blockCols;
    BlockForm form;
    for (std::size_t i = 0; i < rows; ++i) {
        if (!linkedRow[i]) continue;
        const auto [found, isNew] = number.try_emplace(partition.find(i), blockRows.size());
        if (isNew) {
            blockRows.emplace_back();
            blockCols.emplace_back();
            form.blocks.emplace_back();
        }
        blockRows[found->second].push_back(static_cast<std::uint32_t>(i));
    }
    for (std::size_t j = 0; j < cols; ++j)
        if (linkedCol[j]) blockCols[number.at(partition.find(rows + j))].push_back(static_cast<std::uint32_t>(j));
    forEachLink(mask, [&](std::size_t i, std::size_t) { ++form.blocks[number.at(partition.find(i))].links; });
    for (std::size_t b = 0; b < form.blocks.size(); ++b) {
        BlockForm::Block& block = form.blocks[b];
        block.row = form.rowOrder.size();
        block.rows = blockRows[b].size();
        block.col = form.colOrder.size();
        block.cols = blockCols[b].size();
        form.rowOrder.insert(form.rowOrder.end(), blockRows[b].begin(), blockRows[b].end());
        form.colOrder.insert(form.colOrder.end(), blockCols[b].begin(), blockCols[b].end());
    }
    for (std::size_t i = 0; i < rows; ++i)
        if (!linkedRow[i]) form.rowOrder.push_back(static_cast<std::uint32_t>(i));
    for (std::size_t j = 0; j < cols; ++j)
        if (!linkedCol[j]) form.colOrder.push_back(static_cast<std::uint32_t>(j));
    form.inPlace = isIdentity(form.rowOrder) && isIdentity(form.colOrder);
    return form;
}

} // namespace orthant
