// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

/// The steepening clipped line with levels -a and +a: clip(x / rho, -a, a).
struct Steepening {
    static constexpr Signs signs = Signs::Shipped;
    double steepness;
    double rho = 1; ///< inverse slope: 1 at the start, 0 at the end

    double scheduled() const { return rho; }
    void at(double progress) {
        const auto s = [&](double f) { return 1 / (1 + std::exp(steepness * (f - 0.5))); };
        rho = (s(progress) - s(1)) / (s(0) - s(1));
    }
    template <class T>
    [[gnu::always_inline]] T value(T x, T level = T{1}) const {
        if (!(rho > 0)) return signOf(x) * level;
        return std::clamp(x / static_cast<T>(rho), -level, level);
    }
    template <class T>
    T slope(T) const {
        return T{1};
    }
};

/// With a = mean |x| of each row, the least-squares level; constant in the backward map.
class RowLevels final : public Quantizer {
  public:
    explicit RowLevels(Steepening map) : map_(map) {}

    void beginStep(const QuantizerContext& context, ConstMatrixView) override { map_.at(context.progress()); }
    void forward(ConstMatrixView x, MatrixView q) const override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            float* out = q.row(r);
            const Steepening map = map_;
            const float a = level(x, r);
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = map.value(in[c], a);
        });
    }
    void backward(ConstMatrixView, ConstMatrixView dq, MatrixView dx) override {
        if (dx.data == dq.data) return;
        for (std::size_t r = 0; r < dq.rows; ++r) std::copy_n(dq.row(r), dq.cols, dx.row(r));
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.values.resize(x.rows * x.cols);
        forward(x, {packed.values.data(), x.rows, x.cols, x.cols});
        return packed;
    }
    Packed packFinal(ConstMatrixView x) const override {
        Packed packed = packSigns(x, std::vector<float>(x.rows));
        forEachRow(x, [&](std::size_t r) { packed.scales[0][r] = level(x, r); });
        return packed;
    }

  private:
    static float level(ConstMatrixView x, std::size_t r) { return static_cast<float>(meanMagnitude(x.row(r), x.cols)); }

    Steepening map_;
};

} // namespace

/// Piecewise-affine regularized quantization, one bit.
/// Forward:   clip(x / rho, -a, a), rho from 1 (identity inside) to 0 (hard) by a normalized falling sigmoid:
///            rho = (S(f) - S(1)) / (S(0) - S(1)), S(f) = 1 / (1 + exp(s (f - 1/2))), f = progress
/// Backward:  1
/// The authors refresh the level a every 10 steps; here it follows the row at every step.
/// @source  Jin et al. 2025, PARQ, arXiv:2503.15748, and its code
QuantizerEntry quantizer_entries::parq() {
    QuantizerEntry entry;
    entry.id = "parq";
    entry.title = "Steepening clipped line (PARQ)";
    entry.summary = "A clipped line that gets steeper until it is the sign; gradients pass unchanged.";
    entry.source = "Jin et al. 2025 (PARQ), arXiv:2503.15748, and the authors' code";
    entry.grade = "paper";
    entry.params = {
        realParam("steepness", "Steepness", 10.0, "How much of the change happens around the middle of the run.").range(0.1, 100).log(),
        choiceParam("levels", "Levels", "one", {"one", "row"},
                    "-1 and +1, or plus and minus the mean magnitude of each row, as the authors do."),
    };
    makePairs(entry, [](const Params& p) { return Steepening{p.real("steepness")}; });
    entry.make = [unit = entry.make](const Params& p) -> std::unique_ptr<Quantizer> {
        if (p.text("levels") == "row") return std::make_unique<RowLevels>(Steepening{p.real("steepness")});
        return unit(p);
    };
    return entry;
}

} // namespace orthant
