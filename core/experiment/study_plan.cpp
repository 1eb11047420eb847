// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/study_plan.h"

#include "core/experiment/catalogues.h"
#include "core/experiment/document_fields.h"

#include <system_error>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostSteps = 99; // files of steps have two digits

StudyStep readStep(const Json& json, const std::string& where) {
    checkKeys(json, {"title", "text", "study"}, where);
    const Json& study = requiredKey(json, "study", "expected a study, for example {\"id\": \"angle\"}", where);
    StudyStep step;
    step.study = resolveComponent("studies", componentFromJson(study, where + "/study"), where + "/study");
    step.title = optionalText(json, "title", catalogueEntry("studies", step.study.id).title, where);
    step.text = optionalText(json, "text", "", where);
    return step;
}

StudyPlan planFromJson(const Json& document, const fs::path& folder, const std::string& name) {
    checkKeys(document, {"orthant", "kind", "name", "title", "summary", "seed", "network", "steps"}, "");
    checkKind(document, "studies");
    StudyPlan plan;
    plan.name = readName(document, name);
    plan.title = optionalText(document, "title", plan.name);
    plan.summary = optionalText(document, "summary", "");
    plan.seed = readSeed(document);
    plan.network = optionalText(document, "network", "");
    const Json& list = requiredList(document, "steps", "step", mostSteps, "");
    for (std::size_t i = 0; i < list.size(); ++i) plan.steps.push_back(readStep(list[i], "/steps/" + std::to_string(i)));
    plan.folder = folder;
    return plan;
}

Json toDocument(const StudyPlan& plan) {
    Json steps = Json::array();
    for (const StudyStep& step : plan.steps)
        steps.push_back({{"title", step.title}, {"text", step.text}, {"study", toJsonValue(step.study)}});
    return {{"orthant", experimentFormatVersion}, {"kind", "studies"}, {"name", plan.name},       {"title", plan.title},
            {"summary", plan.summary},            {"seed", plan.seed}, {"network", plan.network}, {"steps", std::move(steps)}};
}

/// Relative paths of an entry and of all entries in it.
Component withPathsFrom(const fs::path& folder, const std::string& kind, const Component& component) {
    Params params = *component.params;
    for (const ParamSpec& spec : catalogueEntry(kind, component.id).params) {
        if (spec.kind == ParamKind::Component) {
            params.set(spec.id, withPathsFrom(folder, spec.catalogue, params.component(spec.id)));
        } else if (spec.kind == ParamKind::Path && !params.text(spec.id).empty()) {
            params.set(spec.id, (folder / params.text(spec.id)).string());
        }
    }
    return Component(component.id, std::move(params));
}

} // namespace

StudyPlan parseStudyPlan(std::string_view json, const fs::path& folder) {
    return planFromJson(parseJsonDocument(json), folder, "untitled");
}

StudyPlan readStudyPlan(const fs::path& file) { return readDocument(file, planFromJson); }

std::string toJson(const StudyPlan& plan) { return toDocument(plan).dump(2) + "\n"; }

StudyPlan withValue(const StudyPlan& plan, std::string_view pointer, std::string_view value) {
    Json document = toDocument(plan);
    setValue(document, pointer, value);
    const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    return planFromJson(parseJsonDocument(text), plan.folder, plan.name);
}

std::optional<Experiment> networkOf(const StudyPlan& plan) {
    if (plan.network.empty()) return std::nullopt;
    try {
        std::error_code error;
        const fs::path beside = plan.folder / plan.network;
        const Experiment experiment = readExperiment(fs::is_regular_file(beside, error) ? beside : findExperiment(plan.network));
        return withValue(experiment, "/seed", std::to_string(plan.seed));
    } catch (const Error& error) {
        throw Error(error.what(), "/network");
    }
}

Component studyOf(const StudyPlan& plan, std::size_t step, const fs::path& network) {
    Component study = withPathsFrom(plan.folder, "studies", plan.steps[step].study);
    const ParamValue* given = study.params->find("run");
    const auto* run = given ? std::get_if<std::string>(given) : nullptr;
    if (!run || !run->empty() || network.empty()) return study;
    Params params = *study.params;
    params.set("run", network.string());
    return Component(study.id, std::move(params));
}

} // namespace orthant
