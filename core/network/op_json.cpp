// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/op_json.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace orthant {

nlohmann::json windowToJson(const Window& window) {
    return {{"height", window.height},
            {"width", window.width},
            {"channels", window.channels},
            {"kernelHeight", window.kernelHeight},
            {"kernelWidth", window.kernelWidth},
            {"stride", window.stride},
            {"same", window.same}};
}

Window windowFromJson(const nlohmann::json& json, const std::string& where) {
    constexpr std::size_t limit = 1 << 20; // products of three such sizes do not overflow
    const auto size = [&](const char* key) {
        const auto value = json.at(key).get<std::size_t>();
        if (value > limit) throw Error("a window has a size of " + std::to_string(value), where);
        return value;
    };
    const Window window{size("height"),      size("width"),  size("channels"),         size("kernelHeight"),
                        size("kernelWidth"), size("stride"), json.at("same").get<bool>()};
    if (!window.valid()) throw Error("a window is empty or does not fit into its image", where);
    return window;
}

nlohmann::json inputBitsToJson(const InputBits& code) {
    return {{"op", "encode"},
            {"code", code.code == InputBits::Code::Thermometer ? "thermometer" : "bit_planes"},
            {"planes", code.planes}};
}

InputBits inputBitsFromJson(const nlohmann::json& json, const std::string& where) {
    const auto name = json.at("code").get<std::string>();
    const auto planes = json.at("planes").get<std::size_t>();
    const bool thermometer = name == "thermometer";
    if (!thermometer && name != "bit_planes") throw Error("unknown code '" + name + "' of inputs", where);
    if (planes == 0 || planes > (thermometer ? 255 : 8))
        throw Error("found " + std::to_string(planes) + " planes of inputs", where);
    return {thermometer ? InputBits::Code::Thermometer : InputBits::Code::Planes, planes};
}

nlohmann::json levelsToJson(const Levels& levels) {
    nlohmann::json values = nlohmann::json::array();
    for (const std::uint8_t code : levels.codes) values.push_back(codeValue(levels.form(), code));
    return {{"op", "levels"},         {"thresholds", levels.thresholds}, {"values", std::move(values)},
            {"codes", levels.codes}, {"scales", levels.scales},         {"offset", levels.offset}};
}

Levels levelsFromJson(const nlohmann::json& json, const std::string& where) {
    const Levels levels{json.at("thresholds").get<std::vector<float>>(), json.at("codes").get<std::vector<std::uint8_t>>(),
                        json.at("scales").get<std::vector<float>>(), json.at("offset").get<float>()};
    const std::size_t planes = levels.scales.size();
    if (planes == 0 || planes > maxLevelPlanes) throw Error("levels of " + std::to_string(planes) + " planes", where);
    if (levels.codes.size() != levels.thresholds.size() + 1)
        throw Error("found " + std::to_string(levels.codes.size()) + " levels for " +
                        std::to_string(levels.thresholds.size()) + " thresholds",
                    where);
    if (std::ranges::adjacent_find(levels.thresholds, std::greater_equal<float>()) != levels.thresholds.end())
        throw Error("the thresholds of levels do not rise", where);
    for (const unsigned code : levels.codes)
        if (code >> planes != 0) throw Error("a level has more bits than there are planes", where);
    return levels;
}

} // namespace orthant
