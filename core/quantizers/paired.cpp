// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"

namespace orthant {
namespace {

class Paired final : public Quantizer {
  public:
    Paired(std::unique_ptr<Quantizer> forward, std::unique_ptr<Quantizer> backward)
        : forward_(std::move(forward)), backward_(std::move(backward)) {}

    void start(ConstMatrixView x) override {
        forward_->start(x);
        backward_->start(x);
    }
    void beginStep(const QuantizerContext& context, ConstMatrixView x) override {
        forward_->beginStep(context, x);
        backward_->beginStep(context, x);
    }
    void forward(ConstMatrixView x, MatrixView q) const override { forward_->forward(x, q); }
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override { backward_->backward(x, dq, dx); }
    Packed pack(ConstMatrixView x) const override { return forward_->pack(x); }
    Packed packFinal(ConstMatrixView x) const override { return forward_->packFinal(x); }
    Signs signs() const override { return forward_->signs(); }

  private:
    std::unique_ptr<Quantizer> forward_, backward_;
};

std::unique_ptr<Quantizer> part(const Params& params, const char* which) {
    auto quantizer = makeQuantizer(params.component(which), std::string("/") + which);
    if (!quantizer->state().parameters.empty())
        throw Error("'" + params.component(which).id + "' learns values of its own, which need both of its maps",
                    std::string("/") + which + "/id");
    return quantizer;
}

} // namespace

/// Any forward map with any backward map: F of one quantizer, B of another. Whether the pair comes from a proximal method
/// says legality.h.
/// @source  Lu et al. 2023, ProxConnect++, arXiv:2402.17710
QuantizerEntry quantizer_entries::paired() {
    QuantizerEntry entry;
    entry.id = "paired";
    entry.title = "Any pair";
    entry.summary = "The forward map of one quantizer with the backward map of another.";
    entry.source = "Lu et al. 2023 (ProxConnect++), arXiv:2402.17710";
    entry.grade = "secondary";
    entry.params = {
        componentParam("forward", "Forward", "quantizers", Component("ste_sign"), "Its forward map gives the values, and what is shipped."),
        componentParam("backward", "Backward", "quantizers", Component("approx_sign"), "Its backward map gives the gradients."),
    };
    entry.make = [](const Params& p) { return std::make_unique<Paired>(part(p, "forward"), part(p, "backward")); };
    entry.scalar = [](const Params& p, double progress) {
        const ScalarMaps forward = scalarMaps(p.component("forward"), progress, "/forward"),
                         backward = scalarMaps(p.component("backward"), progress, "/backward");
        return ScalarMaps{forward.forward, backward.backward, forward.schedule ? forward.schedule : backward.schedule};
    };
    return entry;
}

} // namespace orthant
