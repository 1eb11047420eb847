// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/window.h"

#include <cstddef>
#include <string>

namespace orthant {

/// What a begin and an end of a residual block share.
struct Shortcut {
    Shape shape;     ///< of a sample at the begin
    Tensor values;   ///< that entered the block; kept by the begin
    Tensor gradient; ///< of them, by way of the shortcut; set by the end
};

/// How the values of a shortcut become those of the end of a block, without parameters: a mean over the window where the
/// block makes the image smaller, and zeros for the channels that it adds.
struct ShortcutMap {
    Window pool;              ///< kernel and stride equal; 1 where the size stays
    std::size_t channels = 0; ///< at the end of the block; not fewer than at its begin

    friend bool operator==(const ShortcutMap&, const ShortcutMap&) = default;
};

/// @errors  Error when a block changes the shape in another way
ShortcutMap shortcutMap(const Shape& begin, const Shape& end, const std::string& where);

/// Adds the values of the shortcut to those at the end of the block.
/// @shape  saved: n x pool.inputs(); values: n x pool.positions() * channels
void addShortcut(ConstMatrixView saved, const ShortcutMap& map, MatrixView values);
/// @shape  dSaved is overwritten
void shortcutGradient(ConstMatrixView dValues, const ShortcutMap& map, MatrixView dSaved);

} // namespace orthant
