// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/link_weights.h"

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace orthant {

/// Which weights share a scale: those of all layers, of one layer, of one output row.
enum class Scope { Network, Layer, Channel };

ParamSpec scopeParam(const char* value);
Scope scopeOf(const Params& params);

/// 32 bits for each scale, as a term of a formula. @param each  scales in each group (2 for TTQ)
BitTerm scaleTerm(const Params& params, const LinkCount& count, std::size_t each = 1);
/// The mask as a file states it; nothing where every link is allowed.
void addMaskTerm(std::vector<BitTerm>& terms, const LinkCount& count);

/// What schemes with scales have in common: which links there are and which of them share a scale.
class MaskedLinks : public LinkWeights {
  public:
    explicit MaskedLinks(Scope scope) : scope_(scope) {}

    void start(std::span<const Parameter> latent, const Mask& mask) override;
    bool quantized() const override { return true; }

  protected:
    std::size_t groups() const;
    std::size_t groupOf(std::size_t matrix, std::size_t row) const;
    void setScope(Scope scope) { scope_ = scope; }

    /// 1 for each link that there is, else 0; null where all are.
    const float* allowed(std::size_t matrix, std::size_t row) const;
    /// From now on each matrix has links of its own.
    /// @shape  one for each matrix, of its shape, values 0 and 1
    void setAllowed(std::vector<Tensor> allowed) { allowed_ = std::move(allowed); }
    std::vector<Tensor>& allowedTensors() { return allowed_; }

    /// body(matrix, row) for all rows of matrices first .. last - 1, in parallel.
    void forEachRow(std::size_t first, std::size_t last, const std::function<void(std::size_t, std::size_t)>& body) const;
    /// Sums over the rows of each group, added in their order; body is called in parallel. Other matrices add nothing.
    template <std::size_t N>
    std::vector<std::array<double, N>>
    groupSums(std::size_t first, std::size_t last, const std::function<std::array<double, N>(std::size_t, std::size_t)>& body) const {
        std::vector<std::array<double, N>> rows(matrices_ * rows_), sums(groups(), std::array<double, N>{});
        forEachRow(first, last, [&](std::size_t k, std::size_t r) { rows[k * rows_ + r] = body(k, r); });
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t n = 0; n < N; ++n) sums[groupOf(i / rows_, i % rows_)][n] += rows[i][n];
        return sums;
    }
    /// The matrices that statistics of first .. last - 1 are about: all where they share a group.
    std::pair<std::size_t, std::size_t> statistics(std::size_t first, std::size_t last) const {
        return scope_ == Scope::Network ? std::pair(std::size_t{0}, matrices_) : std::pair(first, last);
    }
    /// visit(group) for each group of matrices first .. last - 1, one time.
    template <class Visit>
    void forEachGroup(std::size_t first, std::size_t last, const Visit& visit) const {
        if (first == last) return;
        for (std::size_t g = groupOf(first, 0), end = groupOf(last - 1, rows_ - 1) + 1; g < end; ++g) visit(g);
    }
    bool oneGroup() const { return scope_ == Scope::Network; }
    /// Mean magnitude over the links of each group, and their number; of other groups 0.
    struct Magnitude {
        double mean = 0, links = 0;
    };
    std::vector<Magnitude> magnitudes(std::span<const Parameter> latent, std::size_t first, std::size_t last) const;

    /// The values of the groups that matrix k uses: one, or one for each row.
    std::vector<float> valuesFor(std::size_t matrix, std::span<const float> groupValues) const;
    /// Signs of a matrix as one plane with the scales of its groups, and zeros where there is no link.
    Packed packLinks(const Tensor& latent, std::size_t matrix, std::span<const float> groupValues) const;

    /// gradient = 0 where there is no link.
    void clearForbidden(std::span<Parameter> latent, std::size_t first, std::size_t last) const;

    std::size_t matrices_ = 0, rows_ = 0, cols_ = 0;

  private:
    Scope scope_;
    std::vector<Tensor> allowed_; ///< empty: every link; one for all matrices, or one for each
};

} // namespace orthant
