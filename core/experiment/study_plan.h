// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/experiment/document_kind.h"
#include "core/experiment/experiment.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// One study of a plan with the words that go with it.
struct StudyStep {
    std::string title; ///< a few words
    std::string text;  ///< what to look at and what to try
    Component study;   ///< of the catalogue "studies"

    friend bool operator==(const StudyStep&, const StudyStep&) = default;
};

/// The second kind of experiment document: studies one after the other, a story or a protocol.
///
/// {"orthant": 1, "kind": "studies", "name": ..., "title": ..., "summary": ..., "seed": 1, "network": ...,
///  "steps": [{"title": ..., "text": ..., "study": {"id": "angle", ...}}, ...]}
struct StudyPlan {
    std::string name;    ///< as of an experiment
    std::string title;
    std::string summary;
    std::uint64_t seed = 1; ///< of all steps and of the network
    std::string network;    ///< the experiment whose trained run the steps look at: a shipped one or a file; empty: none
    std::vector<StudyStep> steps;

    std::filesystem::path folder; ///< where the file was; relative paths start here; not part of the document

    friend bool operator==(const StudyPlan& a, const StudyPlan& b) {
        return a.name == b.name && a.title == b.title && a.summary == b.summary && a.seed == b.seed && a.network == b.network &&
               a.steps == b.steps;
    }
};

/// Reads and checks a document; every default is filled in.
/// @errors  Error like that of parseExperiment()
StudyPlan parseStudyPlan(std::string_view json, const std::filesystem::path& folder = {});
StudyPlan readStudyPlan(const std::filesystem::path& file);

/// The canonical form, stable after one write.
std::string toJson(const StudyPlan& plan);

/// Sets the value at a JSON pointer and checks the document again: ("/steps/0/study/samples", "100").
StudyPlan withValue(const StudyPlan& plan, std::string_view pointer, std::string_view value);

/// The experiment that the plan trains first, with the plan's seed; nothing when it needs none.
/// @errors  Error at "/network"
std::optional<Experiment> networkOf(const StudyPlan& plan);

/// The study of a step as it is run: relative paths start in the plan's folder, and an empty parameter "run" becomes the
/// run of the plan's network.
/// @param network  the folder of that run; empty: there is none
Component studyOf(const StudyPlan& plan, std::size_t step, const std::filesystem::path& network);

/// The shipped study plans, sorted by name. shippedExperiments() has the training experiments.
std::vector<std::filesystem::path> shippedStudyPlans();

} // namespace orthant
