// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"
#include "core/quantizers/transformed_sign.h"
#include "core/tensor/gemm.h"

#include <algorithm>

namespace orthant {
namespace {

/// y = x P for each block of neighbouring columns, P = 1 + rate D with D learned, 0 at the start. So a step of the
/// optimizer moves P by `rate` times what it would be moved otherwise, whatever the optimizer makes of the size of
/// gradients.
class Mix final : public Transform {
  public:
    Mix(std::size_t block, float rate) : block_(block), rate_(rate) { change_.name = "proxy"; }

    void start(ConstMatrixView x) override { change_.value.resize({x.cols, std::min(block_, x.cols)}); }
    void forward(ConstMatrixView x, MatrixView y) const override {
        forEachBlock(x.cols, [&](std::size_t begin, std::size_t size) {
            floatProduct(part(x, begin, size), Transpose::No, matrixOf(begin, size).matrix(), Transpose::No,
                         part(y, begin, size));
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override {
        change_.gradient.resize(change_.value.shape());
        Tensor back({x.rows, x.cols}); // dx may be dy
        forEachBlock(x.cols, [&](std::size_t begin, std::size_t size) {
            floatProduct(part(dy, begin, size), Transpose::No, matrixOf(begin, size).matrix(), Transpose::Yes,
                         part(back.matrix(), begin, size));
            if (change_.value.empty()) return;
            const MatrixView gradient = part(change_.gradient.matrix(), begin, size, 0);
            floatProduct(part(x, begin, size), Transpose::Yes, part(dy, begin, size), Transpose::No, gradient);
            for (std::size_t j = 0; j < size; ++j)
                for (std::size_t c = 0; c < size; ++c)
                    gradient.row(j)[c] *= rate_;
        });
        forEachRow(x, [&](std::size_t r) { std::copy_n(back.row(r).data(), x.cols, dx.row(r)); });
    }
    QuantizerState state() override { return {{&change_}, {}}; }

  private:
    template <class Body>
    void forEachBlock(std::size_t cols, const Body& body) const {
        for (std::size_t begin = 0; begin < cols; begin += block_)
            body(begin, std::min(block_, cols - begin));
    }
    /// Columns of a matrix with as many rows as there are.
    static ConstMatrixView part(ConstMatrixView x, std::size_t begin, std::size_t size) {
        return {x.data + begin, x.rows, size, x.stride};
    }
    static MatrixView part(MatrixView x, std::size_t begin, std::size_t size) {
        return {x.data + begin, x.rows, size, x.stride};
    }
    /// `size` rows and columns.
    static MatrixView part(MatrixView x, std::size_t firstRow, std::size_t size, std::size_t firstColumn) {
        return {x.row(firstRow) + firstColumn, size, size, x.stride};
    }
    Tensor matrixOf(std::size_t begin, std::size_t size) const {
        Tensor p({size, size});
        for (std::size_t j = 0; j < size; ++j) {
            if (!change_.value.empty()) // before start() P is 1
                for (std::size_t c = 0; c < size; ++c)
                    p.row(j)[c] = rate_ * change_.value.row(begin + j)[c];
            p.row(j)[j] += 1;
        }
        return p;
    }

    std::size_t block_;
    float rate_;
    Parameter change_; ///< inputs x block: D of each block, one below the other
};

} // namespace

/// Latent weights as a learned combination of learned vectors.
/// Forward:   y = x P, x the coefficients of a row and P learned; q = a sign(y), a learned for each row
/// Backward:  dy = a dq where |y| <= 1; dx = dy P^T, dP = x^T dy
/// A reconstruction: size and start of P were not found. Here P is the identity at the start, one square matrix for
/// each block of neighbouring inputs, and learns at a tenth of the rate. Only signs and scales are shipped.
/// @source  He et al. 2020, ProxyBNN (abstract)
QuantizerEntry quantizer_entries::proxy_bnn() {
    QuantizerEntry entry;
    entry.id = "proxy_bnn";
    entry.title = "Learned proxy matrix (ProxyBNN, reconstruction)";
    entry.summary =
        "The sign of a learned mixture of the latent weights: coefficients and mixing matrix are both trained.";
    entry.source = "He et al. 2020 (ProxyBNN): reconstructed from the abstract";
    entry.grade = "derived";
    entry.params = {
        integerParam("block", "Block", 64, "So many neighbouring inputs are mixed with each other.").range(1, 1024),
        realParam("rate", "Rate", 0.1, "How fast the matrix learns, as a share of the rate of the coefficients.")
            .range(1e-3, 10)
            .log(),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        SignRecipe recipe;
        recipe.transforms.push_back(std::make_unique<Mix>(p.size("block"), static_cast<float>(p.real("rate"))));
        recipe.sign = makeQuantizer(Component("ste_sign"));
        return makeTransformedSign(std::move(recipe));
    };
    return entry;
}

} // namespace orthant
