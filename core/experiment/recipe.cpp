// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/recipe.h"

#include "core/experiment/catalogues.h"
#include "core/experiment/document_fields.h"
#include "core/experiment/shipped.h"
#include "core/optimizers/optimizer.h"
#include "core/quantizers/quantizer.h"
#include "core/training/methods/method.h"

#include <algorithm>
#include <array>

namespace orthant {

namespace {

constexpr std::size_t mostTerms = 16;

struct Grade {
    const char *letter, *word;
};
constexpr std::array grades{Grade{"P", "paper"},    Grade{"C", "code"},     Grade{"T", "secondary"},
                            Grade{"A", "abstract"}, Grade{"M", "recalled"}, Grade{"derived", "derived"}};

std::string readGrade(const Json& json, const std::string& where) {
    const std::string letter = optionalText(json, "grade", "", where);
    if (letter.empty()) return "";
    for (const Grade& grade : grades)
        if (letter == grade.letter) return grade.word;
    throw Error("expected P, C, T, A, M or derived, found '" + letter + "'", where + "/grade");
}

std::string letterOf(const std::string& word) {
    const auto it = std::find_if(grades.begin(), grades.end(), [&](const Grade& grade) { return word == grade.word; });
    return it == grades.end() ? word : it->letter;
}

std::optional<Component> readQuantizer(const Json& json, const char* role, bool QuantizerEntry::*fits, const std::string& where) {
    const auto it = json.find(role);
    if (it == json.end()) return std::nullopt;
    const std::string place = where + pointerStep(role);
    Component quantizer = resolveComponent("quantizers", componentFromJson(*it, place), place);
    if (!(findEntry(quantizerCatalogue(), quantizer.id, "quantizer").*fits))
        throw Error("the quantizer '" + quantizer.id + "' is not for " + role, place + "/id");
    return quantizer;
}

Params readTraining(const Json& json, const std::string& where) {
    const auto it = json.find("training");
    if (it == json.end()) return {};
    const std::string place = where + "/training";
    Params training = paramsFromJson(*it, place);
    for (const char* id : {"epochs", "batchSize"})
        if (training.has(id))
            throw Error("belongs to the experiment, so that methods can be compared; that of the source stands under 'published'",
                        place + "/" + id);
    if (training.has("optimizer")) throw Error("has a key of its own beside 'training'", place + "/optimizer");
    (void)resolveNestedParams(trainingParams(), training, place); // its errors
    return training;
}

Params readPublished(const Json& json, const std::string& where) {
    const auto it = json.find("published");
    if (it == json.end()) return {};
    if (it->is_string()) return {{"setting", it->get<std::string>()}};
    return paramsFromJson(*it, where + "/published");
}

std::string requiredText(const Json& json, const char* key, const std::string& where) {
    (void)requiredKey(json, key, "expected a text", where);
    return optionalText(json, key, "", where);
}

Method recipeFromJson(const Json& document, const std::filesystem::path&, const std::string& name) {
    checkKeys(document, {"orthant", "kind", "id", "title", "summary", "source", "grade", "notes", "weights", "activations",
                         "optimizer", "terms", "training", "published"}, "");
    checkKind(document, "recipe");
    for (const char* key : {"summary", "source", "grade"}) (void)requiredText(document, key, "");
    Json rest = document;
    rest.erase("orthant");
    rest.erase("kind");
    if (!rest.contains("id")) rest["id"] = name;
    Method method = methodFromJson(rest, "");
    method.origin = Method::Origin::Recipe;
    return method;
}

/// An optimizer that is built around another one is a rule for binarized weights; the others are for all parameters.
const ParamSpec* innerOptimizer(const EntryInfo& entry) {
    const auto it = std::find_if(entry.params.begin(), entry.params.end(), [](const ParamSpec& spec) {
        return spec.kind == ParamKind::Component && spec.catalogue == "optimizers";
    });
    return it == entry.params.end() ? nullptr : &*it;
}

Method fromEntry(const EntryInfo& entry, Method::Origin origin) {
    Method method;
    static_cast<EntryInfo&>(method) = entry;
    method.params.clear();
    method.origin = origin;
    if (origin == Method::Origin::Quantizer) method.weights = resolveComponent("quantizers", Component(entry.id), "");
    else if (origin == Method::Origin::UpdateRule) method.optimizer = Component(entry.id);
    else method.training.set("method", resolveComponent("training", Component(entry.id), ""));
    return method;
}

std::vector<Method> readShipped() {
    std::vector<Method> all;
    for (const auto& file : shippedFiles("recipes")) all.push_back(readRecipe(file));
    return all;
}

std::string trainingMethodOf(const Method& method) {
    const ParamValue* value = method.training.find("method");
    if (!value) return "";
    const auto* component = std::get_if<Component>(value);
    return component ? component->id : std::get<std::string>(*value);
}

std::vector<Method> collect() {
    std::vector<Method> all(recipes().begin(), recipes().end());
    const auto used = [](const EntryInfo& entry) {
        return std::any_of(recipes().begin(), recipes().end(), [&](const Method& recipe) {
            return recipe.id == entry.id || (recipe.weights && recipe.weights->id == entry.id) ||
                   (recipe.optimizer && recipe.optimizer->id == entry.id) || trainingMethodOf(recipe) == entry.id;
        });
    };
    for (const QuantizerEntry& entry : quantizerCatalogue())
        if (entry.forWeights && !used(entry)) all.push_back(fromEntry(entry, Method::Origin::Quantizer));
    for (const OptimizerEntry& entry : optimizerCatalogue())
        if (innerOptimizer(entry) && !used(entry)) all.push_back(fromEntry(entry, Method::Origin::UpdateRule));
    for (const MethodEntry& entry : methodCatalogue())
        if (entry.id != "gradient" && !used(entry)) all.push_back(fromEntry(entry, Method::Origin::Training));
    return all;
}

/// Puts the quantizers of a method into layers. In a layer, quantizers of weights are the parameters whose id starts with
/// "weights"; the others are of activations.
class Exchange {
  public:
    explicit Exchange(const Method& method) : method_(method) {}

    Component apply(const Component& layer) {
        if (layer.id == "binarize" && method_.activations && method_.activations->id == "identity") return Component("hardtanh");
        Params params = *layer.params;
        for (const ParamSpec& spec : catalogueEntry("layers", layer.id).params) {
            if (spec.kind != ParamKind::Component) continue;
            const Component& old = params.component(spec.id);
            if (spec.catalogue == "layers") {
                params.set(spec.id, apply(old));
            } else if (spec.catalogue == "quantizers" && isWeights(spec)) {
                if (old.id == "identity") continue;
                ++binarized_;
                if (method_.weights) params.set(spec.id, *method_.weights);
            } else if (spec.catalogue == "quantizers" && old.id != "identity" && method_.activations) {
                params.set(spec.id, *method_.activations);
            }
        }
        return Component(layer.id, std::move(params));
    }

    std::size_t binarized() const { return binarized_; } ///< layers with binarized weights

    static bool isWeights(const ParamSpec& spec) { return spec.catalogue == "quantizers" && spec.id.starts_with("weights"); }
    static bool hasWeights(const Component& layer) { return std::ranges::any_of(catalogueEntry("layers", layer.id).params, isWeights); }

  private:
    const Method& method_;
    std::size_t binarized_ = 0;
};

Component withRealWeights(const Component& layer) {
    Params params = *layer.params;
    for (const ParamSpec& spec : catalogueEntry("layers", layer.id).params)
        if (Exchange::isWeights(spec)) params.set(spec.id, Component("identity"));
    return Component(layer.id, std::move(params));
}

Component withInner(const Component& rule, const Component& current) {
    const ParamSpec* inner = innerOptimizer(catalogueEntry("optimizers", rule.id));
    if (!inner || (rule.params && rule.params->has(inner->id))) return rule;
    // An experiment that has a rule for binarized weights already is asked for the optimizer inside it.
    const ParamSpec* nested = innerOptimizer(catalogueEntry("optimizers", current.id));
    Params params = rule.params ? *rule.params : Params{};
    params.set(inner->id, nested ? current.params->component(nested->id) : current);
    return Component(rule.id, std::move(params));
}

} // namespace

std::span<const Method> recipes() {
    static const std::vector<Method> all = readShipped();
    return all;
}

std::span<const Method> methods() {
    static const std::vector<Method> all = collect();
    return all;
}

const Method& findMethod(std::string_view id, const std::string& where) { return findEntry(methods(), id, "method", where); }

Method parseRecipe(std::string_view json) { return recipeFromJson(parseJsonDocument(json), {}, "untitled"); }

Method readRecipe(const std::filesystem::path& file) { return readDocument(file, recipeFromJson); }

Method methodFromJson(const Json& json, const std::string& where) {
    checkKeys(json, {"id", "title", "summary", "source", "grade", "notes", "weights", "activations", "optimizer", "terms",
                     "training", "published"}, where);
    Method method;
    method.title = requiredText(json, "title", where);
    method.id = readName(json, nameFrom(method.title), "id", where);
    method.summary = optionalText(json, "summary", "", where);
    method.source = optionalText(json, "source", "", where);
    method.grade = readGrade(json, where);
    method.notes = optionalText(json, "notes", "", where);
    method.weights = readQuantizer(json, "weights", &QuantizerEntry::forWeights, where);
    method.activations = readQuantizer(json, "activations", &QuantizerEntry::forActivations, where);
    if (json.contains("optimizer")) {
        method.optimizer = componentFromJson(json["optimizer"], where + "/optimizer");
        (void)resolveComponent("optimizers", *method.optimizer, where + "/optimizer"); // its errors
    }
    if (json.contains("terms")) {
        const Json& list = requiredList(json, "terms", "term", mostTerms, where);
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string place = where + "/terms/" + std::to_string(i);
            method.terms.push_back(resolveComponent("terms", componentFromJson(list[i], place), place));
        }
    }
    method.training = readTraining(json, where);
    method.published = readPublished(json, where);
    return method;
}

Json toJsonValue(const Method& method) {
    Json json{{"id", method.id}, {"title", method.title}};
    const auto text = [&](const char* key, const std::string& value) {
        if (!value.empty()) json[key] = value;
    };
    text("summary", method.summary);
    text("source", method.source);
    text("grade", letterOf(method.grade));
    text("notes", method.notes);
    if (method.weights) json["weights"] = toJsonValue(*method.weights);
    if (method.activations) json["activations"] = toJsonValue(*method.activations);
    if (method.optimizer) json["optimizer"] = toJsonValue(*method.optimizer);
    for (const Component& term : method.terms) json["terms"].push_back(toJsonValue(term));
    if (!method.training.empty()) json["training"] = toJsonValue(method.training);
    if (!method.published.empty()) json["published"] = toJsonValue(method.published);
    return json;
}

Experiment withMethod(const Experiment& experiment, const Method& method, const MethodOptions& options) {
    Experiment result = experiment;
    if (options.realEnds) {
        const auto first = std::find_if(result.layers.begin(), result.layers.end(), Exchange::hasWeights);
        const auto last = std::find_if(result.layers.rbegin(), result.layers.rend(), Exchange::hasWeights);
        if (first != result.layers.end()) *first = withRealWeights(*first);
        if (last != result.layers.rend()) *last = withRealWeights(*last);
    }
    Exchange exchange(method);
    for (Component& layer : result.layers) layer = exchange.apply(layer);
    if (exchange.binarized() == 0)
        throw Error("the experiment '" + experiment.name + "' has no binarized weights that the method '" + method.title +
                        "' could treat" + (options.realEnds ? " between its first and last layer" : ""), "/network/layers");
    for (const auto& [id, value] : method.training) result.training.set(id, value);
    if (method.optimizer) result.training.set("optimizer", withInner(*method.optimizer, experiment.training.component("optimizer")));
    if (!method.terms.empty()) result.terms = method.terms;
    return parseExperiment(toJson(result), experiment.folder);
}

} // namespace orthant
