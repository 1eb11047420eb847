// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses/catalogue.h"

namespace orthant {

/// Mean over batch and classes of max(0, 1 - t s)^2, with t = +1 for the true class and -1 for the others.
/// @source  Courbariaux et al. 2015 (BinaryConnect code)
LossEntry loss_entries::squared_hinge() {
    LossEntry entry;
    entry.id = "squared_hinge";
    entry.title = "Squared hinge";
    entry.summary = "Asks for a score above +1 for the true class and below -1 for the others, squared.";
    entry.source = "Courbariaux et al. 2015 (BinaryConnect code)";
    entry.grade = "code";
    entry.make = [](const Params&) -> Loss {
        return [](const Tensor& scores, std::span<const std::uint16_t> labels, Tensor* gradient) {
            const std::size_t classes = scores.cols();
            const auto count = static_cast<double>(scores.size());
            if (gradient) gradient->reshape(scores.shape());
            double total = 0;
            for (std::size_t i = 0; i < scores.rows(); ++i)
                for (std::size_t c = 0; c < classes; ++c) {
                    const double target = c == labels[i] ? 1.0 : -1.0;
                    const double margin = 1 - target * static_cast<double>(scores.row(i)[c]);
                    const double miss = margin < 0 ? 0.0 : margin; // a score that is not a number stays visible
                    total += miss * miss;
                    if (gradient) gradient->row(i)[c] = static_cast<float>(-2 * target * miss / count);
                }
            return count == 0 ? 0.0 : total / count;
        };
    };
    return entry;
}

} // namespace orthant
