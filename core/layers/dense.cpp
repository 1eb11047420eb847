// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/layers/catalogue.h"
#include "core/layers/product.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

/// y = x q(W)^T + b, with q the weight quantizer.
class Dense final : public Layer {
  public:
    Dense(std::size_t inputs, std::size_t outputs, bool bias, std::unique_ptr<Quantizer> quantizer, bool quantized,
          std::uint64_t stream)
        : quantizer_(std::move(quantizer)), stream_(stream) {
        weights_.name = "weights";
        weights_.value.resize({outputs, inputs});
        weights_.latent = quantized;
        // The learning-rate multiplier of the BinaryConnect code: the reciprocal of the Glorot scale.
        weights_.rateMultiplier = std::sqrt(static_cast<float>(inputs + outputs) / 1.5F);
        if (bias) {
            bias_.name = "bias";
            bias_.value.resize({outputs});
        }
    }

    /// Start values of the weights, and from these the start values that the quantizer learns.
    void start(const Rng& rng, float scale) {
        fillUniform(rng, scale, weights_.value.values());
        quantizer_->start(weights_.value.matrix());
    }

    void forward(const Activation& in, Activation& out, const LayerContext& context) override {
        const ConstMatrixView w = weights_.value.matrix();
        if (context.training) {
            QuantizerContext here = context.quantizer;
            here.stream = stream_;
            quantizer_->beginStep(here, w);
        }
        packed_ = context.training || context.soft ? quantizer_->pack(w) : quantizer_->packFinal(w);
        product_.prepare(packed_, in.binary);
        product_.accumulate(in, out.values);
        product_.applyScales(biasValues(), out.values);
        out.binary = false;
        out.batch = in.batch;
        out.shape = {packed_.rows};
    }

    void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        const MatrixView gradient = matrixLike(weights_.gradient, weights_.value);
        if (in.binary) {
            inputTables_.packRows(in.bits);
            signProduct(dOut.matrix(), Transpose::Yes, inputTables_, gradient);
        } else {
            const ConstMatrixView x{in.values.data(), in.batch, packed_.cols, packed_.cols};
            floatProduct(dOut.matrix(), Transpose::Yes, x, Transpose::No, gradient);
        }
        quantizer_->backward(weights_.value.matrix(), gradient, gradient);
        if (!bias_.value.empty()) sumRows(dOut, matrixLike(bias_.gradient, bias_.value).data);
        if (dIn) inputGradient(dOut, *dIn);
    }

    std::vector<Parameter*> parameters() override {
        std::vector<Parameter*> all{&weights_};
        if (!bias_.value.empty()) all.push_back(&bias_);
        const QuantizerState learned = quantizer_->state();
        all.insert(all.end(), learned.parameters.begin(), learned.parameters.end());
        return all;
    }
    std::vector<NamedTensor> buffers() override { return quantizer_->state().buffers; }
    Packed packedWeights() const override { return quantizer_->packFinal(weights_.value.matrix()); }
    const Packed* usedWeights() const override { return &packed_; }
    bool soft() const override { return quantizer_->signs() == Signs::Shipped; }
    void lower(std::vector<ProgramOp>& ops, const std::string& name) const override {
        ops.emplace_back(DenseOp{name, packedWeights(), biasValues()});
    }

  private:
    static MatrixView matrixLike(Tensor& tensor, const Tensor& model) {
        tensor.reshape(model.shape());
        return tensor.matrix();
    }

    std::vector<float> biasValues() const { return {bias_.value.values().begin(), bias_.value.values().end()}; }

    static void sumRows(const Tensor& x, float* sums) {
        std::fill_n(sums, x.cols(), 0.0F);
        for (std::size_t i = 0; i < x.rows(); ++i)
            for (std::size_t c = 0; c < x.cols(); ++c) sums[c] += x.row(i)[c];
    }

    /// dX = dY q(W): with one plane by sign tables, the scale of each output folded into dY first.
    void inputGradient(const Tensor& dOut, Tensor& dIn) {
        dIn.reshape({dOut.rows(), packed_.cols});
        if (const Tensor* dense = product_.dense())
            return floatProduct(dOut.matrix(), Transpose::No, dense->matrix(), Transpose::No, dIn.matrix());
        if (!packed_.binary() || packed_.mask.rows() != 0) {
            const Tensor q = packed_.dequantize();
            return floatProduct(dOut.matrix(), Transpose::No, q.matrix(), Transpose::No, dIn.matrix());
        }
        weightTables_.packRows(packed_.planes[0]);
        if (packed_.scales[0].empty())
            return signProduct(dOut.matrix(), Transpose::No, weightTables_, dIn.matrix());
        scaled_.reshape(dOut.shape());
        for (std::size_t i = 0; i < dOut.rows(); ++i)
            for (std::size_t r = 0; r < packed_.rows; ++r)
                scaled_.row(i)[r] = dOut.row(i)[r] * packed_.scale(0, r);
        signProduct(scaled_.matrix(), Transpose::No, weightTables_, dIn.matrix());
    }

    Parameter weights_, bias_;
    std::unique_ptr<Quantizer> quantizer_;
    std::uint64_t stream_;
    Packed packed_;
    PackedProduct product_;
    SignTables inputTables_, weightTables_;
    Tensor scaled_;
};

BuiltLayer build(const Params& params, const LayerSite& site) {
    if (site.input.size() != 1)
        throw Error("a dense layer takes a vector, found " + toText(site.input) + ": put a flatten layer before it",
                    site.where);
    const std::size_t inputs = site.input[0], outputs = params.size("units");
    const Component& weights = params.component("weights");
    const QuantizerEntry& entry =
        findEntry(quantizerCatalogue(), weights.id, "quantizer", site.where + "/weights/id");
    if (!entry.forWeights) throw Error("the quantizer '" + entry.id + "' is not for weights", site.where + "/weights/id");
    const bool quantized = weights.id != "identity";
    auto layer = std::make_unique<Dense>(inputs, outputs, params.boolean("bias"),
                                         makeQuantizer(weights, site.where + "/weights"), quantized, site.rng.stream());
    // Glorot and Bengio 2010 for float weights; for latent ones uniform over [-1, 1], the range that they are clipped to.
    const std::string& start = params.text("start");
    const bool glorot = start == "glorot" || (start == "automatic" && !quantized);
    const float scale = glorot ? std::sqrt(6.0F / static_cast<float>(inputs + outputs)) : 1.0F;
    layer->start(site.rng, scale);
    return {std::move(layer), {outputs}, false};
}

} // namespace

LayerEntry layer_entries::dense() {
    LayerEntry entry;
    entry.id = "dense";
    entry.title = "Dense";
    entry.summary = "Every output is a weighted sum of all inputs; the weights may be binarized.";
    entry.source = "definition";
    entry.params = {
        integerParam("units", "Outputs", 256, "Number of outputs.").range(1, 1 << 16),
        componentParam("weights", "Weights", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                       "How the latent weights are binarized; identity keeps them float."),
        booleanParam("bias", "Bias", false, "Adds a trained constant to each output. Not needed before batch norm."),
        choiceParam("start", "Start values", "automatic", {"automatic", "glorot", "uniform"},
                    "Uniform over [-1, 1], or over the Glorot range; automatic takes the first for binarized weights."),
    };
    entry.build = build;
    return entry;
}

} // namespace orthant
