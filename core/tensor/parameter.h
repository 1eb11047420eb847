// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <string>

namespace orthant {

/// A trained tensor with its gradient.
struct Parameter {
    std::string name;        ///< "weights", "gamma", ...
    Tensor value;
    Tensor gradient;
    bool latent = false;     ///< binarized in the forward pass: latent clipping and the Glorot multiplier apply
    float rateMultiplier = 1;///< 1 / sqrt(1.5 / (fan in + fan out)) for latent weights (BinaryConnect code)
};

/// Values that are not trained but belong to the state: running mean and variance.
struct NamedTensor {
    std::string name;
    Tensor* tensor = nullptr;
};

} // namespace orthant
