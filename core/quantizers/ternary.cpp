// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ternary_pack.h"

#include <cmath>

namespace orthant {
namespace {

class Ternary final : public Quantizer {
  public:
    Ternary(float threshold, bool box) : threshold_(threshold), box_(box) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        if (box_) passInside(x, dq, dx);
        else mapEach(x, dq, dx, [](float, float up) { return up; });
    }
    Packed pack(ConstMatrixView x) const override {
        return packTernary(x, std::vector<float>(x.rows, threshold_));
    }

  private:
    float threshold_;
    bool box_;
};

} // namespace

/// Forward:   0 if |x| < threshold, else sign(x)
/// Backward:  1, or 1 for |x| <= 1 and 0 outside
/// @source  ternary straight-through quantizer of the Larq library, its code; thresholds and scales that follow the weights
///          are in `twn` and `ttq`
QuantizerEntry quantizer_entries::ternary() {
    QuantizerEntry entry;
    entry.id = "ternary";
    entry.title = "Ternary, fixed threshold";
    entry.summary = "-1, 0 or +1 with a fixed threshold; gradients pass, inside [-1, 1] or everywhere.";
    entry.source = "Larq library, ternary straight-through quantizer";
    entry.grade = "code";
    entry.params = {
        realParam("threshold", "Threshold", 0.05, "Values of smaller magnitude become 0.").range(0, 10),
        choiceParam("slope", "Slope", "box", {"box", "identity"}, "box: the gradient passes for |x| up to 1; identity: everywhere."),
    };
    entry.make = [](const Params& p) {
        return std::make_unique<Ternary>(static_cast<float>(p.real("threshold")), p.text("slope") == "box");
    };
    entry.scalar = [](const Params& p, double) {
        const double threshold = p.real("threshold");
        const bool box = p.text("slope") == "box";
        return ScalarMaps{[=](double x) { return std::abs(x) < threshold ? 0 : signOf(x); },
                          [=](double x) { return box && std::abs(x) > 1 ? 0.0 : 1.0; }};
    };
    return entry;
}

} // namespace orthant
