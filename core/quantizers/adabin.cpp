// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ede.h"
#include "core/quantizers/row_loops.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace orthant {
namespace {

class AdaBin final : public Quantizer {
  public:
    AdaBin(ErrorDecay decay, bool deviation) : decay_(decay), deviation_(deviation) {}

    void beginStep(const QuantizerContext& context, ConstMatrixView) override { decay_.at(context.progress()); }

    /// With b = sign(y), y = (x - m) / a, q = a b + m, B the slope at y and D = dq:
    ///   dm = sum D - sum D B (m enters y),  da = sum D b - sum D B y
    ///   dx_i = D_i B_i + dm / n + da (da/dx_i)
    ///   da/dx_i = y_i / n for the deviation, (b_i - mean b) / n for the mean absolute deviation
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const Levels level = levelsOf(x, r);
            const std::size_t cols = x.cols;
            const double n = static_cast<double>(cols), inverse = level.scale > 0 ? 1 / level.scale : 0;
            const float *in = x.row(r), *up = dq.row(r), from = level.from();
            const ErrorDecay decay = decay_;
            std::vector<float> y(cols), b(cols), through(cols); // y, b and D B
            for (std::size_t c = 0; c < cols; ++c) y[c] = static_cast<float>((static_cast<double>(in[c]) - level.mean) * inverse);
            for (std::size_t c = 0; c < cols; ++c) b[c] = in[c] >= from ? 1.0F : -1.0F;
            for (std::size_t c = 0; c < cols; ++c) through[c] = up[c] * decay.slope(y[c]);
            const auto mean = [&](const auto& term) { return static_cast<float>(sumOf(cols, term) / n); };
            const float shift = mean([&](std::size_t c) { return up[c] - through[c]; });
            const float stretch = mean([&](std::size_t c) { return up[c] * b[c] - through[c] * y[c]; });
            const float balance = deviation_ ? 0 : mean([&](std::size_t c) { return b[c]; });
            const float* along = deviation_ ? y.data() : b.data(); // n da/dx_i, but for the balance
            for (std::size_t c = 0; c < cols; ++c) through[c] += shift + stretch * (along[c] - balance);
            std::ranges::copy(through, dx.row(r)); // which may be dq
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.emplace_back(x.rows);
        packed.offsets.resize(x.rows);
        forEachRow(x, [&](std::size_t r) {
            const Levels level = levelsOf(x, r);
            packed.scales[0][r] = static_cast<float>(level.scale);
            packed.offsets[r] = static_cast<float>(level.mean);
            packRow(x.cols, packed.planes[0].row(r),
                    [row = x.row(r), from = level.from()](std::size_t c) { return row[c] >= from ? 1.0F : -1.0F; });
        });
        return packed;
    }

  private:
    struct Levels {
        double mean, scale;

        /// The smallest float that is not below the mean: the sign is + from there.
        float from() const {
            const auto near = static_cast<float>(mean);
            return static_cast<double>(near) >= mean ? near : std::nextafter(near, std::numeric_limits<float>::infinity());
        }
    };

    Levels levelsOf(ConstMatrixView x, std::size_t r) const {
        const float* row = x.row(r);
        const double n = static_cast<double>(std::max<std::size_t>(1, x.cols));
        const double mean = sumOf(x.cols, [=](std::size_t c) { return row[c]; }) / n;
        const auto away = [=](std::size_t c) { return static_cast<double>(row[c]) - mean; };
        if (deviation_) return {mean, std::sqrt(sumOf(x.cols, [=](std::size_t c) { return away(c) * away(c); }) / n)};
        return {mean, sumOf(x.cols, [=](std::size_t c) { return std::abs(away(c)); }) / n};
    }

    ErrorDecay decay_;
    bool deviation_;
};

} // namespace

/// Two levels for each row around its mean.
/// Forward:   m = mean(x), a = deviation (or mean absolute deviation), q = a sign((x - m) / a) + m
/// Backward:  annealed tanh slope through the sign (ede.h), exact through m and a
/// The deviation is not the least-squares scale; the mean absolute deviation nearly is.
/// @source  Tu et al. 2022, AdaBin, arXiv:2208.08084, and its code, for weights; the second scale is added here. Its activations
///          with learned levels are not part of this quantizer.
QuantizerEntry quantizer_entries::adabin() {
    QuantizerEntry entry;
    entry.id = "adabin";
    entry.title = "Mean and deviation (AdaBin)";
    entry.summary = "Two levels for each row: its mean plus and minus its standard deviation.";
    entry.source = "Tu et al. 2022 (AdaBin), arXiv:2208.08084, and its code; weights only";
    entry.grade = "code";
    entry.params = {
        choiceParam("scale", "Distance", "deviation", {"deviation", "mean-absolute"},
                    "Standard deviation, as published, or the mean absolute deviation, which has the smaller error."),
        realParam("tMin", "t, start", 1e-3, "Steepness of the slope when training starts.").range(1e-4, 1e3).log(),
        realParam("tMax", "t, end", 10.0, "Steepness at the end.").range(1e-4, 1e3).log(),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        ErrorDecay decay{p.real("tMin"), p.real("tMax")};
        return std::make_unique<AdaBin>(decay, p.text("scale") == "deviation");
    };
    return entry;
}

} // namespace orthant
