// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/experiment/experiment.h"
#include "core/io/json_document.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// A way to binarize: what it puts into an experiment, and where it comes from. A recipe is one as a file,
/// resources/recipes/<id>.json:
///
/// {"orthant": 1, "kind": "recipe", "id": ..., "title": ..., "summary": ..., "source": ..., "grade": "C", "notes": ...,
///  "weights": {"id": ..., ...}, "activations": {...}, "optimizer": {...}, "terms": [{"id": ..., ...}], "training": {...},
///  "published": {"epochs": 250, ...}}
///
/// Every key from "weights" on may be absent; what is absent stays as it is in the experiment. The activations `identity` are
/// real ones: a layer `binarize` becomes the layer `hardtanh`. "training" has only the values that the method sets, never the
/// number of epochs or the batch size, which belong to the comparison; those of the source stand under "published", values or
/// texts that are shown and not used. Grades are letters in the file: P the paper's text, C the authors' code, T somebody
/// else's re-implementation, A the abstract, M from memory, or "derived".
struct Method : EntryInfo {
    enum class Origin {
        Recipe,     ///< a shipped file
        Quantizer,  ///< a weight quantizer of the catalogue with its defaults
        UpdateRule, ///< an update rule for binarized weights with its defaults
        Training,   ///< a training method with its defaults
        Inline,     ///< written in another document
    };
    Origin origin = Origin::Inline;
    std::string notes; ///< what differs from the source, or is not known
    std::optional<Component> weights, activations; ///< of the catalogue "quantizers", all defaults filled in
    std::optional<Component> optimizer;            ///< of the catalogue "optimizers", as given
    std::vector<Component> terms;                  ///< of the catalogue "terms", all defaults filled in
    Params training;                               ///< as given
    Params published;

    friend bool operator==(const Method& a, const Method& b) {
        return a.id == b.id && a.title == b.title && a.summary == b.summary && a.source == b.source && a.grade == b.grade &&
               a.notes == b.notes && a.weights == b.weights && a.activations == b.activations && a.optimizer == b.optimizer &&
               a.terms == b.terms && a.training == b.training && a.published == b.published;
    }
};

/// The shipped recipes, sorted by id.
/// @errors  Error when one of the files is wrong
std::span<const Method> recipes();

/// All that a method picker offers, and the catalogue "recipes": the recipes, then the weight quantizers, update rules
/// and training methods that no recipe uses.
std::span<const Method> methods();

/// @errors  Error at `where` with the nearest known id
const Method& findMethod(std::string_view id, const std::string& where = {});

/// Reads and checks a recipe.
/// @errors  Error whose place is a JSON pointer, after the file's name for readRecipe()
Method parseRecipe(std::string_view json);
Method readRecipe(const std::filesystem::path& file);

/// A method inside another document: the keys of a recipe without "orthant" and "kind". Only the title is required.
Method methodFromJson(const Json& json, const std::string& where);
/// Its keys in the order above, without those that are absent.
Json toJsonValue(const Method& method);

struct MethodOptions {
    bool realEnds = false; ///< the first and the last layer with weights keep real ones
};

/// The experiment with this method: the quantizers of all binarized weights and of all activations, the update rule, the loss
/// terms (in place of the experiment's) and the training values that the method sets. Layers whose weights are `identity` keep them. An update rule around an
/// inner optimizer takes the experiment's own for it, unless it names one.
/// @errors  Error when the experiment has no binarized weights for the method to replace, or does not accept its values
Experiment withMethod(const Experiment& experiment, const Method& method, const MethodOptions& options = {});

} // namespace orthant
