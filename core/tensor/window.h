// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <algorithm>
#include <cstddef>

namespace orthant {

/// Images have their channels last: {height, width, channels}, or {height, width} for one channel; value (y, x, c) of a
/// sample is number (y * width + x) * channels + c, as a float and as a bit. So a row of a patch is one run of
/// neighbours, and the sums of a convolution, one row of outputs for each position, are an image as they stand.
inline std::size_t channelsOf(const Shape& shape) { return shape.size() == 2 ? 1 : shape.empty() ? 0 : shape.back(); }

/// A window that slides over an image.
struct Window {
    std::size_t height = 1, width = 1, channels = 1; ///< of the image
    std::size_t kernelHeight = 1, kernelWidth = 1;
    std::size_t stride = 1;
    bool same = false; ///< the image is padded by kernel - 1, the smaller half before it: stride 1 keeps its size

    /// Neighbours of one patch row: `before` values of padding, `count` values of the image from `source` on, `after`
    /// values of padding.
    struct Run {
        std::size_t before = 0, count = 0, after = 0, source = 0;
    };

    std::size_t padTop() const { return same ? (kernelHeight - 1) / 2 : 0; }
    std::size_t padLeft() const { return same ? (kernelWidth - 1) / 2 : 0; }
    std::size_t outHeight() const { return (same ? height - 1 : height - kernelHeight) / stride + 1; }
    std::size_t outWidth() const { return (same ? width - 1 : width - kernelWidth) / stride + 1; }
    std::size_t positions() const { return outHeight() * outWidth(); }
    std::size_t inputs() const { return height * width * channels; } ///< values of the image
    std::size_t patch() const { return kernelHeight * kernelWidth * channels; } ///< values of one patch: row, column, channel
    std::size_t runLength() const { return kernelWidth * channels; }            ///< values of one patch row
    Shape outShape(std::size_t outChannels) const { return {outHeight(), outWidth(), outChannels}; }
    /// Everything is at least 1, and without padding the window fits into the image.
    bool valid() const {
        const bool sizes = height && width && channels && kernelHeight && kernelWidth && stride;
        return sizes && (same || (kernelHeight <= height && kernelWidth <= width));
    }

    /// Row `ky` of the patch at output position (oy, ox).
    Run run(std::size_t oy, std::size_t ox, std::size_t ky) const {
        const std::size_t y = oy * stride + ky, x = ox * stride; // in the padded image
        if (y < padTop() || y >= padTop() + height) return {runLength(), 0, 0, 0};
        const std::size_t left = std::min(kernelWidth, x < padLeft() ? padLeft() - x : 0);
        const std::size_t right = std::min(kernelWidth - left, x + kernelWidth > padLeft() + width
                                                                   ? x + kernelWidth - padLeft() - width
                                                                   : 0);
        if (left + right >= kernelWidth) return {runLength(), 0, 0, 0};
        const std::size_t source = ((y - padTop()) * width + x + left - padLeft()) * channels;
        return {left * channels, (kernelWidth - left - right) * channels, right * channels, source};
    }

    friend bool operator==(const Window&, const Window&) = default;
};

/// A window of this size over images of this shape. @errors  Error when they are not images or smaller than the window
Window windowOver(const Shape& image, std::size_t kernelHeight, std::size_t kernelWidth, std::size_t stride, bool same,
                  const std::string& where);

} // namespace orthant
