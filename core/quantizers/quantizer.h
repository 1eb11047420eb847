// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/quantizers/packed.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace orthant {

/// Where training is: all that a scheduled or random quantizer may depend on.
struct QuantizerContext {
    std::int64_t step = 0;
    double epoch = 0;
    std::int64_t totalEpochs = 1;
    std::uint64_t seed = 0;
};

/// A pair of a forward and a backward map.
/// @shape  all matrices of one call are equal; a row is an output neuron (weights) or a sample (activations)
/// @threads  const members may be called from any thread
class Quantizer {
  public:
    virtual ~Quantizer() = default;
    /// q = F(x): the value that the network uses.
    virtual void forward(ConstMatrixView x, MatrixView q) const = 0;
    /// dx from dq, by the backward map at x.
    virtual void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) const = 0;
    /// What is shipped; pack(x).dequantize() equals forward(x) bit for bit.
    virtual Packed pack(ConstMatrixView x) const = 0;
    /// True when forward() is sign(x), so that activations may stay bits.
    virtual bool isSign() const { return false; }
    virtual void beginStep(const QuantizerContext&) {}
};

/// An entry of the catalogue of quantizers.
struct QuantizerEntry : EntryInfo {
    bool forWeights = true, forActivations = true;
    std::function<std::unique_ptr<Quantizer>(const Params&)> make;
};

std::span<const QuantizerEntry> quantizerCatalogue();

/// Resolves the parameters and makes it.
std::unique_ptr<Quantizer> makeQuantizer(const Component& component, const std::string& where = {});

} // namespace orthant
