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

/// The fourth kind of experiment document: one inverse problem, several unrolled networks, classical solvers beside them.
///
/// {"orthant": 1, "kind": "unrolled", "name": ..., "title": ..., "summary": ..., "seeds": [1, 2, 3],
///  "problem": {"id": "sparse_recovery", "operator": {"id": "block_gaussian", ...}, ...},
///  "networks": [{"title": "PIBiNN", "algorithm": {"id": "lista_cp", "layers": 10}, "weights": {"id": "one_bit"}, "mask": "operator"}],
///  "training": {...}, "solvers": [{"id": "ista"}, {"id": "fista"}]}
///
/// A network may have "training" of its own, whose values replace those of the plan, and "samples" and the problem may be varied by
/// "vary": {"pointer": "/training/samples", "values": [300, 1000, 5000]}: every network is then trained for every value.
struct UnrolledPlan {
    std::string name;
    std::string title;
    std::string summary;
    std::vector<std::uint64_t> seeds{1};
    Component problem;                    ///< of the catalogue "problems"
    std::vector<UnrolledDesign> networks; ///< 1 to 16
    Params training;                      ///< unrolledTrainingParams()
    std::vector<Component> solvers;       ///< of the catalogue "solvers"
    std::string varyPointer;              ///< "" : nothing is varied
    std::vector<double> varyValues;

    std::filesystem::path folder; ///< where the file was; relative paths start here; not part of the document
};

/// Reads and checks a document; every default is filled in.
/// @errors  Error like that of parseExperiment()
UnrolledPlan parseUnrolledPlan(std::string_view json, const std::filesystem::path& folder = {});
UnrolledPlan readUnrolledPlan(const std::filesystem::path& file);
/// The canonical form, stable after one write.
std::string toJson(const UnrolledPlan& plan);
/// Sets the value at a JSON pointer and checks the document again.
UnrolledPlan withValue(const UnrolledPlan& plan, std::string_view pointer, std::string_view value);

/// The shipped ones, sorted by name.
std::vector<std::filesystem::path> shippedUnrolledPlans();

} // namespace orthant
