// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// An entry of a catalogue with parameters that were written as key=value.
/// @param where  the option, for errors
Component componentFromOptions(std::string_view kind, const std::string& id, const std::vector<std::string>& keyValues,
                               const std::string& where);

} // namespace orthant
