// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"

namespace orthant {

std::span<const StudyEntry> studyCatalogue() {
    static const StudyEntry table[] = {
#define ORTHANT_ENTRY(id) study_entries::id(),
#include "core/geometry/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

StudyResult runStudy(const Component& study, const StudyContext& context) {
    const StudyEntry& entry = findEntry(studyCatalogue(), study.id, "study", "/id");
    return entry.run(resolveParams(entry.params, study.params ? *study.params : Params{}, ""), context);
}

} // namespace orthant
