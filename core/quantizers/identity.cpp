// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"

#include <algorithm>

namespace orthant {
namespace {

/// No quantization: the float network that every method is compared with.
class Identity final : public Quantizer {
  public:
    void forward(ConstMatrixView x, MatrixView q) const override { copy(x, q); }
    void backward(ConstMatrixView, ConstMatrixView dq, MatrixView dx) override { copy(dq, dx); }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.values.resize(x.rows * x.cols);
        copy(x, {packed.values.data(), x.rows, x.cols, x.cols});
        return packed;
    }

  private:
    static void copy(ConstMatrixView from, MatrixView to) {
        if (from.data == to.data) return;
        for (std::size_t r = 0; r < from.rows; ++r) std::copy_n(from.row(r), from.cols, to.row(r));
    }
};

} // namespace

QuantizerEntry quantizer_entries::identity() {
    QuantizerEntry entry;
    entry.id = "identity";
    entry.title = "None (float)";
    entry.summary = "Leaves values as they are: the float baseline.";
    entry.source = "definition";
    entry.make = [](const Params&) { return std::make_unique<Identity>(); };
    entry.scalar = [](const Params&, double) {
        return ScalarMaps{[](double x) { return x; }, [](double) { return 1.0; }};
    };
    return entry;
}

} // namespace orthant
