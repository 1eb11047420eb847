// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/product_study.h"

namespace orthant {

StudyEntry study_entries::permutation_control() {
    StudyEntry entry;
    entry.id = "permutation_control";
    entry.title = "Dot products of permuted inputs";
    entry.summary = "The same after all entries of the inputs have changed places: what is left is the angle alone.";
    entry.source =
        "Anderson and Berg 2017, arXiv:1705.07199, and their code for the control; the lines are derived here";
    entry.grade = "derived";
    entry.seen =
        "The cloud of the dot products again, but each entry of the inputs now stands at a random place of a random "
        "input. "
        "Whatever the covariance was, r goes to the cosine of the angle between filters and their signs, about 0.80.";
    entry.why =
        "A permutation keeps every value and takes away how entries go together, so no direction is favoured any more. "
        "What r was above or below this came from filters that were, or were not, aligned with the inputs.";
    entry.attempt = "Choose Aligned or Edges on bright patches, and look at the same inputs as they were.";
    entry.presets = productPresets();
    entry.variant = "dot_products";
    entry.variantTitle = "Inputs as they were";
    entry.params = productParams();
    entry.run = [](const Params& params, const StudyContext& context) { return runProducts(params, context, true); };
    return entry;
}

} // namespace orthant
