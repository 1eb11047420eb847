// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/data/dataset.h"

#include <cstdint>

namespace orthant {

/// @errors  Error when the work was asked to stop
inline void checkCancelled(const DataContext& context) {
    if (context.progress && context.progress->cancelled()) throw Error("stopped while the data set was loaded");
}

/// A pixel of 0..255 as the network sees it: see Dataset.
inline float pixelValue(std::uint8_t pixel) { return static_cast<float>(2 * pixel - 255) / 256.0F; }

/// A file or folder that a parameter names.
inline std::filesystem::path resolvePath(const std::string& path, const DataContext& context) {
    return context.folder / std::filesystem::path(path); // an absolute path replaces the folder
}

} // namespace orthant
