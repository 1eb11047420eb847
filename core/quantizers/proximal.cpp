// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

/// rho is half the width of the flat at each level, varrho half the height of the jump at 0, a line lies between.
struct Proximal {
    static constexpr Signs signs = Signs::Shipped;
    double rhoStart, rhoEnd, varrhoStart, varrhoEnd;
    bool cancel;
    double rho = rhoStart, varrho = varrhoStart;

    double scheduled() const { return rho; }
    void at(double progress) {
        rho = linearRamp(rhoStart, rhoEnd, progress);
        varrho = linearRamp(varrhoStart, varrhoEnd, progress);
    }
    template <class T>
    T value(T x) const {
        if (rho >= 1) return signOf(x);
        const T jump = static_cast<T>(varrho), rise = static_cast<T>((1 - varrho) / (1 - rho));
        return signOf(x) * std::min(T{1}, jump + std::abs(x) * rise);
    }
    template <class T>
    T slope(T x) const {
        return cancel && std::abs(x) > 1 ? T{0} : T{1};
    }
};

} // namespace

/// The proximal map of ProxConnect for the levels -1 and +1.
/// Forward:   L(x) = sign(x) min(1, varrho + |x| (1 - varrho) / (1 - rho))
/// Backward:  1, or with `cancel` 1 for |x| <= 1, else 0
/// On [-1, 1] it contains the maps of ProxQuant (rho = varrho), PARQ (varrho = 0), BinaryRelax (rho = 0), the identity (0, 0)
/// and the sign (either is 1).
/// @source  Dockhorn et al. 2021, ProxConnect, arXiv:2110.13220: its general form is recalled, this binary form is derived
QuantizerEntry quantizer_entries::proximal() {
    QuantizerEntry entry;
    entry.id = "proximal";
    entry.title = "Proximal map L (ProxConnect)";
    entry.summary = "A line with a flat at each level and a jump at 0, both growing until it is the sign; gradients pass unchanged.";
    entry.source = "Dockhorn et al. 2021 (ProxConnect), arXiv:2110.13220, form recalled; binary case derived here";
    entry.grade = "derived";
    entry.params = {
        realParam("rhoStart", "Flat, start", 0.0, "Half the width of the flat at -1 and +1 when training starts.").range(0, 1),
        realParam("rhoEnd", "Flat, end", 1.0, "The same at the end; 1 is the sign.").range(0, 1),
        realParam("varrhoStart", "Jump, start", 0.0, "Half the height of the jump at 0 when training starts.").range(0, 1),
        realParam("varrhoEnd", "Jump, end", 1.0, "The same at the end; 1 is the sign.").range(0, 1),
        booleanParam("cancel", "Stop outside", false, "No gradient where |x| is larger than 1."),
    };
    makePairs(entry, [](const Params& p) {
        return Proximal{p.real("rhoStart"), p.real("rhoEnd"), p.real("varrhoStart"), p.real("varrhoEnd"), p.boolean("cancel")};
    });
    return entry;
}

} // namespace orthant
