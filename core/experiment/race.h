// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/recipe.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orthant {

/// The third kind of experiment document: one experiment with several methods, each with the same seeds. For one seed all
/// methods start from the same random numbers and see the same batches; binarized weights then start from the same values.
///
/// {"orthant": 1, "kind": "race", "name": ..., "title": ..., "summary": ..., "experiment": "mnist_bnn_mlp",
///  "methods": ["bnn", "bnn_plus", {"title": "My pair", "weights": {"id": ..., ...}}], "seeds": [1, 2, 3],
///  "realEnds": false, "set": {"/training/epochs": 3}}
///
/// A method is the id of a recipe, of a weight quantizer or of an update rule (`orthant-cli list recipes`), or a recipe written
/// here. "set" replaces values of the experiment before the methods are put into it.
struct Race {
    std::string name; ///< as of an experiment
    std::string title;
    std::string summary;
    std::string experiment; ///< a shipped one or a file
    std::vector<Method> methods;
    std::vector<std::uint64_t> seeds{1, 2, 3};
    bool realEnds = false; ///< MethodOptions::realEnds
    std::vector<std::pair<std::string, std::string>> set; ///< JSON pointers and values, as withValue() takes them

    std::filesystem::path folder; ///< where the file was; relative paths start here; not part of the document

    friend bool operator==(const Race& a, const Race& b) {
        return a.name == b.name && a.title == b.title && a.summary == b.summary && a.experiment == b.experiment &&
               a.methods == b.methods && a.seeds == b.seeds && a.realEnds == b.realEnds && a.set == b.set;
    }
};

/// Reads and checks a document.
/// @errors  Error like that of parseExperiment()
Race parseRace(std::string_view json, const std::filesystem::path& folder = {});
Race readRace(const std::filesystem::path& file);

/// The canonical form, stable after one write.
std::string toJson(const Race& race);

/// Sets the value at a JSON pointer and checks the document again. Pointers into the experiment (/data, /network, /training,
/// /probes) are added to "set".
Race withValue(const Race& race, std::string_view pointer, std::string_view value);

/// The experiment with the values of "set", before any method.
/// @errors  Error at "/experiment" or in "/set"
Experiment baseOf(const Race& race);

/// One run of a race.
struct RaceRun {
    std::size_t method = 0;  ///< index
    std::uint64_t seed = 1;
    std::string folder;      ///< in the folder of the race: "runs/bnn_seed1"
    Experiment experiment;
};

/// All runs: every method with the first seed, then with the second one, so that curves can be compared early.
/// @errors  Error at "/methods/2" when a method cannot be put into the experiment, and those of baseOf()
std::vector<RaceRun> runsOf(const Race& race);

/// The shipped races, sorted by name.
std::vector<std::filesystem::path> shippedRaces();

} // namespace orthant
