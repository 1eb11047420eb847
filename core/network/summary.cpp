// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/summary.h"

#include "core/layers/product.h"

namespace orthant {

namespace {

std::string kindOf(const std::string& name) { return name.substr(0, name.rfind('_')); }

/// Bits of the operations of one layer in the packed network. A normalization before a sign becomes a threshold and a
/// direction for each channel.
double packedBits(const Layer& layer, bool foldedIntoThreshold) {
    std::vector<ProgramOp> ops;
    layer.lower(ops, {});
    double bits = 0;
    for (const ProgramOp& op : ops) {
        if (const DenseOp* product = productOf(op))
            bits += product->weights.bits() + 32.0 * static_cast<double>(product->bias.size());
        else if (const auto* norm = std::get_if<NormalizeOp>(&op))
            bits += (foldedIntoThreshold ? 33.0 : 128.0) * static_cast<double>(norm->mean.size());
    }
    return bits;
}

} // namespace

std::vector<LayerSummary> summarize(const Network& network) {
    std::vector<LayerSummary> rows;
    bool binaryInput = false, afterProduct = false;
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        const Layer& layer = network.layer(i);
        LayerSummary row;
        row.name = network.layerName(i);
        row.kind = kindOf(row.name);
        row.output = network.outputShape(i);
        const Packed weights = layer.packedWeights();
        const std::size_t count = weights.rows * weights.cols;
        std::size_t parameters = 0;
        for (const Parameter* parameter : const_cast<Layer&>(layer).parameters()) parameters += parameter->value.size();
        const std::size_t planes = weights.planes.size();
        row.bitParameters = count * (planes + (weights.mask.rows() != 0 ? 1 : 0));
        row.floatParameters = parameters - (planes == 0 ? 0 : count);
        row.bytesTrained = 4.0 * static_cast<double>(parameters);
        if (count != 0) {
            // A weight serves once for each output value of its row.
            const double macs = static_cast<double>(count) * static_cast<double>(elementCount(row.output) / weights.rows);
            PackedProduct product;
            product.prepare(weights, binaryInput);
            if (product.dense()) row.macsFloat = macs;
            else (binaryInput ? row.macsBinary : row.macsSign) = macs * static_cast<double>(planes);
        }
        const bool signNext = i + 1 < network.layerCount() && kindOf(network.layerName(i + 1)) == "binarize";
        row.bytesPacked = packedBits(layer, afterProduct && signNext) / 8;
        if (row.kind != "max_pool") afterProduct = count != 0; // sums before a pool are sums after it
        if (row.kind != "flatten" && row.kind != "dropout" && row.kind != "max_pool") binaryInput = row.kind == "binarize";
        rows.push_back(std::move(row));
    }
    return rows;
}

LayerSummary total(const std::vector<LayerSummary>& layers) {
    LayerSummary sum;
    sum.name = "total";
    for (const LayerSummary& layer : layers) {
        sum.output = layer.output;
        sum.floatParameters += layer.floatParameters;
        sum.bitParameters += layer.bitParameters;
        sum.macsFloat += layer.macsFloat;
        sum.macsSign += layer.macsSign;
        sum.macsBinary += layer.macsBinary;
        sum.bytesTrained += layer.bytesTrained;
        sum.bytesPacked += layer.bytesPacked;
    }
    return sum;
}

} // namespace orthant
