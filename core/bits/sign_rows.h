// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"
#include "core/kernels/xnor.h"
#include "core/tensor/window.h"

#include <cstddef>
#include <vector>

namespace orthant {

/// Rows of signs as products read them, in words of 32: the rows of a BitMatrix, or the windows over images of signs, of
/// which nothing is copied. What they were made from must outlive them.
class SignRows {
  public:
    /*implicit*/ SignRows(const BitMatrix& bits)
        : SignRows(reinterpret_cast<const kernels::HalfWord*>(bits.words().data()), bits.rows(), bits.cols(),
                   2 * bits.wordsPerRow()) {}

    std::size_t rows() const { return rows_; }
    std::size_t cols() const { return cols_; }
    const kernels::HalfWord* row(std::size_t r) const {
        const std::size_t line = r / across_;
        return data_ + line / down_ * imageStride_ + line % down_ * lineStride_ + r % across_ * stride_;
    }
    /// Rows from one of these on to the next of them stand at equal distances.
    std::size_t across() const { return across_; }
    std::size_t stride() const { return stride_; } ///< that distance
    /// Where word w of a row lies, from its start; null: at w.
    const std::size_t* places() const { return places_; }

  private:
    friend class SignWindows;
    SignRows(const kernels::HalfWord* data, std::size_t rows, std::size_t cols, std::size_t stride)
        : data_(data), rows_(rows), cols_(cols), stride_(stride), across_(std::max<std::size_t>(1, rows)) {}

    const kernels::HalfWord* data_;
    std::size_t rows_, cols_, stride_, across_;
    std::size_t down_ = 1, lineStride_ = 0, imageStride_ = 0;
    const std::size_t* places_ = nullptr;
};

/// Images of signs with their padding around them. Where the channels of a pixel fill words of 32, each row of a patch is a
/// run of whole words of such an image, so that a product needs no patches.
class SignWindows {
  public:
    static bool fit(const Window& window) { return window.channels % 32 == 0; }

    /// Copies the images.
    /// @param plus   what the padding is: +1 or -1
    /// @shape  images: n x window.inputs()
    void take(const BitMatrix& images, const Window& window, bool plus);
    /// The patches: n * window.positions() x window.patch(), as of gatherPatches().
    SignRows rows() const;

  private:
    Window window_;
    std::size_t images_ = 0;
    std::vector<std::uint32_t> words_; ///< [image][row of pixels][words]
    std::vector<std::size_t> places_;
};

} // namespace orthant
