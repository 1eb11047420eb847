// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"
#include "core/network/program.h"

namespace orthant {

/// Whether signs are written as int8 arrays of -1 and +1 too, for direct use.
enum class Unpacked { No, Also };

/// A program as arrays that other programs can use without knowing Orthant.
///
/// metadata["orthant.exchange"] is a JSON text: {"version": 1, "name", "inputShape", "classes", "bits", "ops": [...]},
/// where `ops` lists the operations in their order:
///   {"op": "dense", "name", "outputs", "inputs", "planes", "scales", "block", "offsets", "mask", "bias", "applyScale",
///    "applyBias"}
///        y = sum over planes of scale * (signs . x), + offset * sum(x), + bias; masked weights are 0, offset included.
///        Where a threshold follows (behind pools, too), it was folded to compare sums before the bias, and before the scale of a single
///        plane without offsets and blocks: `applyScale` and `applyBias` are then false
///        NAME.bits      u8 [outputs, ceil(inputs / 8)]: bit 1 is +1; the first weight is the highest bit of the first
///                       byte, as numpy.packbits(w > 0, axis=1) gives
///        NAME.weights   i8 [outputs, inputs] of -1 and +1 (0 where masked); for float weights (planes = 0) f32
///        NAME.scale     f32 [1 or outputs], when `scales` of the plane is not 0; where `block` is not 0, so many
///                       neighbouring inputs share a scale: [outputs x ceil(inputs / block)], row after row
///        NAME.offset    f32 [1 or outputs], when `offsets` is not 0: added to each weight that is not masked
///        NAME.mask      u8, packed like the bits: 0 is a weight of zero
///        NAME.bias      f32 [outputs]
///        further planes: NAME.bits.1, NAME.weights.1, NAME.scale.1, ...
///   {"op": "conv", ..., "window": {"height", "width", "channels", "kernelHeight", "kernelWidth", "stride", "same"},
///    "padding", "groups"}
///        the same keys and arrays as dense, for a product at each position of an image. Images are channels-last: value
///        (y, x, c) is number (y * width + x) * channels + c. A weight row is a patch in the order row, column, channel;
///        the result has the outputs as its channels. Where `same`, (kernel - 1) / 2 rows and columns (rounded down) of
///        the value `padding` stand before the image and the rest of kernel - 1 after it. With several `groups` the outputs
///        and the channels fall into so many equal parts in their order, and each output sees its own part only
///   {"op": "max_pool", "window"}, {"op": "average_pool", "window"}
///        the largest value and the mean of each channel under a window without padding. Between a product and a threshold
///        the largest sum is taken before the comparison; signs are pooled as -1 and +1
///   {"op": "threshold", "name", "channels", "integer"}; value i of a sample is of channel i modulo `channels`
///        +1 where direction > 0 ? y >= threshold : y <= threshold, else -1; NAME.threshold f32, NAME.direction i8
///   {"op": "normalize", "name", "channels"}
///        ((y - mean) * inverse_deviation) * gamma + beta, each f32
///   {"op": "prelu", "name", "channels"}  y where y > 0, else slope y; NAME.slope f32
///   {"op": "encode", "code", "planes"}   each input x becomes `planes` signs beside each other. "thermometer": the sign j is
///        +1 where x >= -1 + (2 j + 1) / planes; "bit_planes": where bit 7 - j of the byte (256 x + 255) / 2 is 1
///   {"op": "save"} ... {"op": "add_saved", "window", "outputs"}
///        the values at the save (signs as -1 and +1), as means under the window, are added to the first channels of images
///        with `outputs` channels; pairs nest
///   {"op": "levels", "thresholds", "values", "codes", "scales", "offset"}
///        y becomes values[number of thresholds that are <= y]. Bit p of the code of a level is its sign in the plane p, and its
///        value is the offset + sum over the planes of scale * sign
///   {"op": "sign"}                       +1 where y >= 0, else -1
///   {"op": "pointwise", "function"}      "relu", "hardtanh"
Bundle toExchange(const Program& program, Unpacked unpacked);

/// @errors  Error for anything that is missing, has another shape than stated, or differs between bits and weights
Program fromExchange(const Bundle& bundle);

/// The metadata key of the form above.
inline constexpr const char* exchangeKey = "orthant.exchange";

} // namespace orthant
