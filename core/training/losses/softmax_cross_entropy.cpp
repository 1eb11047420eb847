// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses/catalogue.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orthant {

/// Mean over the batch of -log softmax(s)[label]; gradient (softmax(s) - onehot) / n.
LossEntry loss_entries::softmax_cross_entropy() {
    LossEntry entry;
    entry.id = "softmax_cross_entropy";
    entry.title = "Softmax cross-entropy";
    entry.summary = "Minus the log of the probability that the scores give to the true class.";
    entry.source = "definition";
    entry.make = [](const Params&) -> Loss {
        return [](const Tensor& scores, std::span<const std::uint16_t> labels, Tensor* gradient) {
            const std::size_t n = scores.rows(), classes = scores.cols();
            if (gradient) gradient->reshape(scores.shape());
            std::vector<double> power(classes);
            double total = 0;
            for (std::size_t i = 0; i < n; ++i) {
                const std::span<const float> s = scores.row(i);
                const auto top = static_cast<double>(*std::max_element(s.begin(), s.end()));
                double sum = 0;
                for (std::size_t c = 0; c < classes; ++c) sum += power[c] = std::exp(static_cast<double>(s[c]) - top);
                total += std::log(sum) + top - static_cast<double>(s[labels[i]]);
                if (!gradient) continue;
                for (std::size_t c = 0; c < classes; ++c)
                    gradient->row(i)[c] = static_cast<float>((power[c] / sum - (c == labels[i] ? 1.0 : 0.0)) /
                                                             static_cast<double>(n));
            }
            return n == 0 ? 0.0 : total / static_cast<double>(n);
        };
    };
    return entry;
}

} // namespace orthant
