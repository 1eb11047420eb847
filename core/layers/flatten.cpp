// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue.h"

namespace orthant {
namespace {

/// Gives each sample the shape of a vector. Values keep their order.
class Flatten final : public Layer {
  public:
    void forward(const Activation& in, Activation& out, const LayerContext&) override {
        out = in;
        out.shape = {elementCount(in.shape)};
        if (!in.binary) out.values.reshape({in.batch, out.shape[0]});
    }
    void backward(const Activation&, const Tensor& dOut, Tensor* dIn, const LayerContext&) override {
        if (dIn) *dIn = dOut;
    }
    void lower(std::vector<ProgramOp>&, const std::string&) const override {} // inputs of a program are flat
};

} // namespace

LayerEntry layer_entries::flatten() {
    LayerEntry entry;
    entry.id = "flatten";
    entry.title = "Flatten";
    entry.summary = "Turns an image into one long vector, row after row.";
    entry.source = "definition";
    entry.build = [](const Params&, const LayerSite& site) {
        return BuiltLayer{std::make_unique<Flatten>(), {elementCount(site.input)}, site.binaryInput};
    };
    return entry;
}

} // namespace orthant
