// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/toy_training.h"

#include "core/quantizers/rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace orthant {

double LeastSquares::loss(std::span<const double> w) const {
    double sum = constant;
    for (std::size_t i = 0; i < dimension; ++i) {
        double row = 0;
        for (std::size_t k = 0; k < dimension; ++k) row += hessian[i * dimension + k] * w[k];
        sum += w[i] * (row / 2 - linear[i]);
    }
    return sum;
}

void LeastSquares::gradient(std::span<const double> w, std::span<double> g) const {
    for (std::size_t i = 0; i < dimension; ++i) {
        g[i] = -linear[i];
        for (std::size_t k = 0; k < dimension; ++k) g[i] += hessian[i * dimension + k] * w[k];
    }
}

LeastSquares drawLeastSquares(std::size_t dimension, std::size_t samples, double noise, const Rng& rng) {
    enum Stream : std::uint64_t { Teacher, Inputs, Noise };
    LeastSquares result;
    result.dimension = dimension;
    const Rng signs = rng.split(Teacher), inputs = rng.split(Inputs), errors = rng.split(Noise);
    for (std::size_t i = 0; i < dimension; ++i) result.teacher.push_back(signs.uniform(i) < 0.5 ? -1 : 1);
    result.hessian.assign(dimension * dimension, 0);
    result.linear.assign(dimension, 0);
    std::vector<double> x(dimension);
    const double share = 1 / static_cast<double>(samples);
    for (std::size_t s = 0; s < samples; ++s) {
        double y = noise * errors.normal(s);
        for (std::size_t i = 0; i < dimension; ++i) {
            x[i] = inputs.normal(s * dimension + i);
            y += x[i] * result.teacher[i];
        }
        for (std::size_t i = 0; i < dimension; ++i) {
            for (std::size_t k = 0; k < dimension; ++k) result.hessian[i * dimension + k] += share * x[i] * x[k];
            result.linear[i] += share * x[i] * y;
        }
        result.constant += share * y * y / 2;
    }
    return result;
}

ToyRule toyRuleOf(std::string_view name) {
    const auto found = std::ranges::find(toyRules, name);
    assert(found != toyRules.end());
    return static_cast<ToyRule>(found - toyRules.begin());
}

ToyRun::ToyRun(std::vector<double> start) : latent(std::move(start)), used(latent.size()), direction(latent.size()) {}

void ToyRun::advance(const LeastSquares& loss, const ScalarMaps& maps, ToyRule rule, double rate, std::span<const double> noise) {
    for (std::size_t i = 0; i < latent.size(); ++i) used[i] = maps.forward(latent[i]);
    const bool atUsed = rule == ToyRule::Connect || rule == ToyRule::Quant;
    const bool toUsed = rule == ToyRule::Quant || rule == ToyRule::Reverse;
    loss.gradient(atUsed ? used : latent, direction);
    for (std::size_t i = 0; i < latent.size(); ++i) {
        if (!noise.empty()) direction[i] += noise[i];
        if (rule != ToyRule::Afterwards) direction[i] *= maps.backward(latent[i]);
        const double before = latent[i];
        latent[i] = (toUsed ? used[i] : latent[i]) - rate * direction[i];
        if ((latent[i] >= 0) == (before >= 0)) continue;
        ++flips;
        flipMass += 2 * std::abs(latent[i]);
    }
}

std::vector<double> ToyRun::signs() const {
    std::vector<double> result;
    for (const double w : latent) result.push_back(signOf(w));
    return result;
}

std::size_t ToyRun::wrongSigns(const LeastSquares& loss) const {
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < latent.size(); ++i) wrong += signOf(latent[i]) != loss.teacher[i];
    return wrong;
}

std::vector<ScalarMaps> mapsOver(const Component& pair, std::size_t steps, const std::string& where) {
    std::vector<ScalarMaps> maps;
    for (std::size_t t = 0; t < steps; ++t)
        maps.push_back(scalarMaps(pair, steps < 2 ? 1 : static_cast<double>(t) / static_cast<double>(steps - 1), where));
    return maps;
}

std::optional<ProximalPotential> ProximalPotential::of(const SampledPair& pair) {
    auto parts = decompose(pair);
    if (!parts) return std::nullopt;
    ProximalPotential result;
    result.u_ = pair.w;
    result.p_ = std::move(parts->proximal);
    result.phi_.assign(pair.w.size(), 0);
    for (std::size_t i = 0; i + 1 < pair.w.size(); ++i)
        result.phi_[i + 1] = result.phi_[i] + (pair.w[i] + pair.w[i + 1]) / 2 * (result.p_[i + 1] - result.p_[i]);
    return result;
}

double ProximalPotential::map(double u) const {
    const auto above = std::ranges::upper_bound(u_, u);
    if (above == u_.begin()) return p_.front();
    if (above == u_.end()) return p_.back();
    const auto i = static_cast<std::size_t>(above - u_.begin()) - 1;
    return p_[i] + (p_[i + 1] - p_[i]) * (u - u_[i]) / (u_[i + 1] - u_[i]);
}

double ProximalPotential::value(double p) const {
    if (p <= p_.front()) return phi_.front() + (p - p_.front()) * u_.front();
    if (p >= p_.back()) return phi_.back() + (p - p_.back()) * u_.back();
    const auto i = static_cast<std::size_t>(std::ranges::upper_bound(p_, p) - p_.begin()) - 1;
    const double slope = u_[i] + (u_[i + 1] - u_[i]) * (p - p_[i]) / (p_[i + 1] - p_[i]);
    return phi_[i] + (p - p_[i]) * (u_[i] + slope) / 2;
}

double ProximalPotential::gap(double q, double u) const {
    const double p = map(u);
    return value(q) - value(p) - (q - p) * u;
}

} // namespace orthant
