// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orthant {
namespace {

class AdaBinActivations final : public Quantizer {
  public:
    AdaBinActivations(float distance, float centre) {
        distance_.name = "distance";
        distance_.value.resize({1}, distance);
        centre_.name = "centre";
        centre_.value.resize({1}, centre);
    }

    /// With y = (x - centre) / distance, s = sign(y), q = distance s + centre, B the slope at y and D = dq:
    ///   dx = D B,  d distance = sum D (s - B y),  d centre = sum D (1 - B)
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        std::vector<double> stretch(x.rows), shift(x.rows); // sums of rows, added in their order
        const float distance = used(), centre = centre_.value[0];
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t c = 0; c < x.cols; ++c) {
                const float up = dq.row(r)[c], y = (x.row(r)[c] - centre) / distance;
                const float slope = std::max(0.0F, 2 - 2 * std::abs(y));
                stretch[r] += static_cast<double>(up * (signOf(x.row(r)[c] - centre) - slope * y));
                shift[r] += static_cast<double>(up * (1 - slope));
                dx.row(r)[c] = up * slope;
            }
        });
        const auto total = [](const std::vector<double>& sums) {
            double sum = 0;
            for (const double one : sums) sum += one;
            return static_cast<float>(sum);
        };
        distance_.gradient.resize({1}, total(stretch));
        centre_.gradient.resize({1}, total(shift));
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.push_back({used()});
        packed.offsets = {centre_.value[0]};
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t c = 0; c < x.cols; ++c)
                if (x.row(r)[c] >= centre_.value[0]) packed.planes[0].set(r, c, true);
        });
        return packed;
    }
    QuantizerState state() override { return {{&distance_, &centre_}, {}}; }

  private:
    /// Training may carry the distance to 0 or beyond; the levels keep their order.
    float used() const { return std::max(distance_.value[0], 1e-3F); }

    Parameter distance_, centre_;
};

} // namespace

/// Two learned levels for all activations of a layer.
/// Forward:   q = distance sign(x - centre) + centre
/// Backward:  2 - 2|y| for |y| < 1 with y = (x - centre) / distance, else 0; exact through distance and centre
/// The authors' code multiplies the centre by the distance once more; the form here is that of the set in the paper.
/// @source  Tu et al. 2022, AdaBin, arXiv:2208.08084, and its code; the bound of the distance from below is added here
QuantizerEntry quantizer_entries::adabin_activations() {
    QuantizerEntry entry;
    entry.id = "adabin_activations";
    entry.title = "Two learned levels (AdaBin activations)";
    entry.summary = "Activations of one bit whose two levels are learned for each layer: a centre and a distance from it.";
    entry.source = "Tu et al. 2022 (AdaBin), arXiv:2208.08084, and its code";
    entry.grade = "code";
    entry.params = {
        realParam("distance", "Distance", 1.0, "Of each level from the centre, at the start.").range(1e-3, 100),
        realParam("centre", "Centre", 0.0, "Of the two levels, at the start.").range(-100, 100),
    };
    entry.forWeights = false;
    entry.make = [](const Params& p) {
        return std::make_unique<AdaBinActivations>(static_cast<float>(p.real("distance")), static_cast<float>(p.real("centre")));
    };
    return entry;
}

} // namespace orthant
