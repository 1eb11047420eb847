// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/data/glyph_strokes.h"

#include <cstdint>
#include <span>

namespace orthant {

inline constexpr std::size_t glyphSide = 28;

/// Draws a digit as a person might: the pen's path is moved, bent and slanted at random, then inked.
/// @param difficulty  0 (printed-like) to 1 (hard to read): scales every random change
/// @shape  pixels: glyphSide x glyphSide, 0 is paper and 255 ink
void drawGlyph(std::size_t digit, const Rng& rng, double difficulty, std::span<std::uint8_t> pixels);

} // namespace orthant
