// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/input_bits.h"
#include "core/layers/levels.h"
#include "core/tensor/window.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace orthant {

/// The window of an operation as it stands in files: {"height", "width", "channels", "kernelHeight", "kernelWidth",
/// "stride", "same"}.
nlohmann::json windowToJson(const Window& window);

/// @errors  Error when it is no window that fits its image; a JSON exception when a key is missing
Window windowFromJson(const nlohmann::json& json, const std::string& where);

/// {"op": "encode", "code": "thermometer" or "bit_planes", "planes"}
nlohmann::json inputBitsToJson(const InputBits& code);
/// @errors  Error for another code or number of planes
InputBits inputBitsFromJson(const nlohmann::json& json, const std::string& where);

/// {"op": "levels", "thresholds", "values", "codes", "scales", "offset"}; the values are those of the codes, for readers that
/// need no bits.
nlohmann::json levelsToJson(const Levels& levels);
/// @errors  Error when the thresholds do not rise or the counts do not fit
Levels levelsFromJson(const nlohmann::json& json, const std::string& where);

} // namespace orthant
