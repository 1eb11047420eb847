// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/summary.h"

#include "core/layers/product.h"
#include "core/network/fold.h"

namespace orthant {

namespace {

/// The operations of a network as its layers give them, each with the number of its layer.
struct Plain {
    std::vector<ProgramOp> ops;
    std::vector<std::size_t> layer;
};

Plain plainOps(const Network& network) {
    Plain plain;
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        network.layer(i).lower(plain.ops, network.layerName(i));
        plain.layer.resize(plain.ops.size(), i);
    }
    return plain;
}

/// Bytes as lower() makes the packed network. The thresholds that a fold leaves belong to the first layer that they replace.
void addPackedBytes(const Plain& plain, std::vector<LayerSummary>& rows) {
    for (std::size_t k = 0; k < plain.ops.size(); ++k) {
        rows[plain.layer[k]].bytesPacked += bitsOf(plain.ops[k]) / 8;
        const std::optional<Fold> fold = foldAt(plain.ops, k);
        if (!fold) continue;
        rows[plain.layer[fold->channelwiseBegin]].bytesPacked += bitsOfThresholds(productOf(plain.ops[k])->weights.rows) / 8;
        k = fold->end;
    }
}

void addOperations(const Plain& plain, std::vector<LayerSummary>& rows) {
    Flow flow = Flow::Floats;
    std::size_t entering = 1; // planes of levels
    for (std::size_t k = 0; k < plain.ops.size(); ++k) {
        LayerSummary& row = rows[plain.layer[k]];
        if (const DenseOp* dense = productOf(plain.ops[k])) {
            const Packed& weights = dense->weights;
            // A weight serves once for each output value of its row.
            const double macs = static_cast<double>(weights.cols) * static_cast<double>(elementCount(row.output));
            PackedProduct product;
            product.prepare(weights, flow, groupsOf(plain.ops[k]));
            const double pairs = static_cast<double>(weights.planes.size() * (flow == Flow::Levels ? entering : 1));
            if (product.dense()) row.macsFloat = macs;
            else (flow == Flow::Floats ? row.macsSign : row.macsBinary) = macs * pairs;
        }
        if (const auto* steps = std::get_if<LevelsOp>(&plain.ops[k])) entering = steps->levels.scales.size();
        flow = flowAfter(plain.ops[k], flow);
    }
}

} // namespace

std::vector<LayerSummary> summarize(const Network& network) {
    std::vector<LayerSummary> rows;
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        const Layer& layer = network.layer(i);
        LayerSummary row;
        row.name = network.layerName(i);
        row.kind = row.name.substr(0, row.name.rfind('_'));
        row.output = network.outputShape(i);
        const Packed weights = layer.packedWeights();
        const std::size_t count = weights.rows * weights.cols, planes = weights.planes.size();
        std::size_t parameters = 0;
        for (const Parameter* parameter : const_cast<Layer&>(layer).parameters()) parameters += parameter->value.size();
        row.bitParameters = count * (planes + (weights.mask.rows() != 0 ? 1 : 0));
        row.floatParameters = parameters - (planes == 0 ? 0 : count);
        row.bytesTrained = 4.0 * static_cast<double>(parameters);
        rows.push_back(std::move(row));
    }
    const Plain plain = plainOps(network);
    addPackedBytes(plain, rows);
    addOperations(plain, rows);
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
