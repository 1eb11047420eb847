// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/base/rng.h"
#include "core/data/dataset.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace orthant {

/// Square patches out of pictures: one picture, or all of a data set. Values are those that a network sees, in (-1, 1).
class PatchSource {
  public:
    /// A PNG or JPEG file, or for an empty path a picture that the program draws.
    /// @errors  Error as readImage()
    static PatchSource ofPicture(const std::filesystem::path& file, bool grey);
    /// The training samples of a data set.
    /// @errors  Error at /data when its samples are no pictures
    static PatchSource ofDataset(Dataset data, bool grey);

    std::size_t channels() const { return channels_; }
    /// @errors  Error at /side when the pictures are smaller than the patch
    void checkSide(std::size_t side) const;
    /// Patch number i: rows from the top, channels innermost. The same for the same rng and number.
    /// @shape  patch: side x side x channels()
    void cut(const Rng& rng, std::uint64_t number, std::size_t side, std::span<float> patch) const;
    const std::string& title() const { return title_; }

  private:
    std::string title_;
    std::size_t height_ = 0, width_ = 0, channels_ = 1;
    Tensor pictures_; ///< n x height x width x channels
};

/// A picture of overlapping discs of all sizes, colours and shadings (dead leaves, Matheron 1968): edges, smooth parts
/// and about the spectrum of photographs.
/// @shape  side x side x 3, values in (-1, 1)
Tensor drawLeaves(std::size_t side, const Rng& rng);

} // namespace orthant
