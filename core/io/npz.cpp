// SPDX-License-Identifier: GPL-3.0-or-later
// NPZ: a zip file of NPY files.
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/io/bundle.h"
#include "core/io/file.h"

#include <nlohmann/json.hpp>
#include <zip.h>

#include <algorithm>
#include <memory>

namespace orthant {

namespace {

using Json = nlohmann::json;

constexpr std::string_view suffix = ".npy";
constexpr const char* metadataName = "metadata.json";
constexpr std::size_t unpackedLimit = std::size_t{4} << 30; ///< of all entries together: zip bombs stop here
constexpr std::size_t blockSize = std::size_t{1} << 15;

/// An error of libzip that describes itself.
class ZipError {
  public:
    ZipError() { zip_error_init(&error_); }
    explicit ZipError(int code) { zip_error_init_with_code(&error_, code); }
    ZipError(const ZipError&) = delete;
    ZipError& operator=(const ZipError&) = delete;
    ~ZipError() { zip_error_fini(&error_); }
    zip_error_t* get() { return &error_; }
    std::string text() { return zip_error_strerror(&error_); }

  private:
    zip_error_t error_{};
};

/// Closing without zip_discard would write; an archive that is dropped on an error must not.
using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

/// @param budget  bytes that may still be unpacked, lowered by what is
std::vector<std::byte> readEntry(zip_t* archive, zip_uint64_t index, std::size_t& budget, const std::string& where) {
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen_index(archive, index, 0));
    if (!entry) throw Error("the zip entry cannot be opened: " + std::string(zip_strerror(archive)), where);
    // The unpacked size in the directory is a claim, so memory grows with what is really there.
    std::vector<std::byte> bytes;
    while (true) {
        const std::size_t used = bytes.size();
        if (bytes.capacity() - used < blockSize) bytes.reserve(2 * used + blockSize);
        bytes.resize(used + blockSize);
        const zip_int64_t count = zip_fread(entry.get(), bytes.data() + used, blockSize);
        if (count < 0) throw Error("damaged zip entry: " + std::string(zip_file_strerror(entry.get())), where);
        bytes.resize(used + static_cast<std::size_t>(count));
        if (count == 0) return bytes;
        if (static_cast<std::size_t>(count) > budget)
            throw Error("more unpacked data than the limit of " + byteSize(static_cast<double>(unpackedLimit)), where);
        budget -= static_cast<std::size_t>(count);
    }
}

void readMetadata(Bundle& bundle, const Array& array, const std::string& where) {
    const char* text = reinterpret_cast<const char*>(array.bytes.data());
    const Json json = Json::parse(text, text + array.bytes.size(), nullptr, false);
    const bool texts =
        json.is_object() && std::all_of(json.begin(), json.end(), [](const Json& v) { return v.is_string(); });
    if (!texts) throw Error("expected a JSON object of texts as bytes", where);
    bundle.metadata = json.get<std::map<std::string, std::string>>();
}

void addEntry(zip_t* archive, const std::string& name, const std::vector<std::byte>& bytes, const std::string& where) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = source ? zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        if (source) zip_source_free(source);
        throw Error("cannot add '" + name + "': " + zip_strerror(archive), where);
    }
    const auto at = static_cast<zip_uint64_t>(index);
    // Stored, as numpy's savez does (packed signs do not get smaller), and dated 1980-01-01, the zero of zip: the same
    // arrays make the same file.
    zip_set_file_compression(archive, at, ZIP_CM_STORE, 0);
    zip_file_set_dostime(archive, at, 0, 1 << 5 | 1, 0);
}

} // namespace

void writeNpz(const std::filesystem::path& file, const Bundle& bundle) {
    std::map<std::string, std::vector<std::byte>> entries; // libzip reads them when it closes
    for (const auto& [name, array] : bundle.arrays)
        entries[name + std::string(suffix)] = npyBytes(array);
    if (!bundle.metadata.empty()) {
        if (bundle.arrays.contains(metadataName))
            throw Error("'metadata.json' cannot be the name of an array", file.string());
        const std::string text = Json(bundle.metadata).dump(-1, ' ', false, Json::error_handler_t::replace);
        entries[metadataName + std::string(suffix)] =
            npyBytes(Array::of<char>(ElementType::U8, {text.size()}, std::span(text)));
    }
    replaceFile(file, [&](const std::filesystem::path& temporary) {
        int code = 0;
        Archive archive(zip_open(temporary.c_str(), ZIP_CREATE | ZIP_EXCL, &code), &zip_discard);
        if (!archive) throw Error("cannot be created: " + ZipError(code).text(), file.string());
        for (const auto& [name, bytes] : entries)
            addEntry(archive.get(), name, bytes, file.string());
        if (zip_close(archive.get()) != 0)
            throw Error("cannot be written: " + std::string(zip_strerror(archive.get())), file.string());
        (void)archive.release(); // zip_close has freed it
        // libzip makes no file for an archive without entries; this is the empty archive of the format.
        static constexpr char emptyZip[22] = {'P', 'K', 5, 6};
        if (entries.empty()) writeFileAtomically(temporary, std::string_view(emptyZip, sizeof emptyZip));
    });
}

Bundle parseNpz(std::span<const std::byte> bytes, const std::string& where) {
    // libzip takes no bytes at all for an archive without entries.
    if (bytes.empty()) throw Error("not an NPZ (zip) file: found 0 bytes", where);
    ZipError error;
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, error.get());
    if (!source) throw Error("cannot be read: " + error.text(), where);
    Archive archive(zip_open_from_source(source, ZIP_RDONLY, error.get()), &zip_discard);
    if (!archive) {
        zip_source_free(source);
        throw Error("not an NPZ (zip) file: " + error.text(), where);
    }
    Bundle bundle;
    std::size_t budget = unpackedLimit;
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(std::max<zip_int64_t>(count, 0)); ++i) {
        const char* found = zip_get_name(archive.get(), i, 0);
        std::string name = found ? found : "";
        const std::string place = where + ", entry '" + name + "'";
        if (!name.ends_with(suffix)) throw Error("expected a name that ends with .npy", place);
        name.resize(name.size() - suffix.size());
        const Array array = parseNpy(readEntry(archive.get(), i, budget, place), place);
        if (name == metadataName)
            readMetadata(bundle, array, place);
        else if (!bundle.arrays.emplace(name, array).second)
            throw Error("the name is there twice", place);
    }
    return bundle;
}

Bundle readNpz(const std::filesystem::path& file) { return parseNpz(readRawFile(file), file.string()); }

} // namespace orthant
