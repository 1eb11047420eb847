// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/program.h"

#include "core/base/error.h"
#include "core/layers/pointwise.h"
#include "core/network/executor.h"
#include "core/network/op_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace orthant {

namespace {

using nlohmann::json;

Array floats(const std::vector<float>& values) {
    return Array::of<float>(ElementType::F32, {values.size()}, values);
}

Array plane(const BitMatrix& bits) {
    return Array::of<std::uint64_t>(ElementType::U64, {bits.rows(), bits.wordsPerRow()}, bits.words());
}

/// Reads arrays of one op and checks their shapes.
class Reader {
  public:
    explicit Reader(const Bundle& bundle) : bundle_(&bundle) {}

    std::vector<float> floats(const std::string& name, std::size_t count) const {
        return array(name, ElementType::F32, {count}).toFloats();
    }
    BitMatrix plane(const std::string& name, std::size_t rows, std::size_t cols) const {
        const Array& a = array(name, ElementType::U64, {rows, (cols + 63) / 64});
        BitMatrix bits(rows, cols);
        std::memcpy(bits.words().data(), a.bytes.data(), a.bytes.size());
        if (cols % 64 != 0)
            for (std::size_t r = 0; r < rows; ++r) bits.row(r).back() &= (std::uint64_t{1} << (cols % 64)) - 1;
        return bits;
    }
    const Array& array(const std::string& name, ElementType type, const Shape& shape) const {
        const Array& a = bundle_->at(name);
        if (a.type != type || a.shape != shape)
            throw Error("expected " + std::string(nameOf(type)) + " of shape " + toText(shape) + ", found " +
                            std::string(nameOf(a.type)) + " of shape " + toText(a.shape),
                        name);
        return a;
    }

  private:
    const Bundle* bundle_;
};

json writeDense(const DenseOp& op, Bundle& bundle) {
    const Packed& w = op.weights;
    json scales = json::array();
    for (std::size_t p = 0; p < w.planes.size(); ++p) {
        const std::string suffix = "." + std::to_string(p);
        bundle.arrays[op.name + "/plane" + suffix] = plane(w.planes[p]);
        scales.push_back(w.scales[p].size());
        if (!w.scales[p].empty()) bundle.arrays[op.name + "/scale" + suffix] = floats(w.scales[p]);
    }
    if (!w.offsets.empty()) bundle.arrays[op.name + "/offset"] = floats(w.offsets);
    if (w.mask.rows() != 0) bundle.arrays[op.name + "/mask"] = plane(w.mask);
    if (w.planes.empty())
        bundle.arrays[op.name + "/weights"] = Array::of<float>(ElementType::F32, {w.rows, w.cols}, w.values);
    if (!op.bias.empty()) bundle.arrays[op.name + "/bias"] = floats(op.bias);
    return {{"op", "dense"},
            {"name", op.name},
            {"outputs", w.rows},
            {"inputs", w.cols},
            {"scales", scales},
            {"block", w.blockCols},
            {"offsets", w.offsets.size()},
            {"mask", w.mask.rows() != 0},
            {"bias", !op.bias.empty()}};
}

DenseOp readDense(const json& entry, const Reader& reader) {
    DenseOp op;
    op.name = entry.at("name").get<std::string>();
    Packed& w = op.weights;
    w.rows = entry.at("outputs").get<std::size_t>();
    w.cols = entry.at("inputs").get<std::size_t>();
    w.blockCols = entry.value("block", std::size_t{0}); // these two are missing in files of earlier versions
    if (w.blockCols > w.cols) throw Error("a block of scales is wider than a row", op.name);
    const auto offsets = entry.value("offsets", std::size_t{0});
    if (offsets > 1 && offsets != w.rows) throw Error("an offset has the wrong number of values", op.name);
    if (offsets != 0) w.offsets = reader.floats(op.name + "/offset", offsets);
    const json& scales = entry.at("scales");
    for (std::size_t p = 0; p < scales.size(); ++p) {
        const std::string suffix = "." + std::to_string(p);
        const auto count = scales[p].get<std::size_t>();
        if (count > 1 && count != w.rows * w.blocks()) throw Error("a scale has the wrong number of values", op.name);
        w.planes.push_back(reader.plane(op.name + "/plane" + suffix, w.rows, w.cols));
        w.scales.push_back(count == 0 ? std::vector<float>{} : reader.floats(op.name + "/scale" + suffix, count));
    }
    if (entry.at("mask").get<bool>()) w.mask = reader.plane(op.name + "/mask", w.rows, w.cols);
    if (w.planes.empty())
        w.values = reader.array(op.name + "/weights", ElementType::F32, {w.rows, w.cols}).toFloats();
    if (entry.at("bias").get<bool>()) op.bias = reader.floats(op.name + "/bias", w.rows);
    return op;
}

/// Names of ops without a name of their own: "threshold_1", ...
std::string opName(const char* kind, std::size_t index) { return std::string(kind) + "_" + std::to_string(index); }

json writeOp(const ProgramOp& op, std::size_t index, Bundle& bundle) {
    if (const auto* dense = std::get_if<DenseOp>(&op)) return writeDense(*dense, bundle);
    if (const auto* conv = std::get_if<ConvOp>(&op)) {
        json entry = writeDense(conv->product, bundle);
        entry["op"] = "conv";
        entry["window"] = windowToJson(conv->window);
        entry["padding"] = conv->padding;
        entry["groups"] = conv->groups;
        return entry;
    }
    if (const auto* largest = std::get_if<MaxPoolOp>(&op))
        return {{"op", "max_pool"}, {"window", windowToJson(largest->window)}};
    if (const auto* mean = std::get_if<AveragePoolOp>(&op))
        return {{"op", "average_pool"}, {"window", windowToJson(mean->window)}};
    if (const auto* norm = std::get_if<NormalizeOp>(&op)) {
        const std::string name = opName("normalize", index);
        bundle.arrays[name + "/mean"] = floats(norm->mean);
        bundle.arrays[name + "/inverse_deviation"] = floats(norm->inverseDeviation);
        bundle.arrays[name + "/gamma"] = floats(norm->gamma);
        bundle.arrays[name + "/beta"] = floats(norm->beta);
        return {{"op", "normalize"}, {"name", name}, {"channels", norm->mean.size()}};
    }
    if (const auto* fold = std::get_if<ThresholdOp>(&op)) {
        const std::string name = opName("threshold", index);
        bundle.arrays[name + "/threshold"] = floats(fold->threshold);
        bundle.arrays[name + "/direction"] =
            Array::of<std::int8_t>(ElementType::I8, {fold->direction.size()}, fold->direction);
        return {{"op", "threshold"}, {"name", name}, {"channels", fold->threshold.size()}, {"integer", fold->integer}};
    }
    if (const auto* point = std::get_if<PointwiseOp>(&op)) return {{"op", "pointwise"}, {"function", point->id}};
    if (const auto* prelu = std::get_if<PreluOp>(&op)) {
        const std::string name = opName("prelu", index);
        bundle.arrays[name + "/slope"] = floats(prelu->slope);
        return {{"op", "prelu"}, {"name", name}, {"channels", prelu->slope.size()}};
    }
    if (const auto* code = std::get_if<EncodeOp>(&op)) return inputBitsToJson(code->code);
    if (const auto* steps = std::get_if<LevelsOp>(&op)) return levelsToJson(steps->levels);
    if (const auto* sum = std::get_if<AddSavedOp>(&op))
        return {{"op", "add_saved"}, {"window", windowToJson(sum->map.pool)}, {"outputs", sum->map.channels}};
    if (const auto* vote = std::get_if<VoteOp>(&op)) return {{"op", "vote"}, {"weight", vote->weight}};
    return {{"op", std::holds_alternative<SaveOp>(op) ? "save" : "sign"}};
}

ProgramOp readOp(const json& entry, const Reader& reader) {
    const auto kind = entry.at("op").get<std::string>();
    if (kind == "dense") return readDense(entry, reader);
    if (kind == "sign") return SignOp{};
    if (kind == "conv") {
        const Window window = windowFromJson(entry.at("window"), "program");
        return ConvOp{readDense(entry, reader), window, entry.at("padding").get<float>(), entry.value("groups", std::size_t{1})};
    }
    if (kind == "max_pool") return MaxPoolOp{windowFromJson(entry.at("window"), "program")};
    if (kind == "save") return SaveOp{};
    if (kind == "vote") return VoteOp{entry.at("weight").get<float>()};
    if (kind == "encode") return EncodeOp{inputBitsFromJson(entry, "program")};
    if (kind == "levels") return LevelsOp{levelsFromJson(entry, "program")};
    if (kind == "add_saved")
        return AddSavedOp{{windowFromJson(entry.at("window"), "program"), entry.at("outputs").get<std::size_t>()}};
    if (kind == "average_pool") return AveragePoolOp{windowFromJson(entry.at("window"), "program")};
    if (kind == "pointwise") {
        PointwiseOp op{entry.at("function").get<std::string>()};
        if (!pointwiseFunction(op.id)) throw Error("unknown function '" + op.id + "'", "program");
        return op;
    }
    if (kind == "prelu")
        return PreluOp{reader.floats(entry.at("name").get<std::string>() + "/slope", entry.at("channels").get<std::size_t>())};
    if (kind != "normalize" && kind != "threshold") throw Error("unknown operation '" + kind + "'", "program");
    const auto name = entry.at("name").get<std::string>();
    const auto channels = entry.at("channels").get<std::size_t>();
    if (kind == "normalize")
        return NormalizeOp{reader.floats(name + "/mean", channels), reader.floats(name + "/inverse_deviation", channels),
                           reader.floats(name + "/gamma", channels), reader.floats(name + "/beta", channels)};
    ThresholdOp op;
    op.threshold = reader.floats(name + "/threshold", channels);
    const Array& direction = reader.array(name + "/direction", ElementType::I8, {channels});
    op.direction.resize(channels);
    if (channels != 0) std::memcpy(op.direction.data(), direction.bytes.data(), channels);
    op.integer = entry.at("integer").get<bool>();
    return op;
}

/// @errors  Error when the weights do not fit the window or the groups
void checkWeights(const ConvOp& conv) {
    const std::size_t groups = conv.groups;
    if (groups == 0 || conv.window.channels % groups != 0 || conv.product.weights.rows % groups != 0)
        throw Error(std::to_string(groups) + " groups do not divide the channels and the outputs", conv.product.name);
    const std::size_t values = conv.window.patch() / groups;
    if (conv.product.weights.cols != values)
        throw Error("the weights have " + std::to_string(conv.product.weights.cols) + " columns, expected " +
                        std::to_string(values) + ", the values under the window",
                    conv.product.name);
}

/// Values of a sample that leave an op, given those that enter it. @errors  Error when they do not fit
/// @param saved  values of the open residual blocks
std::size_t checkedWidth(const ProgramOp& op, std::size_t width, std::vector<std::size_t>& saved) {
    const auto expect = [&](std::size_t values, const std::string& what, bool each = false) {
        if (each ? values == 0 || width % values != 0 : values != width)
            throw Error(what + " takes " + std::to_string(values) + (each ? " channels" : " values") + ", but " +
                            std::to_string(width) + " values come from the operation before it",
                        "program");
    };
    if (const Window* window = windowOf(op)) {
        expect(window->inputs(), "a window");
        const auto* conv = std::get_if<ConvOp>(&op);
        if (conv) checkWeights(*conv);
        return window->positions() * (conv ? conv->product.weights.rows : window->channels);
    }
    if (const auto* dense = std::get_if<DenseOp>(&op)) {
        expect(dense->weights.cols, dense->name);
        return dense->weights.rows;
    }
    if (std::holds_alternative<SaveOp>(op)) saved.push_back(width);
    if (const auto* code = std::get_if<EncodeOp>(&op)) return width * code->code.planes;
    if (const auto* sum = std::get_if<AddSavedOp>(&op)) {
        if (saved.empty()) throw Error("values are added that were not saved", "program");
        if (saved.back() != sum->map.pool.inputs() || sum->map.channels < sum->map.pool.channels || sum->map.pool.same)
            throw Error("values are added that have another shape than those that were saved", "program");
        saved.pop_back();
        expect(sum->map.pool.positions() * sum->map.channels, "a residual block");
    }
    if (const auto* prelu = std::get_if<PreluOp>(&op)) expect(prelu->slope.size(), "a PReLU", true);
    if (const auto* norm = std::get_if<NormalizeOp>(&op)) expect(norm->mean.size(), "a normalization", true);
    if (const auto* fold = std::get_if<ThresholdOp>(&op)) expect(fold->threshold.size(), "a threshold", true);
    return width;
}

} // namespace

Bundle Program::toBundle() const {
    Bundle bundle;
    json list = json::array();
    for (std::size_t i = 0; i < ops.size(); ++i) list.push_back(writeOp(ops[i], i + 1, bundle));
    const json document = {{"format", 1},        {"name", name}, {"inputShape", inputShape},
                           {"classes", classNames}, {"ops", list}};
    bundle.metadata["orthant.program"] = document.dump();
    return bundle;
}

Program Program::fromBundle(const Bundle& bundle) {
    const auto text = bundle.metadata.find("orthant.program");
    if (text == bundle.metadata.end())
        throw Error("this is not a packed model: the metadata 'orthant.program' is missing");
    try {
        const json document = json::parse(text->second);
        if (const int format = document.at("format").get<int>(); format != 1)
            throw Error("expected program format 1, found " + std::to_string(format), "program");
        Program program;
        program.name = document.at("name").get<std::string>();
        program.inputShape = document.at("inputShape").get<Shape>();
        program.classNames = document.at("classes").get<std::vector<std::string>>();
        const Reader reader(bundle);
        std::size_t width = elementCount(program.inputShape);
        std::vector<std::size_t> saved;
        bool voted = false;
        for (const json& entry : document.at("ops")) {
            program.ops.push_back(readOp(entry, reader));
            width = checkedWidth(program.ops.back(), width, saved);
            if (!std::holds_alternative<VoteOp>(program.ops.back())) continue;
            if (width != program.classNames.size() || !saved.empty())
                throw Error("a member of the ensemble gives " + std::to_string(width) + " scores, expected one for each class", "program");
            voted = true;
            width = elementCount(program.inputShape);
        }
        if (voted) {
            if (!std::holds_alternative<VoteOp>(program.ops.back())) throw Error("a member of the ensemble has no vote", "program");
            width = program.classNames.size();
        }
        if (!saved.empty()) throw Error("values are saved and never added", "program");
        if (width != program.classNames.size())
            throw Error("the last operation gives " + std::to_string(width) + " scores for " +
                            std::to_string(program.classNames.size()) + " classes",
                        "program");
        return program;
    } catch (const json::exception& error) {
        throw Error(std::string("the description of the operations is damaged (") + error.what() + ")", "program");
    }
}

Tensor Program::run(ConstMatrixView inputs) const {
    constexpr std::size_t batch = 500;
    Executor executor(*this);
    Tensor scores({inputs.rows, classNames.size()});
    for (std::size_t begin = 0; begin < inputs.rows; begin += batch) {
        const std::size_t size = std::min(batch, inputs.rows - begin);
        const Tensor& part = executor.run({inputs.row(begin), size, inputs.cols, inputs.stride});
        std::copy_n(part.data(), part.size(), scores.row(begin).data());
    }
    return scores;
}

std::vector<std::uint16_t> Program::classify(ConstMatrixView inputs) const {
    const Tensor scores = run(inputs);
    std::vector<std::uint16_t> classes(inputs.rows);
    for (std::size_t i = 0; i < inputs.rows; ++i) {
        const std::span<const float> row = scores.row(i);
        classes[i] = static_cast<std::uint16_t>(std::max_element(row.begin(), row.end()) - row.begin());
    }
    return classes;
}

std::size_t Program::weightCount() const {
    std::size_t count = 0;
    for (const ProgramOp& op : ops) {
        if (std::holds_alternative<VoteOp>(op)) break;
        if (const DenseOp* product = productOf(op)) count += product->weights.rows * product->weights.cols;
    }
    return count;
}

double bitsOf(const ProgramOp& op) {
    if (const DenseOp* product = productOf(op))
        return product->weights.bits() + 32.0 * static_cast<double>(product->bias.size());
    if (const auto* norm = std::get_if<NormalizeOp>(&op)) return 4 * 32.0 * static_cast<double>(norm->mean.size());
    if (const auto* fold = std::get_if<ThresholdOp>(&op)) return bitsOfThresholds(fold->threshold.size());
    if (const auto* prelu = std::get_if<PreluOp>(&op)) return 32.0 * static_cast<double>(prelu->slope.size());
    if (std::holds_alternative<VoteOp>(op)) return 32;
    if (const auto* steps = std::get_if<LevelsOp>(&op)) {
        const Levels& levels = steps->levels;
        return 32.0 * static_cast<double>(levels.thresholds.size() + levels.scales.size() + 1) + 8.0 * static_cast<double>(levels.codes.size());
    }
    return 0;
}

double Program::totalBits() const {
    double bits = 0;
    for (const ProgramOp& op : ops) bits += bitsOf(op);
    return bits;
}

double Program::bitsPerWeight() const {
    const std::size_t count = weightCount();
    return count == 0 ? 0 : totalBits() / static_cast<double>(count);
}

} // namespace orthant
