// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/entry_law.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/geometry/column_file.h"
#include "core/kernels/normals.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

/// A uniform value in (0, 1): never an end, so that logarithms stay finite.
double open(const Rng& rng, std::uint64_t index) { return std::max(rng.uniform(index), 0x1.0p-54); }

double logistic(const Rng& rng, std::uint64_t i) {
    const double u = open(rng, i);
    return std::log(u / (1 - u));
}

/// Bailey 1994: nu (U^(-2/nu) - 1) is the squared radius of the polar form of Student's t, where that of two normal
/// values is -2 log U: so each normal value is stretched by the ratio of the radii.
void fillStudent(const Rng& rng, double nu, std::span<float> x) {
    std::vector<float> partners(x.size());
    fillNormal(rng, 1.0F, x);
    fillNormal(rng.split(1), 1.0F, partners);
    const auto freedom = static_cast<float>(nu);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const float square = x[i] * x[i] + partners[i] * partners[i];
        x[i] *= std::sqrt(freedom * std::expm1(square / freedom) / square);
    }
}

/// The determinant of four normal values has the law of Laplace.
void fillLaplace(const Rng& rng, std::span<float> x) {
    std::vector<float> factors[3];
    fillNormal(rng, 1.0F, x);
    for (std::uint64_t k = 0; k < 3; ++k) {
        factors[k].resize(x.size());
        fillNormal(rng.split(k), 1.0F, factors[k]);
    }
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = x[i] * factors[0][i] - factors[1][i] * factors[2][i];
}

template <class Draw>
void fillWith(std::span<float> x, const Draw& draw) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(draw(i));
}

struct Range {
    const char* law;
    double low, high;
    const char* meaning;
};

constexpr Range ranges[] = {{"student_t", 2.001, 1000, "degrees of freedom"},
                            {"bernoulli_gaussian", 0.0001, 1, "share of entries that are not zero"},
                            {"clipped_gaussian", 0.01, 100, "sigma before clipping to [-1, 1]"}};

} // namespace

const std::vector<std::string>& entryLaws() {
    static const std::vector<std::string> laws = {"gaussian", "uniform",            "laplace",         "student_t",
                                                  "logistic", "bernoulli_gaussian", "clipped_gaussian"};
    return laws;
}

void EntrySampler::fill(const Rng& rng, std::span<float> x) const {
    if (id == "column") {
        const std::vector<float>& values = *column;
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = values[rng.below(i, values.size())];
        return;
    }
    if (id == "gaussian") return fillNormal(rng, 1.0F, x);
    if (id == "uniform") return fillUniform(rng, 1.0F, x);
    if (id == "laplace") return fillLaplace(rng, x);
    if (id == "logistic") return fillWith(x, [&](std::size_t i) { return logistic(rng, i); });
    if (id == "student_t") return fillStudent(rng, parameter, x);
    fillNormal(rng, 1.0F, x);
    if (id == "clipped_gaussian") {
        for (float& value : x) value = std::clamp(static_cast<float>(parameter) * value, -1.0F, 1.0F);
        return;
    }
    const Rng coins = rng.split(1);
    for (std::size_t i = 0; i < x.size(); ++i)
        if (coins.uniform(i) >= parameter) x[i] = 0.0F;
}

namespace {

std::optional<theory::EntryLaw> momentsOf(const std::vector<float>& values) {
    double first = 0, second = 0, third = 0, fourth = 0;
    for (const float value : values) {
        const double x = std::abs(static_cast<double>(value)); // at most 3.4e38: the fourth power fits
        if (x == 0) return std::nullopt;
        first += x;
        second += x * x;
        third += x * x * x;
        fourth += x * x * x * x;
    }
    const auto n = static_cast<double>(values.size());
    const double sigma = std::sqrt(second / n);
    return theory::EntryLaw{first / n / sigma, third / n / std::pow(sigma, 3), fourth / n / std::pow(sigma, 4)};
}

} // namespace

std::optional<theory::EntryLaw> EntrySampler::moments() const {
    if (id == "column") return momentsOf(*column);
    if (id == "gaussian") return theory::gaussianLaw();
    if (id == "uniform") return theory::uniformLaw();
    if (id == "laplace") return theory::laplaceLaw();
    if (id == "logistic") return theory::logisticLaw();
    if (id == "student_t") return theory::studentLaw(parameter);
    if (id == "clipped_gaussian") return theory::clippedGaussianLaw(parameter);
    return std::nullopt;
}

std::vector<ParamSpec> entryLawParams() {
    std::vector<std::string> laws = entryLaws();
    laws.push_back("column");
    return {choiceParam("law", "Entries", "gaussian", std::move(laws), "How each entry of the vector is drawn."),
            realParam("lawParameter", "Parameter of the law", 0.5,
                      "Student t: degrees of freedom (above 2). Bernoulli-Gaussian: share of entries that are not zero. "
                      "Clipped Gaussian: sigma before clipping to [-1, 1]. Other laws have none.")
                .range(0.0001, 1000)
                .log()
                .onlyFor("law", {"student_t", "bernoulli_gaussian", "clipped_gaussian"}),
            pathParam("columnFile", "File", "", "Column: a CSV, NPY or NPZ file; entries are drawn from one of its columns.")
                .onlyFor("law", {"column"}),
            textParam("column", "Column", "", "Name or number (from 1) of the column; in an NPZ file 'array' or 'array:2'.")
                .onlyFor("law", {"column"})};
}

EntrySampler entrySampler(const Params& params) {
    EntrySampler sampler{params.text("law"), params.real("lawParameter")};
    for (const Range& range : ranges)
        if (sampler.id == range.law && !(sampler.parameter >= range.low && sampler.parameter <= range.high))
            throw Error("expected " + std::string(range.meaning) + " from " + shortest(range.low) + " to " +
                            shortest(range.high) + ", found " + shortest(sampler.parameter),
                        "/lawParameter");
    if (sampler.id == "column")
        sampler.column = std::make_shared<const std::vector<float>>(readColumn(params.text("columnFile"), params.text("column")));
    return sampler;
}

} // namespace orthant
