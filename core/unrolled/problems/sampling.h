// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/base/rng.h"
#include "core/unrolled/problem.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace orthant {

/// Random numbers of one sample. Split it by use: support, values, noise.
Rng sampleRng(std::uint64_t seed, Part part, std::uint64_t number);

/// Independent uses of a sample's random numbers.
enum class Use : std::uint64_t { Support = 1, Values, Noise, Place, Form };
inline Rng forUse(const Rng& sample, Use use) { return sample.split(static_cast<std::uint64_t>(use)); }

/// "noiseless" and "snr", in the words of every problem.
ParamSpec noiselessParam(bool value);
ParamSpec snrParam(double value);
/// The SNR that they give in dB; nothing: no noise.
std::optional<double> snrOf(const Params& params);

/// Adds normal noise to a row y: its deviation is that of the values of y times 10^(-snr/20).
/// @source  the benchmark of Chen et al. 2018, LISTA-CP, arXiv:1808.10038, public code
void addNoise(const Rng& sample, std::optional<double> snr, std::span<float> y);

/// Products with one row: only the columns where x is not zero are touched, and of these only the part from the first
/// to the last nonzero. Unlike a product of matrices, a row gives the same bits whatever rows stand beside it.
class SparseProduct {
  public:
    explicit SparseProduct(ConstMatrixView a);
    /// y = A x. @shape  x: n, y: m
    void apply(std::span<const float> x, std::span<float> y) const;

  private:
    struct Column {
        std::size_t from = 0, to = 0; ///< rows
        std::size_t at = 0;           ///< in values_
    };
    std::vector<Column> columns_;
    std::vector<float> values_;
};

/// Indices with independent chances of `density`, in rising order, by the gaps between them: the cost is that of the
/// indices that are drawn.
void drawSupport(const Rng& rng, double density, std::size_t n, std::vector<std::uint32_t>& support);

/// What draw() does for each sample, in parallel over fixed groups of samples.
using DrawSample = std::function<void(Part part, const Rng& sample, std::uint64_t number, MatrixView x, MatrixView y)>;
std::function<void(Part, std::uint64_t, MatrixView, MatrixView)> drawEach(std::uint64_t seed, std::size_t channels,
                                                                          DrawSample drawOne);

} // namespace orthant
