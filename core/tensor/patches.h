// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/window.h"

namespace orthant {

/// Size of an image with its padding around it.
inline std::size_t paddedHeight(const Window& window) { return window.same ? window.height + window.kernelHeight - 1 : window.height; }
inline std::size_t paddedWidth(const Window& window) { return window.same ? window.width + window.kernelWidth - 1 : window.width; }

/// The patches under a window as rows (im2col): sample after sample, position after position.
/// @shape  images: n x window.inputs(); patches: n * window.positions() x window.patch()
void gatherPatches(ConstMatrixView images, const Window& window, float padding, MatrixView patches);

/// The transpose for some rows of positions of one sample (col2im): adds the values of patches to the image values that
/// they came from; those of the padding are dropped.
/// @param firstRow  row of positions that the patches begin with
/// @shape  patches: whole rows of window.outWidth() positions x window.patch(); image: window.inputs()
void scatterPatches(ConstMatrixView patches, const Window& window, std::size_t firstRow, float* image);

/// `count` channels from `first` on, for each pixel; putChannels() writes them back.
/// @shape  images: n x pixels * channels, some: n x pixels * count
void takeChannels(ConstMatrixView images, std::size_t channels, std::size_t first, std::size_t count, MatrixView some);
void putChannels(ConstMatrixView some, std::size_t channels, std::size_t first, std::size_t count, MatrixView images);

} // namespace orthant
