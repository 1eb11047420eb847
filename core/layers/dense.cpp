// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"
#include "core/layers/weights.h"

namespace orthant {
namespace {

/// y = x q(W)^T + b, with q the weight quantizer.
class Dense final : public Layer {
  public:
    explicit Dense(QuantizedWeights weights) : weights_(std::move(weights)) {}

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        weights_.prepare(context, in.flow());
        out.values.reshape({in.batch, weights_.used().rows});
        weights_.product().accumulate(in, out.values.matrix());
        weights_.product().applyScales(weights_.bias(), out.values.matrix());
        out.binary = false;
        out.batch = in.batch;
        out.shape = {weights_.used().rows};
    }

    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        const MatrixView gradient = weights_.effectiveGradient();
        if (in.binary) {
            inputTables_.packRows(in.bits);
            signProduct(dOut.matrix(), Transpose::Yes, inputTables_, gradient);
        } else {
            const ConstMatrixView x{in.values.data(), in.batch, gradient.cols, gradient.cols};
            floatProduct(dOut.matrix(), Transpose::Yes, x, Transpose::No, gradient);
        }
        weights_.finishGradient(dOut.matrix());
        if (!dIn) return;
        dIn->reshape({dOut.rows(), gradient.cols});
        weights_.prepareInputGradient();
        weights_.inputGradient(dOut.matrix(), dIn->matrix());
    }

    std::vector<Parameter*> parameters() override { return weights_.parameters(); }
    std::vector<NamedTensor> buffers() override { return weights_.buffers(); }
    const QuantizedWeights* quantizedWeights() const override { return &weights_; }
    bool soft() const override { return weights_.soft(); }
    void lower(std::vector<ProgramOp>& ops, const std::string& name) const override {
        ops.emplace_back(DenseOp{name, packedWeights(), weights_.bias()});
    }

  private:
    QuantizedWeights weights_;
    SignTables inputTables_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    if (site.input.size() != 1)
        throw Error("a dense layer takes a vector, found " + toText(site.input) + ": put a flatten layer before it",
                    site.where);
    const std::size_t inputs = site.input[0], outputs = params.size("units");
    return {std::make_unique<Dense>(QuantizedWeights(outputs, inputs, inputs, outputs, params, site)), {outputs}, false};
}

} // namespace

LayerEntry layer_entries::dense() {
    LayerEntry entry;
    entry.id = "dense";
    entry.title = "Dense";
    entry.summary = "Every output is a weighted sum of all inputs; the weights may be binarized.";
    entry.source = "definition";
    entry.params = {integerParam("units", "Outputs", 256, "Number of outputs.").range(1, 1 << 16)};
    for (ParamSpec& spec : QuantizedWeights::specs()) entry.params.push_back(std::move(spec));
    entry.build = build;
    return entry;
}

} // namespace orthant
