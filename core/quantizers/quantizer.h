// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/quantizers/packed.h"
#include "core/tensor/parameter.h"
#include "core/tensor/tensor.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// Where training is: all that a scheduled or random quantizer may depend on.
struct QuantizerContext {
    std::int64_t step = 0;
    double epoch = 0;
    std::int64_t totalEpochs = 1;
    std::uint64_t seed = 0;
    std::uint64_t stream = 0; ///< tells the layers of one network apart

    /// The planned run as [0, 1]. A run that stops early has seen only a part of a schedule.
    double progress() const {
        return totalEpochs <= 0 ? 1 : std::clamp(epoch / static_cast<double>(totalEpochs), 0.0, 1.0);
    }
};

/// Where a quantizer gives plain signs, +1 and -1.
enum class Signs {
    Never,
    Shipped, ///< packFinal() does; in training values are soft (BNN++, annealed proximal maps, hard tanh)
    Always,  ///< forward() does too, so that activations may stay bits in training
};

/// What a quantizer keeps between steps.
struct QuantizerState {
    std::vector<Parameter*> parameters; ///< learned: scales, levels; backward() sets their gradients
    std::vector<NamedTensor> buffers;   ///< not learned by gradients: rotations
};

/// A pair of a forward and a backward map.
///
/// A layer calls start() one time, then in each training step beginStep(), forward() or pack(), and backward(). In evaluation
/// it calls packFinal() and no beginStep(): evaluation shows the shipped network.
/// @shape  all matrices of one call are equal; a row is an output neuron (weights) or a sample (activations)
/// @threads  const members may be called from any thread
class Quantizer {
  public:
    virtual ~Quantizer() = default;
    /// Sizes learned values for weights like these and takes their start values from them.
    virtual void start(ConstMatrixView) {}
    /// Moves schedules and random numbers to this step. `x` is what forward() will get.
    virtual void beginStep(const QuantizerContext&, ConstMatrixView) {}
    /// q = F(x): the value that the network uses in training.
    virtual void forward(ConstMatrixView x, MatrixView q) const { pack(x).dequantize(q); }
    /// dx from dq, by the backward map at x, and the gradients of learned values. dx may be dq.
    virtual void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) = 0;
    /// forward() as planes, scales and masks where it has them: pack(x).dequantize() equals forward(x) bit for bit.
    virtual Packed pack(ConstMatrixView x) const = 0;
    /// What is shipped, and what evaluation uses. Differs from pack() where the forward map is soft in training.
    virtual Packed packFinal(ConstMatrixView x) const { return pack(x); }
    virtual Signs signs() const { return Signs::Never; }
    virtual QuantizerState state() { return {}; }

    /// True when forward() is sign(x).
    bool isSign() const { return signs() == Signs::Always; }
};

/// The two maps of a quantizer that acts on each value by itself, at one point of its schedule. In double precision, so that
/// the criterion of legality.h sees tails that a float has lost.
struct ScalarMaps {
    std::function<double(double)> forward, backward;
    std::optional<double> schedule = {}; ///< what a schedule moves, where one does: mu, beta, t, ...
};

/// An entry of the catalogue of quantizers.
struct QuantizerEntry : EntryInfo {
    bool forWeights = true, forActivations = true;
    std::function<std::unique_ptr<Quantizer>(const Params&)> make;
    /// The maps at a progress in [0, 1]; empty where a value depends on others (a scale of the row, a threshold).
    std::function<ScalarMaps(const Params&, double progress)> scalar;
};

std::span<const QuantizerEntry> quantizerCatalogue();

/// Resolves the parameters and makes it.
std::unique_ptr<Quantizer> makeQuantizer(const Component& component, const std::string& where = {});

/// The maps of a component. @errors  Error when it does not act on each value by itself
ScalarMaps scalarMaps(const Component& component, double progress, const std::string& where = {});

} // namespace orthant
