// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// The kinds of entries: "quantizers", "layers", "optimizers", "schedules", "losses", "datasets", "exporters", ...
std::vector<std::string> catalogueKinds();

/// All entries of one kind, in catalogue order. Some kinds have none.
/// @errors  Error that lists the kinds
std::vector<const EntryInfo*> catalogueEntries(std::string_view kind);

/// @errors  Error at `where` with the nearest known id
const EntryInfo& catalogueEntry(std::string_view kind, std::string_view id, const std::string& where = {});

/// Fills in all defaults, through nested components; checks ids and values. Where a component is expected, its id alone
/// (a text) is enough.
/// @errors  Error whose place starts with `where`
Component resolveComponent(std::string_view kind, const Component& given, const std::string& where);

/// The same for parameters that belong to no entry: a section of an experiment.
Params resolveNestedParams(std::span<const ParamSpec> specs, const Params& given, const std::string& where);

/// A value as a person types it ("3", "0.5", "true", "relu") for this parameter.
/// @errors  Error at `where`, saying what was expected
ParamValue parseValue(const ParamSpec& spec, std::string_view text, const std::string& where);

} // namespace orthant
