// SPDX-License-Identifier: GPL-3.0-or-later
/// Small pictures, byte by byte.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace fuzz {

using Bytes8 = std::vector<unsigned char>;

inline void append(Bytes8& to, const Bytes8& bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
inline void appendBig(Bytes8& to, std::size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        to.push_back(static_cast<unsigned char>(value >> shift & 255U));
}

inline void appendChunk(Bytes8& png, std::string_view name, const Bytes8& content) {
    appendBig(png, content.size());
    Bytes8 body(name.begin(), name.end());
    append(body, content);
    append(png, body);
    appendBig(png, crc32(0, body.data(), static_cast<unsigned>(body.size())));
}

/// A PNG file without filters.
/// @param kind     0 grey, 2 colours, 3 palette, 4 grey and alpha, 6 colours and alpha
/// @param samples  the rows one after the other, each a whole number of bytes
inline Bytes8 pngBytes(std::size_t width, std::size_t height, unsigned char kind, unsigned char bits,
                       const Bytes8& samples, const Bytes8& palette = {}) {
    Bytes8 png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, header, rows;
    appendBig(header, width);
    appendBig(header, height);
    append(header, {bits, kind, 0, 0, 0});
    appendChunk(png, "IHDR", header);
    if (!palette.empty()) appendChunk(png, "PLTE", palette);
    const std::size_t row = height == 0 ? 0 : samples.size() / height;
    for (std::size_t y = 0; y < height; ++y) {
        rows.push_back(0);
        rows.insert(rows.end(), samples.begin() + static_cast<std::ptrdiff_t>(y * row),
                    samples.begin() + static_cast<std::ptrdiff_t>((y + 1) * row));
    }
    uLongf size = compressBound(static_cast<uLong>(rows.size()));
    Bytes8 packed(size);
    compress(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()));
    packed.resize(size);
    appendChunk(png, "IDAT", packed);
    appendChunk(png, "IEND", {});
    return png;
}

/// A baseline JPEG of 16 x 8 pixels (grey) or 8 x 8 (three components), all steps of quantization 8, so that a block
/// whose coefficient is c has the level 128 + c. Codes of the differences: 0 for none, 10 for 6 bits, 110 for 7 bits; 0
/// ends a block.
inline Bytes8 jpegBytes(unsigned char components) {
    Bytes8 jpeg = {0xff, 0xd8, 0xff, 0xdb, 0, 67, 0};
    jpeg.insert(jpeg.end(), 64, 8);
    append(jpeg, {0xff, 0xc0, 0, static_cast<unsigned char>(8 + 3 * components), 8, 0, 8, 0,
                  static_cast<unsigned char>(components == 1 ? 16 : 8), components});
    for (unsigned char c = 1; c <= components; ++c)
        append(jpeg, {c, 0x11, 0});
    append(jpeg, {0xff, 0xc4, 0, 22, 0x00, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 7});
    append(jpeg, {0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    append(jpeg, {0xff, 0xda, 0, static_cast<unsigned char>(6 + 2 * components), components});
    for (unsigned char c = 1; c <= components; ++c)
        append(jpeg, {c, 0});
    append(jpeg, {0, 63, 0});
    // Grey: +40, then -80, so levels 168 and 88. Colours: Y +40, Cb 0, Cr +40.
    if (components == 1)
        append(jpeg, {0xa8, 0x65, 0xef}); // 10 101000 0 | 110 0101111 0 | 1111
    else
        append(jpeg, {0xa8, 0x15, 0x07}); // 10 101000 0 | 0 0 | 10 101000 0 | 111
    append(jpeg, {0xff, 0xd9});
    return jpeg;
}

} // namespace fuzz
