// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include "core/base/error.h"
#include "core/tensor/window.h"

#include <algorithm>

namespace orthant {

namespace {

constexpr float black = -255.0F / 256.0F; ///< see Dataset

/// Where value `at` of a side comes from after a move by `shift` - `reach`: outside [0, size) it is padding.
std::ptrdiff_t sourceOf(std::size_t at, std::size_t shift, std::size_t reach) {
    return static_cast<std::ptrdiff_t>(at + shift) - static_cast<std::ptrdiff_t>(reach);
}

bool inside(std::ptrdiff_t at, std::size_t size) { return at >= 0 && at < static_cast<std::ptrdiff_t>(size); }

std::size_t clamped(std::ptrdiff_t at, std::size_t size) {
    return at < 0 ? 0 : std::min(static_cast<std::size_t>(at), size - 1);
}

} // namespace

std::vector<ParamSpec> augmentationParams() {
    return {
        integerParam("augmentCrop", "Random crop", 0,
                     "Training images are moved at random by up to this many pixels each way: padded, then cropped.")
            .range(0, 64)
            .in("pixels"),
        choiceParam("augmentBorder", "Crop border", "edge", {"edge", "black"},
                    "What a moved image is padded with: its own edge, or black pixels."),
        booleanParam("augmentFlip", "Random flip", false,
                     "Every second training image, at random, is mirrored left to right.")};
}

Augmentation makeAugmentation(const Params& params, const Shape& sampleShape) {
    const Augmentation augmentation{params.size("augmentCrop"), params.text("augmentBorder") == "edge",
                                    params.boolean("augmentFlip")};
    if (augmentation.none()) return augmentation;
    const char* where = augmentation.crop > 0 ? "/training/augmentCrop" : "/training/augmentFlip";
    if (sampleShape.size() != 2 && sampleShape.size() != 3)
        throw Error("samples of shape " + toText(sampleShape) + " cannot be moved and mirrored, expected images",
                    where);
    if (augmentation.crop >= std::max(sampleShape[0], sampleShape[1]))
        throw Error("a move by " + std::to_string(augmentation.crop) + " pixels leaves nothing of images of " +
                        toText(sampleShape),
                    where);
    return augmentation;
}

void augment(const Augmentation& augmentation, const Rng& rng, const Shape& shape, std::span<const float> from,
             std::span<float> into) {
    const std::size_t height = shape[0], width = shape[1], channels = channelsOf(shape);
    const std::size_t down = std::min(augmentation.crop, height - 1), across = std::min(augmentation.crop, width - 1);
    const std::size_t shiftY = rng.below(0, 2 * down + 1), shiftX = rng.below(1, 2 * across + 1);
    const bool mirrored = augmentation.flip && rng.below(2, 2) == 1;
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const std::ptrdiff_t sourceY = sourceOf(y, shiftY, down);
            const std::ptrdiff_t sourceX = sourceOf(mirrored ? width - 1 - x : x, shiftX, across);
            const std::size_t pixel = clamped(sourceY, height) * width + clamped(sourceX, width);
            float* out = into.data() + (y * width + x) * channels;
            if (augmentation.edge || (inside(sourceY, height) && inside(sourceX, width)))
                std::copy_n(from.data() + pixel * channels, channels, out);
            else
                std::fill_n(out, channels, black);
        }
}

} // namespace orthant
