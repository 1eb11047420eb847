// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/catalogue.h"
#include "core/geometry/product_study.h"

namespace orthant {

StudyEntry study_entries::dot_products() {
    StudyEntry entry;
    entry.id = "dot_products";
    entry.title = "Dot products";
    entry.summary = "What a filter answers to an input, beside what its signs answer: correlation, slope, sign flips.";
    entry.source = "Anderson and Berg 2017, arXiv:1705.07199, for the subject; the lines are derived here";
    entry.grade = "derived";
    entry.seen = "Each point is an input and a filter: to the right their dot product, upwards the same with signs in "
                 "place of the "
                 "weights. The narrower the cloud, the less is lost; in the grey quadrants the two differ in sign.";
    entry.why = "Signs stand at 37 degrees to their filter, and where all directions are alike the cosine of that "
                "angle, 0.80, is the "
                "correlation. If the inputs vary most along the filters, the error, which is spread over all "
                "directions, counts less.";
    entry.attempt = "Go through the four presets from left to right, then press Permute inputs on each.";
    entry.presets = productPresets();
    entry.variant = "permutation_control";
    entry.variantTitle = "Permute inputs";
    entry.params = productParams();
    entry.run = [](const Params& params, const StudyContext& context) { return runProducts(params, context, false); };
    return entry;
}

} // namespace orthant
