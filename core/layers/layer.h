// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/base/rng.h"
#include "core/bits/bit_matrix.h"
#include "core/layers/program_op.h"
#include "core/quantizers/quantizer.h"
#include "core/tensor/parameter.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// What flows between layers: float values, or signs as bits when a binarization made them. One of the two is current.
/// A sample is a vector {n} or an image with its channels last (core/tensor/window.h): {height, width, channels}, or
/// {height, width} for one channel.
struct Activation {
    Tensor values;   ///< n x sample shape; current when !binary
    BitMatrix bits;  ///< n x elements of a sample; current when binary
    Shape shape;     ///< of one sample
    bool binary = false;
    Packed levels; ///< where !binary and a quantizer of few levels made the values: the same as planes; else without planes
    std::size_t batch = 0;

    /// The values as floats; signs are unpacked into `scratch`.
    const Tensor& asFloat(Tensor& scratch) const;
    Flow flow() const { return binary ? Flow::Signs : levels.planes.empty() ? Flow::Floats : Flow::Levels; }
};

struct LayerContext {
    bool training = false;
    QuantizerContext quantizer = {}; ///< step, epoch, total epochs, seed
    /// Outside training: quantizers keep their map of training in place of the shipped one. The difference in accuracy says
    /// whether an annealed map has arrived.
    bool soft = false;
    /// k > 0, outside training: a layer with running statistics takes this batch as the k-th of a plain average over
    /// batches. So statistics are made anew when weights before the layer were changed.
    std::size_t refitBatch = 0;
};

class QuantizedWeights;

/// A layer with hand-written forward and backward passes.
/// @threads  one caller at a time; inside it uses oneTBB
class Layer {
  public:
    virtual ~Layer() = default;
    virtual void forward(const Activation& in, Activation& out, const LayerContext& context) = 0;
    /// @param in         what entered the last forward()
    /// @param dOut       gradient of the output, n x elements
    /// @param dIn        gradient of the input; null for the first layer
    virtual void backward(const Activation& in, const Tensor& dOut, Tensor* dIn, const LayerContext& context) = 0;
    virtual std::vector<Parameter*> parameters() { return {}; }
    virtual std::vector<NamedTensor> buffers() { return {}; }
    /// The latent weights with their quantizer; null when the layer has none.
    virtual const QuantizedWeights* quantizedWeights() const { return nullptr; }
    /// The weights as they would be shipped now, which is what evaluation uses; no rows when the layer has none.
    Packed packedWeights() const;
    /// The weights that the last forward() used; null when the layer has none. In training a soft quantizer gives floats.
    const Packed* usedWeights() const;
    /// Training uses another map than the one that ships: see Signs::Shipped.
    virtual bool soft() const { return false; }
    /// Appends what this layer is in a packed network.
    virtual void lower(std::vector<ProgramOp>& ops, const std::string& name) const = 0;
};

/// What a layer's builder is told.
struct LayerSite {
    Shape input;            ///< of one sample
    bool binaryInput = false; ///< the layer before gives signs
    Rng rng;                ///< for the initial values
    std::string where;      ///< place in errors
    std::vector<std::shared_ptr<Shortcut>>* openShortcuts = nullptr; ///< of residual blocks, the innermost last
};

struct BuiltLayer {
    std::unique_ptr<Layer> layer;
    Shape output;
    bool binaryOutput = false;
};

/// An entry of the catalogue of layers.
struct LayerEntry : EntryInfo {
    std::function<BuiltLayer(const Params&, const LayerSite&)> build;
};

std::span<const LayerEntry> layerCatalogue();

} // namespace orthant
