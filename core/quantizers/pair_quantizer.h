// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"
#include "core/quantizers/rows.h"

#include <memory>
#include <optional>
#include <utility>

namespace orthant {

/// Moves a pair to a point of its schedule, where it has one: `void at(double progress)`.
template <class Pair>
void moveTo(Pair& pair, double progress) {
    if constexpr (requires { pair.at(progress); }) pair.at(progress);
}

/// What the schedule has made of it: `double scheduled() const`, where the pair has one.
template <class Pair>
std::optional<double> scheduledValue(const Pair& pair) {
    if constexpr (requires { pair.scheduled(); }) return pair.scheduled();
    else return std::nullopt;
}

/// Lifts two scalar functions to a quantizer: q = value(x), dx = slope(x) dq.
/// @tparam Pair  a value type with `static constexpr Signs signs` (Always or Shipped), `T value(T x) const` and
///               `T slope(T x) const` for float and double; when it has a schedule `void at(double progress)` and
///               `double scheduled() const`, which is what it moves
template <class Pair>
class PairQuantizer final : public Quantizer {
    static_assert(Pair::signs != Signs::Never, "what is shipped is the sign");

  public:
    explicit PairQuantizer(Pair pair) : pair_(std::move(pair)) {}

    void beginStep(const QuantizerContext& context, ConstMatrixView) override { moveTo(pair_, context.progress()); }
    void forward(ConstMatrixView x, MatrixView q) const override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            float* out = q.row(r);
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = pair_.value(in[c]);
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            mapGradient(dq.row(r), dx.row(r), x.cols, [&](std::size_t c, float g) { return pair_.slope(in[c]) * g; });
        });
    }
    Packed pack(ConstMatrixView x) const override {
        if constexpr (Pair::signs == Signs::Always) return packFinal(x);
        Packed packed = packedLike(x);
        packed.values.resize(x.rows * x.cols);
        forward(x, {packed.values.data(), x.rows, x.cols, x.cols});
        return packed;
    }
    Packed packFinal(ConstMatrixView x) const override { return packSigns(x); }
    Signs signs() const override { return Pair::signs; }

  private:
    Pair pair_;
};

/// The sign with a slope that is not its own.
/// @tparam Slope  callable T -> T for float and double; with `void at(double progress)` when it has a schedule
template <class Slope>
struct SignPair {
    static constexpr Signs signs = Signs::Always;
    Slope slopeOf;

    template <class T>
    T value(T x) const {
        return signOf(x);
    }
    template <class T>
    T slope(T x) const {
        return slopeOf(x);
    }
    void at(double progress) { moveTo(slopeOf, progress); }
    std::optional<double> scheduled() const { return scheduledValue(slopeOf); }
};

/// What the entry makes, and what a bench draws, from one function Params -> Pair.
template <class Build>
void makePairs(QuantizerEntry& entry, Build build) {
    using Pair = decltype(build(std::declval<const Params&>()));
    entry.make = [build](const Params& params) { return std::make_unique<PairQuantizer<Pair>>(build(params)); };
    entry.scalar = [build](const Params& params, double progress) {
        Pair pair = build(params);
        moveTo(pair, progress);
        return ScalarMaps{[pair](double x) { return pair.value(x); }, [pair](double x) { return pair.slope(x); }, scheduledValue(pair)};
    };
}

/// The same for signs, from a function Params -> Slope.
template <class Build>
void makeSigns(QuantizerEntry& entry, Build build) {
    makePairs(entry, [build](const Params& params) { return SignPair<decltype(build(params))>{build(params)}; });
}

} // namespace orthant
