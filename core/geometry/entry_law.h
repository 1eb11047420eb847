// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/base/rng.h"
#include "core/geometry/theory.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// The law of the independent entries of a random vector.
struct EntrySampler {
    std::string id;       ///< one of entryLaws(), or "column"
    double parameter = 0; ///< degrees of freedom, share of entries that are not zero, or sigma; by law
    /// Of the law "column": values of which each entry is one, drawn with replacement.
    std::shared_ptr<const std::vector<float>> column = {};

    /// Value i depends on (rng, i) only.
    void fill(const Rng& rng, std::span<float> x) const;

    /// Moments of the law scaled to variance 1; nothing where zeros make them depend on the convention for sign(0).
    std::optional<theory::EntryLaw> moments() const;
};

/// "gaussian", "uniform", "laplace", "student_t", "logistic", "bernoulli_gaussian", "clipped_gaussian": those that need no file.
const std::vector<std::string>& entryLaws();

/// The parameters "law", "lawParameter", "columnFile" and "column" of a study.
std::vector<ParamSpec> entryLawParams();
/// Reads the file of the law "column".
/// @errors  Error when the parameter is outside what the law allows, or as readColumn()
EntrySampler entrySampler(const Params& params);

} // namespace orthant
