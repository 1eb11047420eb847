// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/weights.h"

#include <algorithm>
#include <cmath>

namespace orthant {

Packed Layer::packedWeights() const { return quantizedWeights() ? quantizedWeights()->shipped() : Packed{}; }
const Packed* Layer::usedWeights() const { return quantizedWeights() ? &quantizedWeights()->used() : nullptr; }

std::vector<ParamSpec> QuantizedWeights::specs() {
    return {
        componentParam("weights", "Weights", "quantizers", Component("ste_sign", {{"clip", 1.0}}),
                       "How the latent weights are binarized; identity keeps them float."),
        booleanParam("bias", "Bias", false, "Adds a trained constant to each output. Not needed before batch norm."),
        choiceParam("start", "Start values", "automatic", {"automatic", "glorot", "uniform"},
                    "Uniform over [-1, 1], or over the Glorot range; automatic takes the first for binarized weights."),
    };
}

QuantizedWeights::QuantizedWeights(std::size_t outputs, std::size_t inputs, std::size_t fanIn, std::size_t fanOut,
                                   const Params& params, const LayerSite& site, std::size_t groups)
    : component_(params.component("weights")), stream_(site.rng.stream()), groups_(groups) {
    const Component& weights = component_;
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), weights.id, "quantizer", site.where + "/weights/id");
    if (!entry.forWeights) throw Error("the quantizer '" + entry.id + "' is not for weights", site.where + "/weights/id");
    quantizer_ = makeQuantizer(weights, site.where + "/weights");
    const bool quantized = weights.id != "identity";
    latent_.name = "weights";
    latent_.value.resize({outputs, inputs});
    latent_.latent = quantized;
    // The learning-rate multiplier of the BinaryConnect code: the reciprocal of the Glorot scale.
    latent_.rateMultiplier = std::sqrt(static_cast<float>(fanIn + fanOut) / 1.5F);
    if (params.boolean("bias")) {
        bias_.name = "bias";
        bias_.value.resize({outputs});
    }
    // Glorot and Bengio 2010 for float weights; for latent ones uniform over [-1, 1], the range that they are clipped to.
    const std::string& start = params.text("start");
    const bool glorot = start == "glorot" || (start == "automatic" && !quantized);
    fillUniform(site.rng, glorot ? std::sqrt(6.0F / static_cast<float>(fanIn + fanOut)) : 1.0F, latent_.value.values());
    quantizer_->start(latent_.value.matrix()); // from the start values it takes those that it learns
}

void QuantizedWeights::prepare(const LayerContext& context, Flow inputs) {
    const ConstMatrixView w = latent_.value.matrix();
    if (context.training) {
        QuantizerContext here = context.quantizer;
        here.stream = stream_;
        quantizer_->beginStep(here, w);
    }
    packed_ = context.training || context.soft ? quantizer_->pack(w) : quantizer_->packFinal(w);
    product_.prepare(packed_, inputs, groups_);
}

MatrixView QuantizedWeights::effectiveGradient() {
    latent_.gradient.reshape(latent_.value.shape());
    return latent_.gradient.matrix();
}

void QuantizedWeights::finishGradient(ConstMatrixView dOut) {
    const MatrixView gradient = latent_.gradient.matrix();
    quantizer_->backward(latent_.value.matrix(), gradient, gradient);
    if (bias_.value.empty()) return;
    bias_.gradient.resize(bias_.value.shape());
    for (std::size_t i = 0; i < dOut.rows; ++i)
        for (std::size_t c = 0; c < dOut.cols; ++c) bias_.gradient[c] += dOut.row(i)[c];
}

void QuantizedWeights::prepareInputGradient(std::size_t group) {
    firstRow_ = group * (packed_.rows / groups_);
    if (product_.dense()) return;
    if (packed_.binary() && packed_.mask.rows() == 0) tables_.packRows(packed_.planes[0], firstRow_, packed_.rows / groups_);
    else if (group == 0) dequantized_ = packed_.dequantize();
}

void QuantizedWeights::inputGradient(ConstMatrixView dOut, MatrixView dIn) const {
    if (product_.dense() || !packed_.binary() || packed_.mask.rows() != 0) {
        const Tensor& q = product_.dense() ? *product_.dense() : dequantized_;
        const ConstMatrixView own{q.row(firstRow_).data(), dOut.cols, packed_.cols, packed_.cols};
        return floatProduct(dOut, Transpose::No, own, Transpose::No, dIn);
    }
    if (packed_.scales[0].empty()) return signProduct(dOut, Transpose::No, tables_, dIn);
    Tensor scaled({dOut.rows, dOut.cols});
    for (std::size_t i = 0; i < dOut.rows; ++i)
        for (std::size_t r = 0; r < dOut.cols; ++r) scaled.row(i)[r] = dOut.row(i)[r] * packed_.scale(0, firstRow_ + r);
    signProduct(scaled.matrix(), Transpose::No, tables_, dIn);
}

std::vector<Parameter*> QuantizedWeights::parameters() {
    std::vector<Parameter*> all{&latent_};
    if (!bias_.value.empty()) all.push_back(&bias_);
    const QuantizerState learned = quantizer_->state();
    all.insert(all.end(), learned.parameters.begin(), learned.parameters.end());
    return all;
}

} // namespace orthant
