// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/base/params.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// A training experiment: everything that decides the result, as one JSON document.
///
/// {"orthant": 1, "name": ..., "title": ..., "summary": ..., "seed": 1,
///  "data": {"id": ..., ...}, "network": {"layers": [{"id": ..., ...}, ...]},
///  "training": {"terms": [{"id": ..., ...}, ...], "method": {...}, "epochs": ..., "batchSize": ..., "loss": {...}, ...},
///  "probes": {...}}
struct Experiment {
    std::string name;    ///< file name without ending; letters, digits, _ and -
    std::string title;   ///< for people
    std::string summary; ///< one line: what it shows
    std::uint64_t seed = 1;
    Component data;                ///< of the catalogue "datasets"
    std::vector<Component> layers; ///< of the catalogue "layers"
    std::vector<Component> terms;  ///< of the catalogue "terms"; "terms" of the section "training"
    Params training;               ///< trainingParams()
    Params probes;                 ///< probeParams()

    std::filesystem::path folder; ///< where the file was; relative paths start here; not part of the document

    friend bool operator==(const Experiment& a, const Experiment& b) {
        return a.name == b.name && a.title == b.title && a.summary == b.summary && a.seed == b.seed &&
               a.data == b.data && a.layers == b.layers && a.terms == b.terms && a.training == b.training && a.probes == b.probes;
    }
};

inline constexpr int experimentFormatVersion = 1;

/// Parameters of the sections "training" and "probes".
std::span<const ParamSpec> trainingParams();
std::span<const ParamSpec> probeParams();

/// Reads and checks a document; every default is filled in.
/// @errors  Error whose place is a JSON pointer ("/network/layers/3/weights/id") or "line L, column C", and whose message
///          says what was found and expected, with the nearest known name
Experiment parseExperiment(std::string_view json, const std::filesystem::path& folder = {});
Experiment readExperiment(const std::filesystem::path& file);

/// The canonical form: every parameter written out, keys in the fixed order, two spaces of indent. Parsing it gives an
/// equal Experiment and writing that gives the same text.
std::string toJson(const Experiment& experiment);

/// Sets the value at a JSON pointer and checks the document again: ("/training/epochs", "3").
Experiment withValue(const Experiment& experiment, std::string_view pointer, std::string_view value);

/// The shipped training experiments, found beside the program, in the installed data folder or in the source tree; sorted
/// by name. Study plans: core/experiment/study_plan.h; races: core/experiment/race.h.
std::vector<std::filesystem::path> shippedExperiments();
/// A path to an existing file, or the name of a shipped document of any kind.
/// @errors  Error that lists the shipped names
std::filesystem::path findExperiment(const std::string& nameOrPath);

} // namespace orthant
