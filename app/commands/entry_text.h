// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/experiment/recipe.h"

namespace orthant {

/// {"id", "title", "summary", "source", "grade", "parameters": [...]}
Json entryJson(const EntryInfo& entry);

/// What a method sets, one line for each part; with "Published:" and the notes where it has them.
std::string methodText(const Method& method);

/// "a whole number from 1 to 1000, in steps": what may stand for a parameter.
std::string expectation(const ParamSpec& spec);

} // namespace orthant
