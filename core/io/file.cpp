// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace orthant {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t blockSize = std::size_t{1} << 16;

std::string reason(int code) { return std::generic_category().message(code); }

/// An open file that closes itself.
class Descriptor {
  public:
    Descriptor(const fs::path& file, int flags) : number_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    explicit operator bool() const { return number_ >= 0; }
    int number() const { return number_; }

  private:
    int number_;
};

[[noreturn]] void tooLarge(std::size_t limit, const std::string& where) {
    throw Error("more data than the limit of " + byteSize(static_cast<double>(limit)), where);
}

/// Room for one more block at the end of `bytes`: doubled, so that a long file is copied few times, but never past the
/// limit by more than one block.
void addRoom(std::vector<std::byte>& bytes, std::size_t used, std::size_t limit) {
    if (bytes.size() - used >= blockSize) return;
    bytes.resize(std::max(std::min(2 * bytes.size(), limit), used + blockSize));
}

void writeAll(const fs::path& file, std::span<const std::byte> bytes) {
    const Descriptor out(file, O_WRONLY | O_CREAT | O_EXCL);
    if (!out) throw Error("cannot be created: " + reason(errno), file.string());
    while (!bytes.empty()) {
        const ssize_t written = ::write(out.number(), bytes.data(), std::min(bytes.size(), std::size_t{1} << 30));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw Error("cannot be written: " + reason(errno), file.string());
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

/// Asks the system to put a file or a folder on the disk.
void flush(const fs::path& path, int flags) {
    const Descriptor descriptor(path, flags);
    // EINVAL: this file system cannot flush this kind of object, which is no fault of ours.
    if (!descriptor || (::fsync(descriptor.number()) != 0 && errno != EINVAL))
        throw Error("cannot be written to the disk: " + reason(errno), path.string());
}

bool looksLikeGzip(std::span<const std::byte> bytes) {
    return bytes.size() >= 3 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b} && bytes[2] == std::byte{8};
}

} // namespace

std::vector<std::byte> unpackGzip(std::span<const std::byte> packed, std::size_t limit, const std::string& where) {
    z_stream stream{};
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) throw Error("cannot start unpacking gzip data", where);
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, &inflateEnd);

    std::vector<std::byte> bytes;
    std::size_t used = 0, taken = 0;
    while (true) {
        addRoom(bytes, used, limit);
        const std::size_t input = std::min(packed.size() - taken, blockSize);
        const std::size_t room = std::min(bytes.size() - used, std::size_t{1} << 30);
        // zlib does not write to its input; its type only lacks the const.
        stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data() + taken));
        stream.avail_in = static_cast<uInt>(input);
        stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + used);
        stream.avail_out = static_cast<uInt>(room);
        const int result = inflate(&stream, Z_NO_FLUSH);
        taken += input - stream.avail_in;
        used += room - stream.avail_out;
        const std::string place = where + ", packed byte " + std::to_string(taken);
        if (used > limit) tooLarge(limit, place);
        if (result == Z_STREAM_END) {
            if (!looksLikeGzip(packed.subspan(taken))) break; // else another member follows
            inflateReset(&stream);
        } else if (result == Z_BUF_ERROR || (result == Z_OK && taken == packed.size() && stream.avail_out != 0)) {
            throw Error("the gzip data ends too early, after " + std::to_string(used) + " unpacked bytes", place);
        } else if (result != Z_OK) {
            throw Error(std::string("damaged gzip data: ") + (stream.msg ? stream.msg : "unknown error"), place);
        }
    }
    // Some writers fill up the last block with zeros.
    if (std::any_of(packed.begin() + static_cast<std::ptrdiff_t>(taken), packed.end(),
                    [](std::byte b) { return b != std::byte{0}; }))
        throw Error("other data follows the gzip data", where + ", packed byte " + std::to_string(taken));
    bytes.resize(used);
    return bytes;
}

std::vector<std::byte> readRawFile(const fs::path& file, std::size_t limit) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) throw Error("is a folder, expected a file", file.string());
    const Descriptor in(file, O_RDONLY);
    if (!in)
        throw Error(errno == ENOENT ? "there is no such file" : "cannot be opened: " + reason(errno), file.string());

    // The size is only a hint: pipes have none, and a file may grow while we read.
    const std::uintmax_t size = fs::is_regular_file(file, ignored) ? fs::file_size(file, ignored) : 0;
    if (!ignored && size > limit) tooLarge(limit, file.string());
    std::vector<std::byte> bytes;
    if (!ignored) bytes.resize(static_cast<std::size_t>(size) + blockSize);
    std::size_t used = 0;
    while (true) {
        addRoom(bytes, used, limit);
        const ssize_t count = ::read(in.number(), bytes.data() + used, bytes.size() - used);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw Error("cannot be read: " + reason(errno), file.string());
        if (count == 0) break;
        used += static_cast<std::size_t>(count);
        if (used > limit) tooLarge(limit, file.string());
    }
    bytes.resize(used);
    return bytes;
}

std::vector<std::byte> readFile(const fs::path& file, std::size_t limit) {
    std::vector<std::byte> bytes = readRawFile(file, limit);
    return looksLikeGzip(bytes) ? unpackGzip(bytes, limit, file.string()) : bytes;
}

std::string readTextFile(const fs::path& file) {
    const std::vector<std::byte> bytes = readFile(file);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void replaceFile(const fs::path& file, const std::function<void(const fs::path&)>& write) {
    static std::atomic<unsigned> count{0};
    if (!file.has_filename()) throw Error("is not the name of a file", file.string());
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error("the folder cannot be created: " + error.message(), folder.string());

    // The extension stays, for writers that look at it.
    fs::path temporary = folder / ("." + file.stem().string() + ".part-" + std::to_string(::getpid()) + "-" +
                                   std::to_string(count.fetch_add(1)) + file.extension().string());
    try {
        write(temporary);
        flush(temporary, O_RDONLY);
        if (::rename(temporary.c_str(), file.c_str()) != 0)
            throw Error("cannot be replaced: " + reason(errno), file.string());
    } catch (...) {
        fs::remove(temporary, error);
        throw;
    }
    flush(folder, O_RDONLY | O_DIRECTORY);
}

void writeFileAtomically(const fs::path& file, std::span<const std::byte> bytes) {
    replaceFile(file, [&](const fs::path& temporary) { writeAll(temporary, bytes); });
}

void writeFileAtomically(const fs::path& file, std::string_view text) {
    writeFileAtomically(file, std::as_bytes(std::span(text)));
}

} // namespace orthant
