// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace orthant {

struct Point {
    double x = 0, y = 0;
};

/// The points that a pen passes in one stroke.
using Stroke = std::vector<Point>;
/// One way to write a digit: its strokes in a box of 70 x 100, x to the right and y downwards.
using Glyph = std::vector<Stroke>;

/// The ways in which a digit of 0 to 9 is written, the usual ones first.
/// @source  drawn for this program
std::span<const Glyph> glyphsOf(std::size_t digit);

} // namespace orthant
