// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/link_weights/masked_links.h"

namespace orthant {

/// Signs times a scale: W = lambda_g sign(G), 0 where there is no link.
/// Forward:   lambda_g learned, or the mean |G| over the links of its group, which is the least-squares scale
/// Backward:  dG = dW (straight through); d lambda_g = sum of dW sign(G) over the group where it is learned
class OneBitLinks : public MaskedLinks {
  public:
    OneBitLinks(Scope scope, bool closedForm);

    void start(std::span<const Parameter> latent, const Mask& mask) override;
    void forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) override;
    void backward(std::span<Parameter> latent, std::size_t first, std::size_t last) override;
    bool coupled() const override { return closedForm_ && oneGroup(); }
    std::vector<Parameter*> parameters() override;
    std::vector<float> scales() const override;
    std::vector<Packed> pack(std::span<const Parameter> latent) override;
    void setScales(bool closedForm, bool perLayer) override;

  protected:
    /// Scales of these matrices become the means of what is there now.
    void takeMeans(std::span<const Parameter> latent, std::size_t first, std::size_t last);

  private:
    bool closedForm_;
    Parameter scale_;
};

} // namespace orthant
