// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <functional>
#include <span>

namespace orthant {

/// Mean loss of a batch; writes its gradient.
/// @shape  scores, gradient: n x classes; gradient may be null
using Loss = std::function<double(const Tensor& scores, std::span<const std::uint16_t> labels, Tensor* gradient)>;

/// An entry of the catalogue of losses.
struct LossEntry : EntryInfo {
    std::function<Loss(const Params&)> make;
};

std::span<const LossEntry> lossCatalogue();
Loss makeLoss(const Component& component, const std::string& where = {});

} // namespace orthant
