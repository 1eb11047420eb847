// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"

namespace orthant {
namespace {

struct BinaryRelax {
    static constexpr Signs signs = Signs::Shipped;
    double start, end;
    double theta = start;

    void at(double progress) { theta = linearRamp(start, end, progress); }
    double scheduled() const { return theta; }
    template <class T>
    T value(T x) const {
        return (1 - static_cast<T>(theta)) * x + static_cast<T>(theta) * signOf(x);
    }
    template <class T>
    T slope(T) const {
        return T{1};
    }
};

} // namespace

/// BinaryRelax: from the latent value to its sign.
/// Forward:   (1 - theta) x + theta sign(x), theta from 0 to 1 in equal steps
/// Backward:  1
/// @source  Yin et al. 2018, BinaryRelax, arXiv:1801.06313, as quoted in the PARQ paper (arXiv:2503.15748); levels -1 and +1
QuantizerEntry quantizer_entries::binary_relax() {
    QuantizerEntry entry;
    entry.id = "binary_relax";
    entry.title = "Value and sign mixed (BinaryRelax)";
    entry.summary = "Moves from the latent value to its sign over the run; gradients pass unchanged.";
    entry.source = "Yin et al. 2018 (BinaryRelax), arXiv:1801.06313, by way of the PARQ paper";
    entry.grade = "secondary";
    entry.params = {
        realParam("thetaStart", "Share of the sign, start", 0.0, "0 uses the latent value when training starts.").range(0, 1),
        realParam("thetaEnd", "Share of the sign, end", 1.0, "1 uses the sign at the end.").range(0, 1),
    };
    makePairs(entry, [](const Params& p) { return BinaryRelax{p.real("thetaStart"), p.real("thetaEnd")}; });
    return entry;
}

} // namespace orthant
