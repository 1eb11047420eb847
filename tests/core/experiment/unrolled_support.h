// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/json_document.h"
#include "core/experiment/unrolled_plan.h"

#include <string>

namespace support {

/// Two blocks of 6 x 8, three layers, 20 steps in each stage: a training takes a few milliseconds.
inline constexpr const char* tinyPlanText = R"({
    "orthant": 1, "kind": "unrolled", "name": "tiny", "title": "Tiny", "seeds": [3, 4],
    "problem": {"id": "sparse_recovery", "operator": {"id": "block_gaussian", "measurements": 12, "unknowns": 16, "blocks": 2}},
    "networks": [
        {"title": "Float", "algorithm": {"id": "lista_cp", "layers": 3}, "weights": "float32"},
        {"title": "PIBiNN", "algorithm": {"id": "lista_cp", "layers": 3}, "weights": "one_bit"},
        {"title": "Ternary", "algorithm": {"id": "lista_cp", "layers": 3}, "weights": "ternary", "training": {"learningRate": 0.002}},
        {"title": "One bit, dense", "algorithm": {"id": "lista_cp", "layers": 3}, "weights": {"id": "one_bit"}, "mask": "dense"}],
    "training": {"steps": 20, "batchSize": 8, "validation": 20, "test": 40, "learningRate": 0.004, "readingEverySteps": 10}
})";

/// @param vary  the section of that name; empty: none
inline orthant::UnrolledPlan tinyPlan(const std::string& vary = {}) {
    orthant::Json document = orthant::Json::parse(tinyPlanText);
    if (!vary.empty()) document["vary"] = orthant::Json::parse(vary);
    return orthant::parseUnrolledPlan(document.dump());
}

} // namespace support
