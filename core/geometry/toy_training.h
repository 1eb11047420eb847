// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/quantizers/legality.h"
#include "core/quantizers/quantizer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A convex loss with a teacher of signs: l(w) = |X w - y|^2 / (2 n), y = X t + noise, X with standard normal entries.
struct LeastSquares {
    std::size_t dimension = 0;
    std::vector<double> hessian; ///< X^T X / n, row by row
    std::vector<double> linear;  ///< X^T y / n
    double constant = 0;         ///< |y|^2 / (2 n)
    std::vector<double> teacher; ///< t

    double loss(std::span<const double> w) const;
    void gradient(std::span<const double> w, std::span<double> g) const;
};
LeastSquares drawLeastSquares(std::size_t dimension, std::size_t samples, double noise, const Rng& rng);

/// Where a step takes its gradient, and what it is added to.
enum class ToyRule {
    Connect,  ///< at F(w*), added to w*: ProxConnect and ProxConnect++
    Quant,    ///< at F(w*), added to F(w*): ProxQuant
    Reverse,  ///< at w*, added to F(w*): reverse ProxConnect
    Afterwards, ///< at w*, added to w*: floats, quantized when all is done
};
inline const std::vector<std::string> toyRules = {"connect", "quant", "reverse", "afterwards"};
ToyRule toyRuleOf(std::string_view name);

/// One run of plain gradient steps in double precision. Signs are counted with sign(0) = +1.
struct ToyRun {
    std::vector<double> latent;      ///< w*
    std::vector<double> used;        ///< F(w*) of the last step
    std::vector<double> direction;   ///< B(w*) times the gradient, of the last step
    std::uint64_t flips = 0;
    double flipMass = 0;             ///< 2 sum |w*| over the coordinates that flipped, as they are after the flip

    explicit ToyRun(std::vector<double> start);
    /// @param noise  added to each entry of the gradient; empty: nothing
    void advance(const LeastSquares& loss, const ScalarMaps& maps, ToyRule rule, double rate, std::span<const double> noise = {});
    std::vector<double> signs() const;
    std::size_t wrongSigns(const LeastSquares& loss) const;
};

/// The maps of a pair at each of so many steps; a run goes from progress 0 to 1.
/// @errors  Error at `where` when the quantizer does not act on each value by itself
std::vector<ScalarMaps> mapsOver(const Component& pair, std::size_t steps, const std::string& where);

/// The convex function phi = R + p^2 / 2 behind a proximal map P, R being the regularizer times its weight: phi' is the inverse
/// of P. Between the samples P is a line, so that phi is that of the interpolated P to rounding, and where P jumps phi is a
/// line, the bound below which R may not fall. Beyond the samples phi goes on with its last slope.
class ProximalPotential {
  public:
    /// Nothing when the pair is not legal.
    static std::optional<ProximalPotential> of(const SampledPair& pair);
    double map(double u) const;   ///< P(u)
    double value(double p) const; ///< phi(p)
    /// D(q) at p = P(u): phi(q) - phi(p) - (q - p) u, at least 0.
    double gap(double q, double u) const;

  private:
    std::vector<double> u_, p_, phi_;
};

} // namespace orthant
