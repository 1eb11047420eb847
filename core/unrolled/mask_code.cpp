// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/bytes.h"
#include "core/unrolled/matrices.h"
#include "core/unrolled/structure.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <optional>
#include <set>

namespace orthant {

namespace {

using Kind = MaskCode::Kind;

std::size_t mod(std::ptrdiff_t a, std::size_t n) {
    const auto size = static_cast<std::ptrdiff_t>(n);
    return static_cast<std::size_t>((a % size + size) % size);
}

std::optional<MaskCode> asBlocks(const Mask& mask) {
    const std::size_t rows = mask.rows(), cols = mask.cols(), links = countOnes(mask);
    if (links == 0 || rows * cols % links != 0) return std::nullopt;
    MaskCode code;
    code.kind = Kind::Blocks;
    code.blocks = rows * cols / links; // B blocks of (rows/B) x (cols/B) links each
    if (rows % code.blocks != 0 || cols % code.blocks != 0 || !(maskOf(code, rows, cols) == mask)) return std::nullopt;
    code.text = "block diagonal: " + std::to_string(code.blocks) + " blocks of " + std::to_string(rows / code.blocks) +
                " x " + std::to_string(cols / code.blocks);
    return code;
}

std::optional<MaskCode> asBand(const Mask& mask) {
    MaskCode code;
    code.kind = Kind::Band;
    bool any = false;
    for (std::size_t i = 0; i < mask.rows(); ++i)
        for (std::size_t j = 0; j < mask.cols(); ++j) {
            if (!mask.get(i, j)) continue;
            const std::ptrdiff_t diagonal = static_cast<std::ptrdiff_t>(j) - static_cast<std::ptrdiff_t>(i);
            code.low = any ? std::min(code.low, diagonal) : diagonal;
            code.high = any ? std::max(code.high, diagonal) : diagonal;
            any = true;
        }
    if (!any || !(maskOf(code, mask.rows(), mask.cols()) == mask)) return std::nullopt;
    code.text = "a band: diagonals " + std::to_string(code.low) + " to " + std::to_string(code.high);
    return code;
}

/// The neighbours of all pixels together, in pictures of this width.
std::optional<MaskCode> asStencil(const Mask& mask, std::size_t width, bool wraps, std::size_t links) {
    const std::size_t n = mask.rows(), height = n / width;
    std::set<std::pair<std::ptrdiff_t, std::ptrdiff_t>> offsets;
    const auto offset = [&](std::size_t from, std::size_t to, std::size_t size) {
        const std::ptrdiff_t d = static_cast<std::ptrdiff_t>(to) - static_cast<std::ptrdiff_t>(from);
        if (!wraps) return d;
        const std::size_t around = mod(d, size);
        return 2 * around > size ? static_cast<std::ptrdiff_t>(around) - static_cast<std::ptrdiff_t>(size)
                                 : static_cast<std::ptrdiff_t>(around);
    };
    for (std::size_t p = 0; p < n; ++p)
        for (std::size_t q = 0; q < n; ++q)
            if (mask.get(p, q)) {
                offsets.emplace(offset(p / width, q / width, height), offset(p % width, q % width, width));
                if (offsets.size() * n > 4 * links) return std::nullopt; // a stencil loses less than this at the edges
            }
    MaskCode code;
    code.kind = Kind::Stencil;
    code.width = width;
    code.wraps = wraps;
    for (const auto& [dy, dx] : offsets) {
        code.down = std::max(code.down, static_cast<std::size_t>(std::abs(dy)));
        code.across = std::max(code.across, static_cast<std::size_t>(std::abs(dx)));
    }
    code.neighbours.assign((2 * code.down + 1) * (2 * code.across + 1), false);
    for (const auto& [dy, dx] : offsets)
        code.neighbours[(static_cast<std::size_t>(dy + static_cast<std::ptrdiff_t>(code.down))) *
                            (2 * code.across + 1) +
                        static_cast<std::size_t>(dx + static_cast<std::ptrdiff_t>(code.across))] = true;
    if (!(maskOf(code, n, n) == mask)) return std::nullopt;
    code.text = "a stencil of " + std::to_string(2 * code.down + 1) + " x " + std::to_string(2 * code.across + 1) +
                " on pictures of " + std::to_string(height) + " x " + std::to_string(width);
    return code;
}

std::optional<MaskCode> asStencil(const Mask& mask) {
    const std::size_t n = mask.rows(), links = countOnes(mask);
    if (n != mask.cols() || links == 0 || 4 * links > n * n) return std::nullopt;
    for (std::size_t width = 2; width <= n; ++width) {
        if (n % width != 0) continue;
        for (const bool wraps : {false, true})
            if (auto code = asStencil(mask, width, wraps, links)) return code;
    }
    return std::nullopt;
}

std::size_t bytesOf(const MaskCode& code, std::size_t rows, std::size_t cols) {
    constexpr std::size_t head = 5; // kind, rows, columns
    switch (code.kind) {
    case Kind::Dense:
        return head;
    case Kind::Blocks:
        return head + 2;
    case Kind::Band:
        return head + 4;
    case Kind::Stencil:
        return head + 7 + (code.neighbours.size() + 7) / 8;
    case Kind::Bitmap:
        break;
    }
    return head + (rows * cols + 7) / 8;
}

class Writer {
  public:
    void number(std::size_t value, std::size_t bytes) {
        for (std::size_t b = 0; b < bytes; ++b)
            bytes_.push_back(static_cast<std::byte>(value >> (8 * b) & 0xFF));
    }
    template <class Bit>
    void bits(std::size_t count, const Bit& bit) {
        for (std::size_t i = 0; i < count; i += 8) {
            unsigned value = 0;
            for (std::size_t b = 0; b < std::min<std::size_t>(8, count - i); ++b)
                value |= static_cast<unsigned>(bit(i + b)) << b;
            bytes_.push_back(static_cast<std::byte>(value));
        }
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    std::vector<std::byte> bytes_;
};

class Reader {
  public:
    Reader(std::span<const std::byte> bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    std::size_t number(std::size_t count) { return static_cast<std::size_t>(readLittle(take(count))); }
    std::ptrdiff_t diagonal() { return static_cast<std::int16_t>(number(2)); }
    std::vector<bool> bits(std::size_t count) {
        const auto from = take((count + 7) / 8); // before memory is asked for
        std::vector<bool> result(count);
        for (std::size_t i = 0; i < count; ++i)
            result[i] = (std::to_integer<unsigned>(from[i / 8]) >> (i % 8) & 1U) != 0;
        return result;
    }
    void end() const {
        if (!bytes_.empty()) throw Error("found " + std::to_string(bytes_.size()) + " bytes after the mask", where_);
    }

  private:
    std::span<const std::byte> take(std::size_t count) {
        if (bytes_.size() < count) throw Error("the bytes of the mask end too early", where_);
        const auto part = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return part;
    }
    std::span<const std::byte> bytes_;
    const std::string& where_;
};

} // namespace

MaskCode codeOf(const Mask& mask) {
    const std::size_t rows = mask.rows(), cols = mask.cols();
    MaskCode best;
    best.kind = Kind::Bitmap;
    best.text = "one bit for each of " + std::to_string(rows * cols) + " links";
    best.bits = 8 * bytesOf(best, rows, cols);
    const auto consider = [&](std::optional<MaskCode> code) {
        if (!code) return;
        code->bits = 8 * bytesOf(*code, rows, cols);
        if (code->bits < best.bits) best = std::move(*code);
    };
    if (countOnes(mask) == rows * cols) {
        MaskCode dense;
        dense.text = "every link";
        consider(dense);
        return best;
    }
    consider(asBlocks(mask));
    if (best.kind == Kind::Bitmap) consider(asBand(mask));
    if (best.kind == Kind::Bitmap) consider(asStencil(mask));
    return best;
}

Mask maskOf(const MaskCode& code, std::size_t rows, std::size_t cols) {
    Mask mask(rows, cols);
    const auto fits = [](bool condition, const char* what) {
        if (!condition) throw Error(std::string("the mask is said to be ") + what + ", which its size cannot be");
    };
    switch (code.kind) {
    case Kind::Dense:
        return denseMask(rows, cols);
    case Kind::Blocks: {
        fits(code.blocks > 0 && rows % code.blocks == 0 && cols % code.blocks == 0, "equal blocks");
        const std::size_t down = rows / code.blocks, across = cols / code.blocks;
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = i / down * across; j < (i / down + 1) * across; ++j)
                mask.set(i, j, true);
        return mask;
    }
    case Kind::Band:
        for (std::size_t i = 0; i < rows; ++i) {
            const auto at = static_cast<std::ptrdiff_t>(i), last = static_cast<std::ptrdiff_t>(cols) - 1;
            for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(0, at + code.low); j <= std::min(last, at + code.high);
                 ++j)
                mask.set(i, static_cast<std::size_t>(j), true);
        }
        return mask;
    case Kind::Stencil: {
        fits(code.width > 0 && rows == cols && rows % code.width == 0, "a stencil on pictures");
        fits(code.neighbours.size() == (2 * code.down + 1) * (2 * code.across + 1), "a stencil of another size");
        const std::size_t width = code.width, height = rows / width;
        const auto reachY = static_cast<std::ptrdiff_t>(code.down), reachX = static_cast<std::ptrdiff_t>(code.across);
        const auto move = [&](std::size_t from, std::ptrdiff_t by, std::size_t size) -> std::optional<std::size_t> {
            const std::ptrdiff_t to = static_cast<std::ptrdiff_t>(from) + by;
            if (code.wraps) return mod(to, size);
            if (to < 0 || to >= static_cast<std::ptrdiff_t>(size)) return std::nullopt;
            return static_cast<std::size_t>(to);
        };
        for (std::size_t p = 0; p < rows; ++p) {
            std::size_t next = 0;
            for (std::ptrdiff_t dy = -reachY; dy <= reachY; ++dy)
                for (std::ptrdiff_t dx = -reachX; dx <= reachX; ++dx) {
                    if (!code.neighbours[next++]) continue;
                    const auto y = move(p / width, dy, height), x = move(p % width, dx, width);
                    if (y && x) mask.set(p, *y * width + *x, true);
                }
        }
        return mask;
    }
    case Kind::Bitmap:
        break;
    }
    throw Error("a mask of one bit for each link cannot be made from its kind alone");
}

std::vector<std::byte> encodedMask(const Mask& mask) {
    assert(mask.rows() < 65536 && mask.cols() < 65536);
    const MaskCode code = codeOf(mask);
    Writer out;
    out.number(static_cast<std::size_t>(code.kind), 1);
    out.number(mask.rows(), 2);
    out.number(mask.cols(), 2);
    if (code.kind == Kind::Blocks) out.number(code.blocks, 2);
    if (code.kind == Kind::Band) {
        out.number(static_cast<std::uint16_t>(code.low), 2);
        out.number(static_cast<std::uint16_t>(code.high), 2);
    }
    if (code.kind == Kind::Stencil) {
        out.number(code.width, 2);
        out.number(code.down, 2);
        out.number(code.across, 2);
        out.number(code.wraps ? 1 : 0, 1);
        out.bits(code.neighbours.size(), [&](std::size_t i) { return code.neighbours[i]; });
    }
    if (code.kind == Kind::Bitmap)
        out.bits(mask.rows() * mask.cols(), [&](std::size_t i) { return mask.get(i / mask.cols(), i % mask.cols()); });
    return out.take();
}

Mask decodedMask(std::span<const std::byte> bytes, const std::string& where) {
    Reader in(bytes, where);
    MaskCode code;
    const std::size_t kind = in.number(1), rows = in.number(2), cols = in.number(2);
    if (kind > static_cast<std::size_t>(Kind::Bitmap))
        throw Error("found " + std::to_string(kind) + " as the kind of a mask, expected 0 to 4", where);
    checkSides(rows, cols, where);
    code.kind = static_cast<Kind>(kind);
    if (code.kind == Kind::Bitmap) {
        const std::vector<bool> links = in.bits(rows * cols);
        in.end();
        Mask mask(rows, cols);
        for (std::size_t i = 0; i < links.size(); ++i)
            if (links[i]) mask.set(i / cols, i % cols, true);
        return mask;
    }
    if (code.kind == Kind::Blocks) code.blocks = in.number(2);
    if (code.kind == Kind::Band) {
        code.low = in.diagonal();
        code.high = in.diagonal();
    }
    if (code.kind == Kind::Stencil) {
        code.width = in.number(2);
        code.down = in.number(2);
        code.across = in.number(2);
        code.wraps = in.number(1) != 0;
        code.neighbours = in.bits((2 * code.down + 1) * (2 * code.across + 1));
    }
    in.end();
    try {
        return maskOf(code, rows, cols);
    } catch (const Error& error) {
        throw Error(error.message(), where);
    }
}

} // namespace orthant
