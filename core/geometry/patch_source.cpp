// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/patch_source.h"

#include "core/base/error.h"
#include "core/data/loading.h"
#include "core/io/image.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orthant {

namespace {

/// Every pixel of `channels` values becomes their mean.
Tensor mixed(const Tensor& pictures, std::size_t channels) {
    Tensor result({pictures.rows(), pictures.cols() / channels});
    for (std::size_t i = 0; i < result.size(); ++i) {
        float sum = 0;
        for (std::size_t c = 0; c < channels; ++c)
            sum += pictures[i * channels + c];
        result[i] = sum / static_cast<float>(channels);
    }
    return result;
}

} // namespace

Tensor drawLeaves(std::size_t side, const Rng& rng) {
    Tensor picture({side, side, 3});
    const double smallest = 2, largest = static_cast<double>(side) / 3;
    for (std::uint64_t leaf = 0; leaf < 4000; ++leaf) {
        const Rng own = rng.split(leaf);
        // Radii fall off as r^-3, so that the picture looks alike at every scale; the last ones lie on top.
        const double u = leaf == 0 ? 1 : own.uniform(0);
        const double radius = leaf == 0 ? static_cast<double>(2 * side)
                                        : 1 / std::sqrt((1 - u) / (smallest * smallest) + u / (largest * largest));
        const double x0 = own.uniform(1) * static_cast<double>(side), y0 = own.uniform(2) * static_cast<double>(side);
        const double grey = 1.5 * own.uniform(3) - 0.75, slant = 0.3 * own.normal(4), turn = 6.283 * own.uniform(5);
        const std::array<double, 3> colour = {grey + 0.12 * own.normal(6), grey + 0.12 * own.normal(7),
                                              grey + 0.12 * own.normal(8)};
        const auto limit = [&](double at) {
            return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(side)));
        };
        for (std::size_t y = limit(y0 - radius); y < limit(y0 + radius + 1); ++y)
            for (std::size_t x = limit(x0 - radius); x < limit(x0 + radius + 1); ++x) {
                const double dx = (static_cast<double>(x) - x0) / radius, dy = (static_cast<double>(y) - y0) / radius;
                if (dx * dx + dy * dy > 1) continue;
                const double shade = slant * (dx * std::cos(turn) + dy * std::sin(turn));
                for (std::size_t c = 0; c < 3; ++c)
                    picture[(y * side + x) * 3 + c] = static_cast<float>(colour[c] + shade);
            }
    }
    const Rng noise = rng.split(1U << 20);
    for (std::size_t i = 0; i < picture.size(); ++i)
        picture[i] = std::clamp(picture[i] + 0.02F * static_cast<float>(noise.normal(i)), -0.996F, 0.996F);
    return picture;
}

PatchSource PatchSource::ofPicture(const std::filesystem::path& file, bool grey) {
    PatchSource source;
    if (file.empty()) {
        constexpr std::size_t side = 256;
        source.title_ = "a drawn picture";
        source.height_ = source.width_ = side;
        source.channels_ = 3;
        source.pictures_ = drawLeaves(side, Rng(1));
        source.pictures_.reshape({1, side * side * 3}); // the same values: one picture in a row
    } else {
        const Image image = readImage(file);
        source.title_ = file.filename().string();
        source.height_ = image.height;
        source.width_ = image.width;
        source.channels_ = image.channels;
        source.pictures_ = Tensor({1, image.pixels.size()});
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            source.pictures_[i] = pixelValue(image.pixels[i]);
    }
    if (grey && source.channels_ > 1) {
        source.pictures_ = mixed(source.pictures_, source.channels_);
        source.channels_ = 1;
    }
    return source;
}

PatchSource PatchSource::ofDataset(Dataset data, bool grey) {
    PatchSource source;
    source.title_ = data.title;
    const Shape& shape = data.sampleShape;
    if (shape.size() == 2) {
        source.height_ = shape[0];
        source.width_ = shape[1];
    } else if (shape.size() == 3 && shape[2] <= 4) {
        source.height_ = shape[0];
        source.width_ = shape[1];
        source.channels_ = shape[2];
    } else {
        throw Error("patches need pictures; the samples of '" + data.title + "' are " + toText(shape) + " values",
                    "/data");
    }
    source.pictures_ = std::move(data.train.inputs);
    if (grey && source.channels_ > 1) {
        source.pictures_ = mixed(source.pictures_, source.channels_);
        source.channels_ = 1;
    }
    return source;
}

void PatchSource::checkSide(std::size_t side) const {
    if (side > height_ || side > width_)
        throw Error("the pictures have " + std::to_string(width_) + " x " + std::to_string(height_) +
                        " pixels, expected at least " + std::to_string(side) + " x " + std::to_string(side) +
                        " for one patch",
                    "/side");
}

void PatchSource::cut(const Rng& rng, std::uint64_t number, std::size_t side, std::span<float> patch) const {
    const auto picture = pictures_.row(static_cast<std::size_t>(rng.below(3 * number, pictures_.rows())));
    const auto top = static_cast<std::size_t>(rng.below(3 * number + 1, height_ - side + 1));
    const auto left = static_cast<std::size_t>(rng.below(3 * number + 2, width_ - side + 1));
    for (std::size_t y = 0; y < side; ++y)
        std::copy_n(picture.begin() + static_cast<std::ptrdiff_t>(((top + y) * width_ + left) * channels_),
                    side * channels_, patch.begin() + static_cast<std::ptrdiff_t>(y * side * channels_));
}

} // namespace orthant
