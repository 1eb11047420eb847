// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

enum class Keep { Signs, ScaledSigns, Values };

class Pruned final : public Quantizer {
  public:
    Pruned(double deviations, double pruneAt, Keep keep) : deviations_(deviations), pruneAt_(pruneAt), keep_(keep) {}

    void start(ConstMatrixView x) override { kept_.resize({x.rows, x.cols}, 1.0F); }
    void beginStep(const QuantizerContext& context, ConstMatrixView x) override {
        if (context.progress() < pruneAt_ || pruned()) return;
        double sum = 0, squares = 0;
        for (std::size_t r = 0; r < x.rows; ++r)
            for (std::size_t c = 0; c < x.cols; ++c) {
                const auto w = static_cast<double>(x.row(r)[c]);
                sum += w;
                squares += w * w;
            }
        const auto n = static_cast<double>(x.rows * x.cols);
        const double threshold = deviations_ * std::sqrt(std::max(0.0, squares / n - sum * sum / (n * n)));
        for (std::size_t r = 0; r < x.rows; ++r)
            for (std::size_t c = 0; c < x.cols; ++c)
                kept_.row(r)[c] = std::abs(static_cast<double>(x.row(r)[c])) >= threshold ? 1.0F : -1.0F;
    }
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t c = 0; c < x.cols; ++c) {
                const bool inside = keep_ == Keep::Values || std::abs(x.row(r)[c]) <= 1;
                dx.row(r)[c] = inside && keeps(r, c) ? dq.row(r)[c] : 0.0F;
            }
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        if (keep_ == Keep::Values) {
            packed.values.resize(x.rows * x.cols);
            forEachRow(x, [&](std::size_t r) {
                for (std::size_t c = 0; c < x.cols; ++c) packed.values[r * x.cols + c] = keeps(r, c) ? x.row(r)[c] : 0.0F;
            });
            return packed;
        }
        packed.planes.push_back(BitMatrix::fromSigns(x));
        std::vector<float>& scales = packed.scales.emplace_back();
        if (pruned()) packed.mask = BitMatrix::fromSigns(kept_.matrix());
        if (keep_ == Keep::Signs) return packed;
        scales.resize(x.rows);
        forEachRow(x, [&](std::size_t r) {
            double sum = 0, count = 0;
            for (std::size_t c = 0; c < x.cols; ++c)
                if (keeps(r, c)) {
                    sum += static_cast<double>(std::abs(x.row(r)[c]));
                    ++count;
                }
            scales[r] = count > 0 ? static_cast<float>(sum / count) : 0.0F;
        });
        return packed;
    }
    QuantizerState state() override { return {{}, {{"kept", &kept_}}}; }

  private:
    bool keeps(std::size_t r, std::size_t c) const { return kept_.empty() || kept_.row(r)[c] > 0; }
    bool pruned() const { return std::ranges::any_of(kept_.values(), [](float k) { return k < 0; }); }

    double deviations_, pruneAt_;
    Keep keep_;
    Tensor kept_; ///< +1: kept, -1: zero for the rest of the run
};

} // namespace

/// Zeros where weights were small at one moment of the run, and for the rest of it: ternary weights with a fixed structure.
/// Forward:   until then a sign(x); then q = a sign(x) for |x| >= s deviation(layer) at that moment, else 0; a = 1 or the mean |x| of
///            the kept ones in a row. Or the values themselves in place of signs
/// Backward:  1 for |x| <= 1 and kept (values: for kept), else 0
/// @source  Han et al. 2015, magnitude pruning, arXiv:1506.02626; threshold and s = 0.25 from re-implementations; with signs a
///          combination made here
QuantizerEntry quantizer_entries::pruned() {
    QuantizerEntry entry;
    entry.id = "pruned";
    entry.title = "Pruned once, then trained on";
    entry.summary = "At one moment of the run the smallest weights become zero for good; the others go on as signs or values.";
    entry.source = "Han et al. 2015, arXiv:1506.02626; the threshold from re-implementations; with signs a combination made here";
    entry.grade = "secondary";
    entry.params = {
        realParam("deviations", "Threshold", 0.25, "Smaller magnitudes become zero, in standard deviations of the layer.").range(0, 10),
        realParam("pruneAt", "Prune at", 0.3, "Part of the run after which the zeros are chosen.").range(0, 1),
        choiceParam("keep", "Kept as", "signs", {"signs", "scaled_signs", "values"},
                    "What the kept weights are: signs, signs with a scale for each row, or floats."),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        const std::string& keep = p.text("keep");
        return std::make_unique<Pruned>(p.real("deviations"), p.real("pruneAt"),
                                        keep == "signs" ? Keep::Signs : keep == "values" ? Keep::Values : Keep::ScaledSigns);
    };
    return entry;
}

} // namespace orthant
