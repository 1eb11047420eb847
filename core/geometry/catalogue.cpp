// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"

#include <chrono>
#include <cmath>

namespace orthant {

std::span<const StudyEntry> studyCatalogue() {
    static const StudyEntry table[] = {
#define ORTHANT_ENTRY(id) study_entries::id(),
#include "core/geometry/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

namespace {

std::map<std::string, double> finite(const std::vector<Reading>& readings, double Reading::*value) {
    std::map<std::string, double> result;
    for (const Reading& reading : readings)
        if (std::isfinite(reading.*value)) result[reading.id] = reading.*value;
    return result;
}

} // namespace

std::map<std::string, double> StudyResult::measured() const { return finite(readings, &Reading::measured); }
std::map<std::string, double> StudyResult::theory() const { return finite(readings, &Reading::theory); }

bool PartialGate::due() {
    constexpr std::int64_t pause = 40'000'000;
    const std::int64_t now = std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    if (last_ >= 0 && now - last_ < pause) return false;
    last_ = now;
    return true;
}

StudyResult runStudy(const Component& study, const StudyContext& context) {
    const StudyEntry& entry = findEntry(studyCatalogue(), study.id, "study", "/id");
    return entry.run(resolveParams(entry.params, study.params ? *study.params : Params{}, ""), context);
}

} // namespace orthant
