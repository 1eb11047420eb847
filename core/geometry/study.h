// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/base/progress.h"
#include "core/base/table.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// What a study found: a table to chart, single numbers that were measured, and what theory says of the same numbers.
struct StudyResult {
    Table table;
    std::map<std::string, double> measured; ///< snake_case with the unit: "mean_deg"
    std::map<std::string, double> theory;   ///< the same names where a line is known; others are limits or bounds
    std::vector<std::string> notes;         ///< plain sentences: conventions, sources, what was skipped
};

struct StudyContext {
    std::uint64_t seed = 1;
    Progress* progress = nullptr; ///< may be null; a cancelled study returns what it has
    /// Called from the calling thread with better and better estimates; may be empty.
    std::function<void(const StudyResult&)> partial;
};

/// An entry of the catalogue of studies. The result does not depend on the number of threads, and memory does not grow
/// with the number of samples.
struct StudyEntry : EntryInfo {
    std::function<StudyResult(const Params&, const StudyContext&)> run;
};

std::span<const StudyEntry> studyCatalogue();

/// Resolves the parameters and runs it.
/// @errors  Error at the parameter
StudyResult runStudy(const Component& study, const StudyContext& context);

} // namespace orthant
