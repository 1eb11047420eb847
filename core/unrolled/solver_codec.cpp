// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solver_codec.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/link_layout.h"
#include "core/unrolled/matrices.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace orthant {

namespace {

constexpr std::size_t mostLayers = 10000, shortMask = 64;
constexpr double mostBits = 0x1p35; ///< 4 GiB

class BitWriter {
  public:
    void put(bool bit) {
        if (count_ % 8 == 0) bytes_.push_back(0);
        if (bit) bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | 0x80U >> count_ % 8);
        ++count_;
    }
    bool empty() const { return bytes_.empty(); }
    Array array() const { return Array::of<std::uint8_t>(ElementType::U8, {bytes_.size()}, bytes_); }

  private:
    std::vector<std::uint8_t> bytes_;
    std::size_t count_ = 0;
};

/// Values that matrices share or have of their own.
enum class Sharing { None, All, Matrix, Row };

/// Numbers of a group of matrices, as the text of the metadata has them.
struct GroupForm {
    std::size_t matrices = 0, planes = 0;
    Sharing scales = Sharing::None, offsets = Sharing::None;
    bool zeros = false;
    bool doubling = false; ///< the scale of plane p is 2^p times that of the first

    std::string text() const {
        std::string result;
        for (const std::size_t v : {matrices, planes, static_cast<std::size_t>(scales), static_cast<std::size_t>(offsets),
                                    std::size_t{zeros}, std::size_t{doubling}})
            result += (result.empty() ? "" : " ") + std::to_string(v);
        return result;
    }
};

std::vector<std::size_t> numbersIn(const std::string& text, std::size_t wanted, const std::string& where) {
    std::vector<std::size_t> result;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        std::size_t value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc{} || (next != end && *next != ' ')) break;
        result.push_back(value);
        at = next == end ? end : next + 1;
    }
    if (result.size() != wanted || at != end)
        throw Error("expected " + std::to_string(wanted) + " whole numbers, found '" + text.substr(0, 60) + "'", where);
    return result;
}

Sharing sharingOf(const std::vector<Packed>& weights, const auto& values) {
    const std::size_t size = values(weights[0]).size();
    if (size == 0) return Sharing::None;
    if (size > 1) return Sharing::Row;
    const bool same = std::ranges::all_of(weights, [&](const Packed& w) { return values(w) == values(weights[0]); });
    return same ? Sharing::All : Sharing::Matrix;
}

bool isDoubling(const std::vector<Packed>& weights) {
    return std::ranges::all_of(weights, [](const Packed& w) {
        for (std::size_t p = 1; p < w.planes.size(); ++p)
            for (std::size_t i = 0; i < w.scales[0].size(); ++i)
                if (w.scales[p][i] != std::ldexp(w.scales[0][i], static_cast<int>(p))) return false;
        return w.planes.size() > 1;
    });
}

template <class Visit>
void forEachLink(const Mask& mask, const Visit& visit) {
    for (std::size_t r = 0; r < mask.rows(); ++r)
        for (std::size_t c = 0; c < mask.cols(); ++c)
            if (mask.get(r, c)) visit(r, c);
}

bool keeps(const Packed& weights, std::size_t r, std::size_t c) { return weights.mask.rows() == 0 || weights.mask.get(r, c); }

/// What the two groups of matrices put into.
struct Streams {
    BitWriter signs, zeros;
    std::vector<float> weights, floats;
};

void putValues(Sharing sharing, const std::vector<Packed>& weights, std::vector<float>& floats, const auto& values) {
    for (std::size_t k = 0; k < weights.size(); ++k) {
        if (sharing == Sharing::All && k > 0) break;
        const std::vector<float>& v = values(weights[k]);
        floats.insert(floats.end(), v.begin(), v.end());
    }
}

GroupForm writeGroup(const std::vector<Packed>& weights, const Mask& mask, Streams& out) {
    GroupForm form{weights.size(), weights[0].planes.size()};
    for (const Packed& w : weights)
        forEachLink(mask, [&](std::size_t r, std::size_t c) { form.zeros = form.zeros || !keeps(w, r, c); });
    form.doubling = isDoubling(weights);
    if (form.planes > 0) form.scales = sharingOf(weights, [](const Packed& w) { return w.scales[0]; });
    form.offsets = sharingOf(weights, [](const Packed& w) { return w.offsets; });
    for (std::size_t p = 0; p < (form.doubling ? 1 : form.planes); ++p)
        putValues(form.scales, weights, out.floats, [p](const Packed& w) { return w.scales[p]; });
    putValues(form.offsets, weights, out.floats, [](const Packed& w) { return w.offsets; });
    for (const Packed& w : weights) {
        if (form.zeros) forEachLink(mask, [&](std::size_t r, std::size_t c) { out.zeros.put(keeps(w, r, c)); });
        for (const BitMatrix& plane : w.planes)
            forEachLink(mask, [&](std::size_t r, std::size_t c) {
                if (keeps(w, r, c)) out.signs.put(plane.get(r, c));
            });
        if (w.planes.empty()) forEachLink(mask, [&](std::size_t r, std::size_t c) { out.weights.push_back(w.values[r * w.cols + c]); });
    }
    return form;
}

/// Takes bits and floats out of the arrays, one after the other.
class Streamed {
  public:
    explicit Streamed(const Bundle& bundle) : bundle_(bundle) {}

    bool bit(const char* name, std::size_t& at) {
        const Array& array = typed(name, ElementType::U8);
        if (at / 8 >= array.bytes.size())
            throw Error("found " + std::to_string(array.bytes.size()) + " bytes, expected more", name);
        const auto byte = std::to_integer<unsigned>(array.bytes[at / 8]);
        return (byte & 0x80U >> at++ % 8) != 0;
    }
    float number(const char* name, std::size_t& at) {
        const Array& array = typed(name, ElementType::F32);
        if ((at + 1) * sizeof(float) > array.bytes.size())
            throw Error("found " + std::to_string(array.count()) + " values, expected more", name);
        float value = 0;
        std::memcpy(&value, array.bytes.data() + at++ * sizeof(float), sizeof value);
        if (!std::isfinite(value)) throw Error("value " + std::to_string(at) + " is not a finite number", name);
        return value;
    }
    /// Nothing may be left over.
    void end() const {
        for (const auto& [name, used, bits] : {std::tuple("signs", signs, 8U), std::tuple("zeros", zeros, 8U),
                                               std::tuple("weights", weights, 1U), std::tuple("floats", floats, 1U)}) {
            const auto it = bundle_.arrays.find(name);
            const std::size_t found = it == bundle_.arrays.end() ? 0 : it->second.count(), wanted = (used + bits - 1) / bits;
            if (found != wanted)
                throw Error("found " + std::to_string(found) + (bits == 8 ? " bytes" : " values") + ", expected " + std::to_string(wanted), name);
        }
    }
    std::size_t signs = 0, zeros = 0, weights = 0, floats = 0; ///< taken so far

  private:
    const Array& typed(const char* name, ElementType type) const {
        const Array& array = bundle_.at(name);
        if (array.type != type)
            throw Error("expected values of type " + std::string(nameOf(type)) + ", found " + std::string(nameOf(array.type)), name);
        return array;
    }
    const Bundle& bundle_;
};

void takeValues(Sharing sharing, std::vector<Packed>& weights, Streamed& in, const auto& values) {
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const std::size_t count = sharing == Sharing::None ? 0 : sharing == Sharing::Row ? weights[k].rows : 1;
        std::vector<float>& into = values(weights[k]);
        if (sharing == Sharing::All && k > 0) into = values(weights[0]);
        else
            for (std::size_t i = 0; i < count; ++i) into.push_back(in.number("floats", in.floats));
    }
}

GroupForm formOf(const std::string& text, const std::string& where) {
    const std::vector<std::size_t> v = numbersIn(text, 6, where);
    if (v[0] == 0 || v[0] > mostLayers || v[1] > 16 || v[2] > 3 || v[3] > 3 || v[4] > 1 || v[5] > 1 || (v[1] == 0 && v[2] != 0))
        throw Error("numbers out of range: '" + text + "'", where);
    return {v[0], v[1], static_cast<Sharing>(v[2]), static_cast<Sharing>(v[3]), v[4] != 0, v[5] != 0};
}

std::vector<Packed> readGroup(const GroupForm& form, const Mask& mask, Streamed& in) {
    // A file may claim anything: what it would take is bounded before it is asked for.
    const double bits = static_cast<double>(mask.rows() * mask.cols()) * static_cast<double>(form.matrices) *
                        static_cast<double>(form.planes == 0 ? 32 : form.planes + 1);
    if (bits > mostBits) throw Error("the matrices would take " + byteSize(bits / 8), "links");
    std::vector<Packed> weights(form.matrices);
    for (Packed& w : weights) {
        w.rows = mask.rows();
        w.cols = mask.cols();
        w.planes.assign(form.planes, BitMatrix(w.rows, w.cols));
        w.scales.resize(form.planes);
    }
    for (std::size_t p = 0; p < (form.doubling ? 1 : form.planes); ++p)
        takeValues(form.scales, weights, in, [p](Packed& w) -> std::vector<float>& { return w.scales[p]; });
    takeValues(form.offsets, weights, in, [](Packed& w) -> std::vector<float>& { return w.offsets; });
    const bool everything = countOnes(mask) == mask.rows() * mask.cols();
    for (Packed& w : weights) {
        if (form.doubling)
            for (std::size_t p = 1; p < form.planes; ++p)
                for (const float s : w.scales[0]) w.scales[p].push_back(std::ldexp(s, static_cast<int>(p)));
        if (form.planes == 0) {
            w.values.resize(w.rows * w.cols);
            forEachLink(mask, [&](std::size_t r, std::size_t c) { w.values[r * w.cols + c] = in.number("weights", in.weights); });
            continue;
        }
        if (form.zeros) {
            w.mask.resize(w.rows, w.cols);
            forEachLink(mask, [&](std::size_t r, std::size_t c) { w.mask.set(r, c, in.bit("zeros", in.zeros)); });
        } else if (!everything) {
            w.mask = mask;
        }
        for (BitMatrix& plane : w.planes)
            forEachLink(mask, [&](std::size_t r, std::size_t c) {
                if (keeps(w, r, c)) plane.set(r, c, in.bit("signs", in.signs));
            });
    }
    return weights;
}

std::string hexOf(std::span<const std::byte> bytes) {
    std::string text;
    for (const std::byte b : bytes)
        for (const unsigned half : {std::to_integer<unsigned>(b) >> 4, std::to_integer<unsigned>(b) & 15U}) text += "0123456789abcdef"[half];
    return text;
}

std::vector<std::byte> bytesOfHex(const std::string& text, const std::string& where) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i + 2 <= text.size(); i += 2) {
        unsigned value = 0;
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
        if (error != std::errc{} || end != text.data() + i + 2) throw Error("expected hexadecimal digits", where);
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

const std::string& textOf(const Bundle& bundle, const std::string& name) {
    const auto it = bundle.metadata.find(name);
    if (it == bundle.metadata.end()) throw Error("not a packed solver: the text '" + name + "' is missing", name);
    return it->second;
}

Tensor tensorOf(const Bundle& bundle, const std::string& name, const Shape& shape) {
    const Array& array = bundle.at(name);
    if (array.type != ElementType::F32 || array.shape != shape)
        throw Error("expected f32 of shape " + toText(shape) + ", found " + std::string(nameOf(array.type)) + " of shape " + toText(array.shape), name);
    Tensor result(shape);
    std::ranges::copy(array.toFloats(), result.data());
    return result;
}

Array arrayOf(const Tensor& t) { return Array::of<float>(ElementType::F32, t.shape(), t.values()); }

} // namespace

Bundle toBundle(const PackedSolver& solver, bool withOperator) {
    Bundle bundle;
    Streams streams;
    bundle.metadata["algorithm"] = solver.algorithm;
    bundle.metadata["title"] = solver.title;
    bundle.metadata["size"] = std::to_string(solver.layers()) + " " + std::to_string(solver.channels);
    bundle.metadata["links"] = writeGroup(solver.weights, solver.mask, streams).text();
    if (!solver.second.empty()) bundle.metadata["second"] = writeGroup(solver.second, squareMask(solver.mask), streams).text();
    const auto add = [&](const std::vector<float>& v) { streams.floats.insert(streams.floats.end(), v.begin(), v.end()); };
    add(solver.thresholds);
    std::string extras;
    if (std::ranges::any_of(solver.steps, [](float s) { return s != 1; })) {
        add(solver.steps);
        extras = "steps";
    }
    if (!solver.passShare.empty()) {
        add(solver.passShare);
        extras += extras.empty() ? "shares" : " shares";
    }
    if (!extras.empty()) bundle.metadata["extras"] = extras;
    const std::vector<std::byte> mask = encodedMask(solver.mask);
    if (mask.size() <= shortMask) bundle.metadata["mask"] = hexOf(mask);
    else bundle.arrays["mask"] = {ElementType::U8, {mask.size()}, mask};
    if (!streams.signs.empty()) bundle.arrays["signs"] = streams.signs.array();
    if (!streams.zeros.empty()) bundle.arrays["zeros"] = streams.zeros.array();
    if (!streams.weights.empty()) bundle.arrays["weights"] = Array::of<float>(ElementType::F32, {streams.weights.size()}, streams.weights);
    bundle.arrays["floats"] = Array::of<float>(ElementType::F32, {streams.floats.size()}, streams.floats);
    if (withOperator) {
        bundle.arrays["matrix"] = arrayOf(solver.matrix);
        if (!solver.sparsifier.empty()) bundle.arrays["sparsifier"] = arrayOf(solver.sparsifier);
    }
    return bundle;
}

PackedSolver solverFromBundle(const Bundle& bundle) {
    PackedSolver solver;
    solver.algorithm = textOf(bundle, "algorithm");
    const UnrolledForm form = unrolledEntry(solver.algorithm, "algorithm").form;
    if (const auto title = bundle.metadata.find("title"); title != bundle.metadata.end()) solver.title = title->second;
    const std::vector<std::size_t> size = numbersIn(textOf(bundle, "size"), 2, "size");
    const std::size_t layers = size[0];
    solver.channels = size[1];
    if (layers == 0 || layers > mostLayers || solver.channels == 0 || solver.channels > largestSide)
        throw Error("found " + std::to_string(layers) + " layers and " + std::to_string(solver.channels) + " channels", "size");
    const auto shortText = bundle.metadata.find("mask");
    solver.mask = shortText != bundle.metadata.end() ? decodedMask(bytesOfHex(shortText->second, "mask"), "mask")
                                                     : decodedMask(bundle.at("mask").bytes, "mask");
    solver.maskCode = codeOf(solver.mask);
    Streamed in(bundle);
    const auto read = [&](const char* name, const Mask& mask) {
        const GroupForm group = formOf(textOf(bundle, name), name);
        if (group.matrices != 1 && group.matrices != layers)
            throw Error("expected one matrix or " + std::to_string(layers) + ", found " + std::to_string(group.matrices), name);
        return readGroup(group, mask, in);
    };
    solver.weights = read("links", solver.mask);
    if (form.split) solver.second = read("second", squareMask(solver.mask));
    const auto numbers = [&](std::vector<float>& into) {
        for (std::size_t k = 0; k < layers; ++k) into.push_back(in.number("floats", in.floats));
    };
    numbers(solver.thresholds);
    const auto found = bundle.metadata.find("extras");
    const std::string extras = found == bundle.metadata.end() ? "" : found->second;
    if (extras.starts_with("steps")) numbers(solver.steps);
    else solver.steps.assign(layers, 1.0F);
    if (extras.ends_with("shares")) numbers(solver.passShare);
    in.end();
    if (std::ranges::any_of(solver.thresholds, [](float t) { return t < 0; })) throw Error("a threshold is below 0", "floats");
    if (std::ranges::any_of(solver.passShare, [](float s) { return s < 0 || s > 1; })) throw Error("a share is not in 0 .. 1", "floats");
    if (bundle.arrays.contains("matrix")) {
        solver.matrix = tensorOf(bundle, "matrix", {solver.mask.cols(), solver.mask.rows()});
        if (bundle.arrays.contains("sparsifier")) solver.sparsifier = tensorOf(bundle, "sparsifier", {solver.mask.rows(), solver.mask.rows()});
    }
    return solver;
}

std::vector<FileShare> sharesOf(const Bundle& bundle, std::uintmax_t fileBytes) {
    std::vector<FileShare> shares;
    std::uintmax_t known = 0;
    for (const auto& [text, names] : {std::pair("signs", std::vector<const char*>{"signs"}), {"zeros", {"zeros"}},
                                      {"float weights", {"weights"}}, {"scales, thresholds and steps", {"floats"}},
                                      {"mask", {"mask"}}, {"operator", {"matrix", "sparsifier"}}}) {
        std::uintmax_t bytes = 0;
        for (const char* name : names)
            if (const auto it = bundle.arrays.find(name); it != bundle.arrays.end()) bytes += it->second.bytes.size();
        if (bytes > 0) shares.push_back({text, bytes});
        known += bytes;
    }
    shares.push_back({"names and headers", fileBytes - known});
    return shares;
}

} // namespace orthant
