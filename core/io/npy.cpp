// SPDX-License-Identifier: GPL-3.0-or-later
// NPY 1.0 to 3.0: magic, version, length of the header, a Python dictionary as text, the values.
#include "core/base/error.h"
#include "core/io/bundle.h"
#include "core/io/bytes.h"
#include "core/io/file.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

namespace orthant {

namespace {

constexpr std::string_view magic = "\x93NUMPY";

struct NpyType {
    std::string_view code; ///< without the byte order
    ElementType type;
};
/// The first entry of a type is the one that is written.
constexpr NpyType npyTypes[] = {{"u1", ElementType::U8},  {"b1", ElementType::U8},  {"i1", ElementType::I8},
                                {"u2", ElementType::U16}, {"i2", ElementType::I16}, {"i4", ElementType::I32},
                                {"i8", ElementType::I64}, {"u8", ElementType::U64}, {"f4", ElementType::F32},
                                {"f8", ElementType::F64}};

struct NpyHeader {
    ElementType type = ElementType::F32;
    bool bigEndian = false;
    bool fortranOrder = false;
    std::vector<std::size_t> shape;
};

/// Reads the little of Python that the header uses: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class HeaderParser {
  public:
    HeaderParser(std::string_view text, std::size_t offset, const std::string& where)
        : text_(text), offset_(offset), where_(where) {}

    NpyHeader parse() {
        NpyHeader header;
        bool type = false, order = false, shape = false;
        expect('{');
        while (!accept('}')) {
            const std::string_view key = quoted();
            expect(':');
            if (key == "descr")
                type = parseType(header);
            else if (key == "fortran_order")
                order = parseOrder(header);
            else if (key == "shape")
                shape = parseShape(header);
            else
                fail("unknown key '" + std::string(key) + "' in the header; expected descr, fortran_order, shape");
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (at_ != text_.size()) fail("text after the header's dictionary");
        if (!type || !order || !shape) fail("the header lacks one of descr, fortran_order, shape");
        return header;
    }

  private:
    [[noreturn]] void fail(const std::string& message) const { throw Error(message, atByte(where_, offset_ + at_)); }

    void skipSpace() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
            ++at_;
    }
    bool accept(char c) {
        skipSpace();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    bool acceptWord(std::string_view word) {
        skipSpace();
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }
    void expect(char c) {
        if (!accept(c)) fail(std::string("expected '") + c + "' in the header");
    }
    std::string_view quoted() {
        skipSpace();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        const std::size_t end = quote == '\'' || quote == '"' ? text_.find(quote, at_ + 1) : std::string_view::npos;
        if (end == std::string_view::npos) fail("expected a quoted text in the header");
        const std::string_view result = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return result;
    }

    bool parseType(NpyHeader& header) {
        if (accept('[')) fail("a structured array; expected plain numbers");
        const std::string_view descr = quoted();
        const bool hasOrder = !descr.empty() && std::string_view("<>|=").find(descr.front()) != std::string_view::npos;
        const std::string_view code = hasOrder ? descr.substr(1) : descr;
        const auto it = std::find_if(std::begin(npyTypes), std::end(npyTypes),
                                     [&](const NpyType& entry) { return entry.code == code; });
        if (it == std::end(npyTypes))
            fail("element type '" + std::string(descr.substr(0, 20)) +
                 "'; expected one of b1, u1, i1, u2, i2, i4, u8, i8, f4, f8");
        header.type = it->type;
        header.bigEndian = hasOrder && descr.front() == '>';
        return true;
    }
    bool parseOrder(NpyHeader& header) {
        header.fortranOrder = acceptWord("True");
        if (!header.fortranOrder && !acceptWord("False")) fail("expected True or False in the header");
        return true;
    }
    bool parseShape(NpyHeader& header) {
        header.shape.clear();
        expect('(');
        while (!accept(')')) {
            skipSpace();
            std::size_t size = 0;
            const char* begin = text_.data() + at_;
            const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), size);
            if (error != std::errc{}) fail("expected a size in the header's shape");
            at_ += static_cast<std::size_t>(end - begin);
            accept('L'); // Python 2 wrote long numbers so
            header.shape.push_back(size);
            if (header.shape.size() > 32) fail("more than 32 dimensions");
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return true;
    }

    std::string_view text_;
    std::size_t offset_;
    const std::string& where_;
    std::size_t at_ = 0;
};

/// From column-major to row-major: walks the result in order and keeps the index of the source in step.
void toRowMajor(Array& array) {
    const std::size_t size = bytesOf(array.type), rank = array.shape.size();
    if (rank < 2 || array.bytes.empty()) return;
    std::vector<std::size_t> stride(rank, size), index(rank, 0);
    for (std::size_t d = 1; d < rank; ++d)
        stride[d] = stride[d - 1] * array.shape[d - 1];
    std::vector<std::byte> result(array.bytes.size());
    std::size_t source = 0;
    for (std::size_t target = 0; target < result.size(); target += size) {
        std::memcpy(result.data() + target, array.bytes.data() + source, size);
        for (std::size_t d = rank; d-- > 0;) {
            source += stride[d];
            if (++index[d] < array.shape[d]) break;
            source -= stride[d] * array.shape[d];
            index[d] = 0;
        }
    }
    array.bytes = std::move(result);
}

} // namespace

std::vector<std::byte> npyBytes(const Array& array) {
    const auto it = std::find_if(std::begin(npyTypes), std::end(npyTypes),
                                 [&](const NpyType& entry) { return entry.type == array.type; });
    std::string header = std::string("{'descr': '") + (bytesOf(array.type) == 1 ? '|' : '<') + std::string(it->code) +
                         "', 'fortran_order': False, 'shape': (";
    for (const std::size_t size : array.shape)
        header += std::to_string(size) + ", ";
    if (array.shape.size() > 1) header.resize(header.size() - 2); // only a tuple of one ends with a comma
    header += "), }";
    // Values start at a multiple of 64 bytes; the header ends with a new line.
    header.append(63 - (magic.size() + 4 + header.size()) % 64, ' ');
    header += '\n';

    std::string text(magic);
    text += {'\x01', '\x00', static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
    text += header;
    std::vector<std::byte> bytes(text.size() + array.bytes.size());
    std::memcpy(bytes.data(), text.data(), text.size());
    if (!array.bytes.empty()) std::memcpy(bytes.data() + text.size(), array.bytes.data(), array.bytes.size());
    return bytes;
}

Array parseNpy(std::span<const std::byte> bytes, const std::string& where) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(magic) || bytes.size() < 10)
        throw Error("not an NPY file: expected it to start with \\x93NUMPY", atByte(where, 0));
    const unsigned version = std::to_integer<unsigned>(bytes[6]);
    if (version < 1 || version > 3)
        throw Error("NPY version " + std::to_string(version) + ", expected 1 to 3", atByte(where, 6));
    const std::size_t lengthBytes = version == 1 ? 2 : 4, start = 8 + lengthBytes;
    if (bytes.size() < start) throw Error("the file ends in the header", atByte(where, bytes.size()));
    const std::size_t length = readLittle(bytes.subspan(8, lengthBytes));
    if (length > bytes.size() - start)
        throw Error("the header claims " + std::to_string(length) + " bytes, the file has " +
                        std::to_string(bytes.size() - start) + " more",
                    atByte(where, 8));

    const NpyHeader header = HeaderParser(text.substr(start, length), start, where).parse();
    const std::size_t data = start + length;
    const std::size_t expected = arrayBytes(header.type, header.shape, atByte(where, start));
    if (expected != bytes.size() - data)
        throw Error("found " + std::to_string(bytes.size() - data) + " bytes of values, expected " +
                        std::to_string(expected),
                    atByte(where, data));
    Array array{header.type, header.shape, {bytes.begin() + static_cast<std::ptrdiff_t>(data), bytes.end()}};
    if (header.bigEndian) reverseElements(array.bytes, bytesOf(array.type));
    if (header.fortranOrder) toRowMajor(array);
    return array;
}

void writeNpy(const std::filesystem::path& file, const Array& array) { writeFileAtomically(file, npyBytes(array)); }

Array readNpy(const std::filesystem::path& file) { return parseNpy(readFile(file), file.string()); }

} // namespace orthant
