// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/study_file.h"

#include "core/base/error.h"
#include "core/io/csv.h"
#include "core/io/file.h"

#include <cmath>

namespace orthant {

Json studyDocument(const Component& study, std::uint64_t seed, const StudyResult& result) {
    Json columns = Json::array();
    for (const Column& column : result.table.columns()) {
        Json values = Json::array(); // a value that was not measured is null
        for (const double value : column.values) values.push_back(std::isfinite(value) ? Json(value) : Json());
        columns.push_back({{"name", column.name}, {"unit", column.unit}, {"values", values}});
    }
    return {{"study", study.id},          {"parameters", toJsonValue(*study.params)}, {"seed", seed}, {"columns", columns},
            {"measured", result.measured()}, {"theory", result.theory()},                  {"notes", result.notes}};
}

void writeStudy(const std::filesystem::path& file, const Component& study, std::uint64_t seed, const StudyResult& result) {
    if (file.extension() == ".json") writeFileAtomically(file, studyDocument(study, seed, result).dump(1) + '\n');
    else if (file.extension() == ".csv") writeFileAtomically(file, toCsv(result.table));
    else throw Error("expected a file that ends in .csv or .json", file.string());
}

} // namespace orthant
