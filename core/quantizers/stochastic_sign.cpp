// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/row_loops.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace orthant {
namespace {

class StochasticSign final : public Quantizer {
  public:
    void beginStep(const QuantizerContext& context, ConstMatrixView) override {
        rng_ = Rng(context.seed, context.stream).split(streamKey).split(static_cast<std::uint64_t>(context.step));
    }
    void backward(ConstMatrixView, ConstMatrixView dq, MatrixView dx) override {
        if (dx.data == dq.data) return;
        for (std::size_t r = 0; r < dq.rows; ++r) std::copy_n(dq.row(r), dq.cols, dx.row(r));
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = shape(x);
        BitMatrix& bits = packed.planes.emplace_back(x.rows, x.cols);
        forEachRow(x, [&](std::size_t r) {
            const Rng row = rng_.split(r);
            std::vector<std::array<std::uint32_t, 4>> words((x.cols + 3) / 4);
            for (std::size_t i = 0; i < words.size(); ++i) words[i] = row.block(i);
            packRow(x.cols, bits.row(r), [in = x.row(r), drawn = words.data()->data()](std::size_t c) {
                // Words are below 2^32, so that there is no need to clip.
                const double chance = (static_cast<double>(in[c]) + 1) * 0x1p31;
                return static_cast<double>(drawn[c]) < chance ? 1.0F : -1.0F;
            });
        });
        return packed;
    }
    Packed packFinal(ConstMatrixView x) const override {
        Packed packed = shape(x);
        packed.planes.push_back(BitMatrix::fromSigns(x));
        return packed;
    }
    Signs signs() const override { return Signs::Shipped; }

  private:
    static constexpr std::uint64_t streamKey = 0x5374;

    static Packed shape(ConstMatrixView x) {
        Packed packed = packedLike(x);
        packed.scales.emplace_back();
        return packed;
    }

    Rng rng_{0};
};

} // namespace

/// Forward:   +1 with probability clip((x + 1) / 2, 0, 1), else -1; new draws in each step; shipped as the sign
/// Backward:  1
/// The authors' code tests with the float weights, so that its errors are not of one-bit networks.
/// @source  Courbariaux et al. 2015, BinaryConnect, arXiv:1511.00363, and its code
QuantizerEntry quantizer_entries::stochastic_sign() {
    QuantizerEntry entry;
    entry.id = "stochastic_sign";
    entry.title = "Random sign (stochastic BC)";
    entry.summary = "+1 with a probability that rises with the value, drawn anew in each step; shipped as the sign.";
    entry.source = "Courbariaux et al. 2015 (BinaryConnect), arXiv:1511.00363, and its code";
    entry.grade = "code";
    entry.make = [](const Params&) { return std::make_unique<StochasticSign>(); };
    return entry;
}

} // namespace orthant
