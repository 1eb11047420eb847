// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/unrolled/unrolled_net.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// A network of a plan.
struct PlannedNetwork : UnrolledDesign {
    Params training; ///< the values that replace those of the plan

    friend bool operator==(const PlannedNetwork&, const PlannedNetwork&) = default;
};

/// The fourth kind of experiment document: one inverse problem, several unrolled networks, classical solvers beside them.
///
/// {"orthant": 1, "kind": "unrolled", "name": ..., "title": ..., "summary": ..., "seeds": [1, 2, 3],
///  "problem": {"id": "sparse_recovery", "operator": {"id": "block_gaussian", ...}, ...},
///  "networks": [{"title": "PIBiNN", "algorithm": {"id": "lista_cp", "layers": 10}, "weights": {"id": "one_bit"},
///                "mask": "operator", "reach": 0, "edits": [[1, 16, 13, 24, false]], "training": {"learningRate": 0.002}}],
///  "training": {...}, "solvers": ["ista", "fista"],
///  "vary": {"pointer": "/training/samples", "values": [300, 1000, 5000]}}
///
/// A seed gives the problem (its random matrices and samples) and the start of the networks: all networks of one seed face the
/// same problem. A network's "training" replaces values of the plan's. With "vary", every network is trained for every value;
/// in a pointer, "*" stands for every network: "/networks/*/algorithm/layers".
/// An edit forbids (false) or allows (true) the links in a rectangle of the mask: first and last row, first and last column,
/// from 1; edits come after "mask" and "reach", one after the other.
struct UnrolledPlan {
    std::string name; ///< as of an experiment
    std::string title;
    std::string summary;
    std::vector<std::uint64_t> seeds{1};
    Component problem;                    ///< of the catalogue "problems"
    std::vector<PlannedNetwork> networks; ///< 1 to 32, each with a title of its own
    Params training;                      ///< unrolledTrainingParams()
    std::vector<Component> solvers;       ///< of the catalogue "solvers"
    std::string varyPointer;              ///< "": nothing is varied
    std::vector<double> varyValues;

    std::filesystem::path folder; ///< where the file was; relative paths start here; not part of the document

    friend bool operator==(const UnrolledPlan& a, const UnrolledPlan& b) {
        return a.name == b.name && a.title == b.title && a.summary == b.summary && a.seeds == b.seeds && a.problem == b.problem &&
               a.networks == b.networks && a.training == b.training && a.solvers == b.solvers && a.varyPointer == b.varyPointer &&
               a.varyValues == b.varyValues;
    }
};

/// Reads and checks a document; every default is filled in.
/// @errors  Error like that of parseExperiment()
UnrolledPlan parseUnrolledPlan(std::string_view json, const std::filesystem::path& folder = {});
UnrolledPlan readUnrolledPlan(const std::filesystem::path& file);

/// The canonical form, stable after one write.
std::string toJson(const UnrolledPlan& plan);

/// Sets the value at a JSON pointer and checks the document again. "*" stands for every member of a list.
UnrolledPlan withValue(const UnrolledPlan& plan, std::string_view pointer, std::string_view value);

/// The plan with one of its varied values in its place, and nothing varied. The plan itself where nothing is varied.
UnrolledPlan planAt(const UnrolledPlan& plan, double value);

/// "samples": the last step of the pointer that is varied; empty: none.
std::string variedName(const UnrolledPlan& plan);

/// True when the varied value changes the problem, and with it what classical solvers reach.
bool variesProblem(const UnrolledPlan& plan);

/// The values of a network's training: its own, then those of the plan.
Params trainingOf(const UnrolledPlan& plan, std::size_t network);

/// The shipped ones, sorted by name.
std::vector<std::filesystem::path> shippedUnrolledPlans();

} // namespace orthant
