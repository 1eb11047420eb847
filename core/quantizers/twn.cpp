// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ternary_pack.h"

#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace orthant {
namespace {

class Twn final : public Quantizer {
  public:
    Twn(double factor, bool wholeLayer) : factor_(factor), wholeLayer_(wholeLayer) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        passInside(x, dq, dx);
    }
    Packed pack(ConstMatrixView x) const override {
        std::vector<Sums> rows(x.rows);
        forEachRow(x, [&](std::size_t r) {
            const float* row = x.row(r);
            rows[r] = {sumOf(x.cols, [=](std::size_t c) { return std::abs(row[c]); }), static_cast<double>(x.cols)};
        });
        std::vector<float> thresholds(x.rows);
        const double all = total(rows).mean();
        for (std::size_t r = 0; r < x.rows; ++r)
            thresholds[r] = static_cast<float>(factor_ * (wholeLayer_ ? all : rows[r].mean()));
        Packed packed = packTernary(x, thresholds);
        forEachRow(x, [&](std::size_t r) {
            const float *row = x.row(r), threshold = thresholds[r];
            const std::span<const std::uint64_t> kept = std::as_const(packed.mask).row(r);
            rows[r] = {sumOf(x.cols, [=](std::size_t c) { return std::abs(row[c]) >= threshold ? std::abs(row[c]) : 0.0F; }),
                       static_cast<double>(kernels::countBits(kept.data(), nullptr, kept.size()))};
        });
        if (wholeLayer_) rows = {total(rows)};
        for (const Sums& row : rows) packed.scales[0].push_back(static_cast<float>(row.mean()));
        return packed;
    }

  private:
    struct Sums {
        double sum = 0, count = 0;
        double mean() const { return count > 0 ? sum / count : 0; }
    };

    static Sums total(const std::vector<Sums>& rows) {
        Sums all;
        for (const Sums& row : rows) {
            all.sum += row.sum;
            all.count += row.count;
        }
        return all;
    }

    double factor_;
    bool wholeLayer_;
};

} // namespace

/// Ternary weights with a threshold and a scale that follow the weights.
/// Forward:   D = factor mean |x|; q = a sign(x) where |x| >= D, else 0; a = mean |x| over the survivors
/// Backward:  1 for |x| <= 1, else 0
/// @source  Li, Zhang and Liu 2016, ternary weight networks, arXiv:1605.04711 (factor 0.7); the authors' later code has 0.75 and
///          rows
QuantizerEntry quantizer_entries::twn() {
    QuantizerEntry entry;
    entry.id = "twn";
    entry.title = "Ternary from the mean (TWN)";
    entry.summary = "Zero below 0.7 times the mean magnitude, else plus or minus the mean of the survivors.";
    entry.source = "Li et al. 2016 (TWN), arXiv:1605.04711, and the authors' later code";
    entry.grade = "code";
    entry.params = {
        realParam("factor", "Factor", 0.7, "The threshold in mean magnitudes; the authors' later code has 0.75.").range(0, 5),
        choiceParam("scope", "Shared by", "row", {"row", "layer"}, "Whether rows have thresholds and scales of their own."),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) { return std::make_unique<Twn>(p.real("factor"), p.text("scope") == "layer"); };
    return entry;
}

} // namespace orthant
