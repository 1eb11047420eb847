// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/exchange.h"

#include "core/base/error.h"
#include "core/network/op_json.h"

#include <nlohmann/json.hpp>

namespace orthant {

namespace {

using Json = nlohmann::json;

std::size_t bytesPerRow(std::size_t cols) { return (cols + 7) / 8; }

/// Bit j of our rows is bit j % 64 of a word; that of numpy.packbits is bit 7 - j % 8 of byte j / 8.
Array packBits(const BitMatrix& matrix) {
    const std::size_t width = bytesPerRow(matrix.cols());
    std::vector<std::uint8_t> bytes(matrix.rows() * width);
    for (std::size_t r = 0; r < matrix.rows(); ++r)
        for (std::size_t c = 0; c < matrix.cols(); ++c)
            if (matrix.get(r, c)) bytes[r * width + c / 8] |= static_cast<std::uint8_t>(0x80U >> (c % 8));
    return Array::of<std::uint8_t>(ElementType::U8, {matrix.rows(), width}, bytes);
}

Array unpackedSigns(const BitMatrix& plane, const BitMatrix& mask) {
    std::vector<std::int8_t> signs(plane.rows() * plane.cols());
    for (std::size_t r = 0; r < plane.rows(); ++r)
        for (std::size_t c = 0; c < plane.cols(); ++c) {
            const bool zero = mask.rows() != 0 && !mask.get(r, c);
            signs[r * plane.cols() + c] = zero ? std::int8_t{0} : plane.get(r, c) ? std::int8_t{1} : std::int8_t{-1};
        }
    return Array::of<std::int8_t>(ElementType::I8, {plane.rows(), plane.cols()}, signs);
}

Array floats(const std::vector<float>& values) { return Array::of<float>(ElementType::F32, {values.size()}, values); }

/// "dense_1.bits", "dense_1.bits.1", ...
std::string planeName(const std::string& name, const char* what, std::size_t plane) {
    return name + "." + what + (plane == 0 ? std::string() : "." + std::to_string(plane));
}

/// Names of operations that are not layers of their own: "threshold_2" is the second operation.
std::string opName(const char* kind, std::size_t index) { return std::string(kind) + "_" + std::to_string(index + 1); }

class Writer {
  public:
    explicit Writer(Unpacked unpacked) : unpacked_(unpacked) {}

    /// @param folded  a threshold follows that compares sums before scale and bias
    Json write(const ProgramOp& op, std::size_t index, bool folded) {
        folded_ = folded;
        Json entry = std::visit([&](const auto& typed) { return add(typed, index); }, op);
        flow_ = flowAfter(op, flow_);
        return entry;
    }
    Bundle& bundle() { return bundle_; }

  private:
    Json add(const DenseOp& op, std::size_t) {
        const Packed& w = op.weights;
        Json scales = Json::array();
        for (std::size_t p = 0; p < w.planes.size(); ++p) {
            arrays()[planeName(op.name, "bits", p)] = packBits(w.planes[p]);
            if (unpacked_ == Unpacked::Also)
                arrays()[planeName(op.name, "weights", p)] = unpackedSigns(w.planes[p], w.mask);
            if (!w.scales[p].empty()) arrays()[planeName(op.name, "scale", p)] = floats(w.scales[p]);
            scales.push_back(w.scales[p].size());
        }
        if (w.planes.empty())
            arrays()[op.name + ".weights"] = Array::of<float>(ElementType::F32, {w.rows, w.cols}, w.values);
        const bool masked = w.mask.rows() != 0;
        if (masked) arrays()[op.name + ".mask"] = packBits(w.mask);
        if (!w.offsets.empty()) arrays()[op.name + ".offset"] = floats(w.offsets);
        if (!op.bias.empty()) arrays()[op.name + ".bias"] = floats(op.bias);
        // As PackedProduct does it: single planes are summed before their scale, except zeros with float inputs.
        const bool plainSums = w.binary() && (flow_ != Flow::Floats || !masked);
        return {{"op", "dense"},
                {"name", op.name},
                {"outputs", w.rows},
                {"inputs", w.cols},
                {"scales", scales},
                {"planes", w.planes.size()},
                {"block", w.blockCols},
                {"offsets", w.offsets.size()},
                {"mask", masked},
                {"bias", !op.bias.empty()},
                {"applyScale", !(folded_ && plainSums)},
                {"applyBias", !folded_}};
    }
    Json add(const NormalizeOp& op, std::size_t index) {
        const std::string name = opName("normalize", index);
        arrays()[name + ".mean"] = floats(op.mean);
        arrays()[name + ".inverse_deviation"] = floats(op.inverseDeviation);
        arrays()[name + ".gamma"] = floats(op.gamma);
        arrays()[name + ".beta"] = floats(op.beta);
        return {{"op", "normalize"}, {"name", name}, {"channels", op.mean.size()}};
    }
    Json add(const ThresholdOp& op, std::size_t index) {
        const std::string name = opName("threshold", index);
        arrays()[name + ".threshold"] = floats(op.threshold);
        arrays()[name + ".direction"] = Array::of<std::int8_t>(ElementType::I8, {op.direction.size()}, op.direction);
        return {{"op", "threshold"}, {"name", name}, {"channels", op.threshold.size()}, {"integer", op.integer}};
    }
    Json add(const ConvOp& op, std::size_t index) {
        Json entry = add(op.product, index);
        entry["op"] = "conv";
        entry["window"] = windowToJson(op.window);
        entry["padding"] = op.padding;
        entry["groups"] = op.groups;
        return entry;
    }
    Json add(const MaxPoolOp& op, std::size_t) { return {{"op", "max_pool"}, {"window", windowToJson(op.window)}}; }
    Json add(const AveragePoolOp& op, std::size_t) {
        return {{"op", "average_pool"}, {"window", windowToJson(op.window)}};
    }
    Json add(const PreluOp& op, std::size_t index) {
        const std::string name = opName("prelu", index);
        arrays()[name + ".slope"] = floats(op.slope);
        return {{"op", "prelu"}, {"name", name}, {"channels", op.slope.size()}};
    }
    Json add(const LevelsOp& op, std::size_t) { return levelsToJson(op.levels); }
    Json add(const EncodeOp& op, std::size_t) { return inputBitsToJson(op.code); }
    Json add(const VoteOp& op, std::size_t) { return {{"op", "vote"}, {"weight", op.weight}}; }
    Json add(const SaveOp&, std::size_t) { return {{"op", "save"}}; }
    Json add(const AddSavedOp& op, std::size_t) {
        return {{"op", "add_saved"}, {"window", windowToJson(op.map.pool)}, {"outputs", op.map.channels}};
    }
    Json add(const SignOp&, std::size_t) { return {{"op", "sign"}}; }
    Json add(const PointwiseOp& op, std::size_t) { return {{"op", "pointwise"}, {"function", op.id}}; }

    std::map<std::string, Array>& arrays() { return bundle_.arrays; }

    Unpacked unpacked_;
    bool folded_ = false;
    Flow flow_ = Flow::Floats;
    Bundle bundle_;
};

/// Reads and checks the arrays of one operation after the other.
class Reader {
  public:
    explicit Reader(const Bundle& bundle) : bundle_(bundle) {}

    ProgramOp read(const Json& entry) const {
        const auto kind = entry.at("op").get<std::string>();
        if (kind == "sign") return SignOp{};
        if (kind == "pointwise") return PointwiseOp{entry.at("function").get<std::string>()};
        if (kind == "save") return SaveOp{};
        if (kind == "vote") return VoteOp{entry.at("weight").get<float>()};
        if (kind == "levels") return LevelsOp{levelsFromJson(entry, exchangeKey)};
        if (kind == "encode") return EncodeOp{inputBitsFromJson(entry, exchangeKey)};
        if (kind == "add_saved")
            return AddSavedOp{{windowFromJson(entry.at("window"), exchangeKey), entry.at("outputs").get<std::size_t>()}};
        if (kind == "max_pool") return MaxPoolOp{windowFromJson(entry.at("window"), exchangeKey)};
        if (kind == "average_pool") return AveragePoolOp{windowFromJson(entry.at("window"), exchangeKey)};
        const auto name = entry.at("name").get<std::string>();
        if (kind == "dense") return dense(entry, name);
        if (kind == "conv")
            return ConvOp{dense(entry, name), windowFromJson(entry.at("window"), exchangeKey),
                          entry.at("padding").get<float>(), entry.value("groups", std::size_t{1})};
        const auto channels = entry.at("channels").get<std::size_t>();
        if (kind == "normalize")
            return NormalizeOp{values(name + ".mean", channels), values(name + ".inverse_deviation", channels),
                               values(name + ".gamma", channels), values(name + ".beta", channels)};
        if (kind == "prelu") return PreluOp{values(name + ".slope", channels)};
        if (kind != "threshold") throw Error("unknown operation '" + kind + "'", exchangeKey);
        ThresholdOp op{values(name + ".threshold", channels), std::vector<std::int8_t>(channels),
                       entry.at("integer").get<bool>()};
        const Array& direction = array(name + ".direction", ElementType::I8, {channels});
        if (channels != 0) std::memcpy(op.direction.data(), direction.bytes.data(), channels);
        return op;
    }

  private:
    const Array& array(const std::string& name, ElementType type, const Shape& shape) const {
        const Array& found = bundle_.at(name);
        if (found.type != type || found.shape != shape)
            throw Error("expected " + std::string(nameOf(type)) + " of shape " + toText(shape) + ", found " +
                            std::string(nameOf(found.type)) + " of shape " + toText(found.shape),
                        name);
        return found;
    }
    std::vector<float> values(const std::string& name, std::size_t count) const {
        return array(name, ElementType::F32, {count}).toFloats();
    }
    BitMatrix bits(const std::string& name, std::size_t rows, std::size_t cols) const {
        const std::size_t width = bytesPerRow(cols);
        const Array& packed = array(name, ElementType::U8, {rows, width});
        BitMatrix matrix(rows, cols);
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < cols; ++c) {
                const auto byte = std::to_integer<unsigned>(packed.bytes[r * width + c / 8]);
                if (byte & (0x80U >> (c % 8))) matrix.set(r, c, true);
            }
        return matrix;
    }
    DenseOp dense(const Json& entry, const std::string& name) const {
        DenseOp op{name, {}, {}};
        Packed& w = op.weights;
        w.rows = entry.at("outputs").get<std::size_t>();
        w.cols = entry.at("inputs").get<std::size_t>();
        if (w.rows == 0 || w.cols == 0) throw Error("expected at least one output and one input", name);
        if (entry.at("mask").get<bool>()) w.mask = bits(name + ".mask", w.rows, w.cols);
        w.blockCols = entry.value("block", std::size_t{0}); // these two are missing in files of earlier versions
        if (w.blockCols > w.cols) throw Error("a block of scales is wider than a row", name);
        const auto offsets = entry.value("offsets", std::size_t{0});
        if (offsets > 1 && offsets != w.rows) throw Error("expected no offset, one, or one for each output", name);
        if (offsets != 0) w.offsets = values(name + ".offset", offsets);
        const auto planes = entry.at("planes").get<std::size_t>();
        const Json& scales = entry.at("scales");
        if (scales.size() != planes) throw Error("expected one number of scales for each plane", exchangeKey);
        for (std::size_t p = 0; p < planes; ++p) {
            const auto count = scales[p].get<std::size_t>();
            if (count > 1 && count != w.rows * w.blocks())
                throw Error("expected no scale, one, or one for each output and block", name);
            w.planes.push_back(bits(planeName(name, "bits", p), w.rows, w.cols));
            w.scales.push_back(count == 0 ? std::vector<float>{} : values(planeName(name, "scale", p), count));
            const auto signs = bundle_.arrays.find(planeName(name, "weights", p));
            if (signs != bundle_.arrays.end() && signs->second.bytes != unpackedSigns(w.planes[p], w.mask).bytes)
                throw Error("the signs differ from the packed bits", signs->first);
        }
        if (planes == 0) w.values = array(name + ".weights", ElementType::F32, {w.rows, w.cols}).toFloats();
        if (entry.at("bias").get<bool>()) op.bias = values(name + ".bias", w.rows);
        return op;
    }

    const Bundle& bundle_;
};

} // namespace

Bundle toExchange(const Program& program, Unpacked unpacked) {
    Writer writer(unpacked);
    Json ops = Json::array();
    for (std::size_t i = 0; i < program.ops.size(); ++i) {
        ops.push_back(writer.write(program.ops[i], i, foldedLater(std::span(program.ops).subspan(i + 1))));
    }
    const Json document{{"version", 1},
                        {"name", program.name},
                        {"inputShape", program.inputShape},
                        {"classes", program.classNames},
                        {"bits", "1 is +1; the first weight of a row is the highest bit of its first byte (numpy.packbits)"},
                        {"ops", std::move(ops)}};
    writer.bundle().metadata[exchangeKey] = document.dump();
    return std::move(writer.bundle());
}

Program fromExchange(const Bundle& bundle) {
    const auto text = bundle.metadata.find(exchangeKey);
    if (text == bundle.metadata.end())
        throw Error("not an exported model: the metadata '" + std::string(exchangeKey) + "' is missing");
    try {
        const Json document = Json::parse(text->second);
        if (const int version = document.at("version").get<int>(); version != 1)
            throw Error("expected version 1 of the form, found " + std::to_string(version), exchangeKey);
        Program program;
        document.at("name").get_to(program.name);
        document.at("inputShape").get_to(program.inputShape);
        document.at("classes").get_to(program.classNames);
        const Reader reader(bundle);
        for (const Json& entry : document.at("ops")) program.ops.push_back(reader.read(entry));
        // Through the program's own form once, which checks that the operations fit together.
        return Program::fromBundle(program.toBundle());
    } catch (const Json::exception& error) {
        throw Error(std::string("the list of operations is damaged: ") + error.what(), exchangeKey);
    }
}

} // namespace orthant
