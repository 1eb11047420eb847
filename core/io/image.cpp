// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/image.h"

#include "core/base/error.h"
#include "core/io/file.h"

#include <jpeglib.h> // wants <cstdio> and size_t before it
#include <png.h>

#include <jerror.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csetjmp>

namespace orthant {

namespace {

constexpr std::size_t largestFile = std::size_t{1} << 28;

/// @param least  bytes that a file of this picture has at the very least
void checkSize(std::size_t width, std::size_t height, std::size_t least, std::size_t bytes, const std::string& where) {
    const std::string size = std::to_string(width) + " x " + std::to_string(height);
    if (width == 0 || height == 0) throw Error("the picture is empty: " + size + " pixels", where);
    if (height > largestImage / width)
        throw Error("the picture has " + size + " pixels, expected at most " + std::to_string(largestImage) + " in all",
                    where);
    if (bytes < least)
        throw Error("the header says " + size + " pixels, too many for " + std::to_string(bytes) + " bytes", where);
}

/// An empty picture of this size.
Image blank(std::size_t width, std::size_t height, std::size_t channels) {
    return {width, height, channels, std::vector<std::uint8_t>(width * height * channels)};
}

Image parsePng(std::span<const std::byte> bytes, const std::string& where) {
    // The simplified interface keeps its jumps to itself and reports by value.
    struct Reader {
        png_image image = {};
        Reader() { image.version = PNG_IMAGE_VERSION; }
        ~Reader() { png_image_free(&image); }
    } reader;
    const auto check = [&](int done) {
        if (done == 0 || PNG_IMAGE_FAILED(reader.image))
            throw Error("damaged PNG: " + std::string(reader.image.message), where);
    };
    check(png_image_begin_read_from_memory(&reader.image, bytes.data(), bytes.size()));
    const std::size_t width = reader.image.width, height = reader.image.height;
    // One bit for each pixel, and deflate packs at most 1032 to 1.
    checkSize(width, height, width / 8 * height / 1032, bytes.size(), where);
    const bool colour = (reader.image.format & PNG_FORMAT_FLAG_COLOR) != 0;
    reader.image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    Image image = blank(width, height, colour ? 3 : 1);
    const png_color white = {255, 255, 255};
    check(png_image_finish_read(&reader.image, &white, image.pixels.data(), 0, nullptr));
    return image;
}

/// libjpeg leaves a failed call by a jump. So each step is a function of its own without any object that has a
/// destructor, and the picture belongs to the caller.
class JpegReader {
  public:
    JpegReader() {
        info_.err = jpeg_std_error(&errors_);
        errors_.error_exit = [](j_common_ptr info) { self(info).fail(); };
        errors_.emit_message = [](j_common_ptr info, int level) {
            // A warning means wrong pixels, but for bytes between segments, which some cameras write.
            if (level < 0 && info->err->msg_code != JWRN_EXTRANEOUS_DATA) self(info).fail();
        };
        errors_.output_message = [](j_common_ptr) {};
        info_.client_data = this;
        progress_.progress_monitor = [](j_common_ptr info) {
            // Every scan goes over the whole picture, and a small file can hold thousands.
            if (info->is_decompressor && reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > 100) {
                self(info).tooManyScans_ = true;
                self(info).fail();
            }
        };
    }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
    ~JpegReader() { jpeg_destroy_decompress(&info_); }

    bool readHeader(const unsigned char* bytes, unsigned long size) {
        if (setjmp(jump_) != 0) return false;
        jpeg_create_decompress(&info_);
        info_.client_data = this;
        info_.progress = &progress_;
        jpeg_mem_src(&info_, bytes, size);
        jpeg_read_header(&info_, TRUE);
        return true;
    }
    bool readRows(unsigned char* pixels) {
        if (setjmp(jump_) != 0) return false;
        info_.out_color_space = grey() ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_start_decompress(&info_);
        while (info_.output_scanline < info_.output_height) {
            JSAMPROW row = pixels + std::size_t{info_.output_scanline} * info_.output_width *
                                        static_cast<unsigned>(info_.output_components);
            jpeg_read_scanlines(&info_, &row, 1);
        }
        jpeg_finish_decompress(&info_);
        return true;
    }

    std::size_t width() const { return info_.image_width; }
    std::size_t height() const { return info_.image_height; }
    bool grey() const { return info_.num_components == 1; }
    bool readable() const { return info_.num_components == 1 || info_.num_components == 3; }
    std::string problem() const { return tooManyScans_ ? "more than 100 scans" : message_.data(); }

  private:
    static JpegReader& self(j_common_ptr info) { return *static_cast<JpegReader*>(info->client_data); }
    [[noreturn]] void fail() {
        errors_.format_message(reinterpret_cast<j_common_ptr>(&info_), message_.data());
        std::longjmp(jump_, 1);
    }

    jpeg_decompress_struct info_ = {};
    jpeg_error_mgr errors_ = {};
    jpeg_progress_mgr progress_ = {};
    std::jmp_buf jump_ = {};
    std::array<char, JMSG_LENGTH_MAX> message_ = {};
    bool tooManyScans_ = false;
};

Image parseJpeg(std::span<const std::byte> bytes, const std::string& where) {
    JpegReader reader;
    const auto check = [&](bool done) {
        if (!done) throw Error("damaged JPEG: " + reader.problem(), where);
    };
    check(reader.readHeader(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
    checkSize(reader.width(), reader.height(), 0, bytes.size(), where);
    if (!reader.readable())
        throw Error("a JPEG of grey or of red, green and blue was expected, found four colours of ink", where);
    Image image = blank(reader.width(), reader.height(), reader.grey() ? 1 : 3);
    check(reader.readRows(image.pixels.data()));
    return image;
}

bool startsWith(std::span<const std::byte> bytes, std::initializer_list<unsigned> signature) {
    return bytes.size() >= signature.size() &&
           std::equal(signature.begin(), signature.end(), bytes.begin(),
                      [](unsigned a, std::byte b) { return a == std::to_integer<unsigned>(b); });
}

} // namespace

Image parseImage(std::span<const std::byte> bytes, const std::string& where) {
    if (startsWith(bytes, {0x89, 'P', 'N', 'G'})) return parsePng(bytes, where);
    if (startsWith(bytes, {0xff, 0xd8, 0xff})) return parseJpeg(bytes, where);
    throw Error("not a picture in PNG or JPEG format", where);
}

Image readImage(const std::filesystem::path& file) { return parseImage(readRawFile(file, largestFile), file.string()); }

bool isImageName(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

} // namespace orthant
