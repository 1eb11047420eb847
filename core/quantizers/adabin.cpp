// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ede.h"
#include "core/quantizers/rows.h"

#include <cmath>
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
            const double n = static_cast<double>(x.cols);
            std::vector<float> y(x.cols), through(x.cols); // y and D B
            double dMean = 0, dScale = 0, signs = 0;
            for (std::size_t c = 0; c < x.cols; ++c) {
                const float up = dq.row(r)[c], b = level.sign(x.row(r)[c]);
                y[c] = level.standard(x.row(r)[c]);
                through[c] = up * decay_.slope(y[c]);
                dMean += static_cast<double>(up - through[c]);
                dScale += static_cast<double>(up * b - through[c] * y[c]);
                signs += static_cast<double>(b);
            }
            const auto shift = static_cast<float>(dMean / n), stretch = static_cast<float>(dScale / n);
            const auto balance = static_cast<float>(signs / n);
            for (std::size_t c = 0; c < x.cols; ++c)
                dx.row(r)[c] = through[c] + shift + stretch * (deviation_ ? y[c] : level.sign(x.row(r)[c]) - balance);
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
            for (std::size_t c = 0; c < x.cols; ++c)
                if (level.sign(x.row(r)[c]) > 0) packed.planes[0].set(r, c, true);
        });
        return packed;
    }

  private:
    struct Levels {
        double mean, scale;

        float standard(float x) const {
            return scale > 0 ? static_cast<float>((static_cast<double>(x) - mean) / scale) : 0.0F;
        }
        float sign(float x) const { return static_cast<double>(x) >= mean ? 1.0F : -1.0F; }
    };

    Levels levelsOf(ConstMatrixView x, std::size_t r) const {
        const float* row = x.row(r);
        const double mean = meanOf(row, x.cols, [](double v) { return v; });
        if (deviation_) return {mean, std::sqrt(meanOf(row, x.cols, [=](double v) { return (v - mean) * (v - mean); }))};
        return {mean, meanOf(row, x.cols, [=](double v) { return std::abs(v - mean); })};
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
