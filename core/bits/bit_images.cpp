// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/bit_images.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

/// `count` (1 to 64) bits from number `bit` on.
inline std::uint64_t readBits(const std::uint64_t* words, std::size_t bit, std::size_t count) {
    const std::size_t shift = bit % 64;
    std::uint64_t value = words[bit / 64] >> shift;
    if (shift + count > 64) value |= words[bit / 64 + 1] << (64 - shift);
    return count == 64 ? value : value & ((std::uint64_t{1} << count) - 1);
}

/// Writes bits one after the other into whole words.
class BitWriter {
  public:
    explicit BitWriter(std::uint64_t* out) : out_(out) {}

    /// @param bits  zero above `count` (1 to 64)
    void put(std::uint64_t bits, std::size_t count) {
        word_ |= bits << used_;
        used_ += count;
        if (used_ < 64) return;
        *out_++ = word_;
        used_ -= 64;
        word_ = used_ == 0 ? 0 : bits >> (count - used_);
    }
    void copy(const std::uint64_t* words, std::size_t bit, std::size_t count) {
        for (; count > 64; bit += 64, count -= 64) put(readBits(words, bit, 64), 64);
        if (count != 0) put(readBits(words, bit, count), count);
    }
    void fill(bool plus, std::size_t count) {
        const std::uint64_t ones = plus ? ~std::uint64_t{0} : 0;
        for (; count > 64; count -= 64) put(ones, 64);
        if (count != 0) put(ones >> (64 - count), count);
    }
    /// Writes the last, partly filled word.
    void finish() {
        if (used_ != 0) *out_ = word_;
    }

  private:
    std::uint64_t* out_;
    std::uint64_t word_ = 0;
    std::size_t used_ = 0;
};

void sized(BitMatrix& bits, std::size_t rows, std::size_t cols) {
    if (bits.rows() != rows || bits.cols() != cols) bits.resize(rows, cols);
}

} // namespace

void gatherPatches(const BitMatrix& images, const Window& window, bool plus, BitMatrix& patches) {
    assert(images.cols() == window.inputs());
    const std::size_t down = window.outHeight(), across = window.outWidth();
    sized(patches, images.rows() * window.positions(), window.patch());
    parallelBlocks(images.rows() * down, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            const std::uint64_t* image = images.row(row / down).data();
            for (std::size_t ox = 0; ox < across; ++ox) {
                BitWriter out(patches.row(row * across + ox).data());
                for (std::size_t ky = 0; ky < window.kernelHeight; ++ky) {
                    const Window::Run run = window.run(row % down, ox, ky);
                    out.fill(plus, run.before);
                    out.copy(image, run.source, run.count);
                    out.fill(plus, run.after);
                }
                out.finish();
            }
        }
    });
}

void takeChannels(const BitMatrix& images, std::size_t channels, std::size_t first, std::size_t count, BitMatrix& out) {
    const std::size_t pixels = images.cols() / channels;
    sized(out, images.rows(), pixels * count);
    parallelBlocks(images.rows(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            BitWriter writer(out.row(i).data());
            for (std::size_t p = 0; p < pixels; ++p) writer.copy(images.row(i).data(), p * channels + first, count);
            writer.finish();
        }
    });
}

void maxPool(const BitMatrix& images, const Window& window, BitMatrix& out) {
    assert(images.cols() == window.inputs() && !window.same);
    sized(out, images.rows(), window.positions() * window.channels);
    parallelBlocks(images.rows(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint64_t* image = images.row(i).data();
            BitWriter writer(out.row(i).data());
            for (std::size_t oy = 0; oy < window.outHeight(); ++oy)
                for (std::size_t ox = 0; ox < window.outWidth(); ++ox)
                    for (std::size_t c = 0; c < window.channels; c += 64) {
                        const std::size_t count = std::min<std::size_t>(64, window.channels - c);
                        std::uint64_t any = 0;
                        for (std::size_t y = oy * window.stride; y < oy * window.stride + window.kernelHeight; ++y)
                            for (std::size_t x = ox * window.stride; x < ox * window.stride + window.kernelWidth; ++x)
                                any |= readBits(image, (y * window.width + x) * window.channels + c, count);
                        writer.put(any, count);
                    }
            writer.finish();
        }
    });
}

} // namespace orthant
