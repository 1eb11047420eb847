// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/packed.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace orthant {

class Quantizer;

/// Activations of a few levels, the same for all channels: what a quantizer of several bits, of two free levels or a ternary
/// one makes of a value. A level is a code of bits, one for each plane of signs, and stands for
/// offset + sum over the planes p of scale_p * (+1 or -1). So a product with it is a weighted sum of products of signs.
struct Levels {
    std::vector<float> thresholds;   ///< rising; a value has the level whose number is that of the thresholds it reaches
    std::vector<std::uint8_t> codes; ///< of the levels, one more than thresholds; bit p is the sign in plane p
    std::vector<float> scales;       ///< one for each plane, at most maxLevelPlanes
    float offset = 0;

    /// Scales and offset as those of planes that are still to come.
    Packed form() const;

    friend bool operator==(const Levels&, const Levels&) = default;
};

inline constexpr std::size_t maxLevelPlanes = 8;

/// Whether activations through this quantizer are shipped as levels: each value by itself becomes one of few.
bool givesLevels(const Quantizer& quantizer);

/// The levels of a quantizer with givesLevels(): the thresholds are where its map of packFinal(), which must not fall, changes.
/// They are found by bisection, so each float has the level that evaluation gives it.
Levels levelsOf(const Quantizer& quantizer);

/// Activations from pack() as planes alone: one plane with a mask becomes two, whose signs cancel where the mask is 0. The
/// values stay the same bit for bit.
Packed asPlanes(Packed packed);

/// The levels of values. @shape  planes becomes x.rows x x.cols
void quantize(ConstMatrixView x, const Levels& levels, Packed& planes);

/// The value of a code. @param form  scales of planes, one or none each, and at most one offset
float codeValue(const Packed& form, std::uint8_t code);
/// The code whose value is nearest, the first of equally near ones: padding around images must be a level.
std::uint8_t nearestCode(const Packed& form, float value);

} // namespace orthant
