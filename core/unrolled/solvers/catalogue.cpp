// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/catalogue.h"

#include "core/unrolled/error_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {

std::span<const SolverEntry> solverCatalogue() {
    static const SolverEntry table[] = {
#define ORTHANT_ENTRY(id) solver_entries::id(),
#include "core/unrolled/solvers/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

namespace {

const SolverEntry& entryOf(const Component& solver) {
    return findEntry(solverCatalogue(), solver.id, "solver", "/solvers/id");
}

Params resolved(const SolverEntry& entry, const Component& solver) {
    return resolveParams(entry.params, solver.params ? *solver.params : Params{}, "/solvers");
}

/// The value `share` of the way from `low` to `high` by ratios; whole for a whole parameter.
ParamValue between(const ParamSpec& spec, double low, double high, double share) {
    const double value = low * std::pow(high / low, share);
    if (spec.kind == ParamKind::Integer) return static_cast<std::int64_t>(std::llround(value));
    return value;
}

double numberOf(const ParamValue& value) {
    const auto* whole = std::get_if<std::int64_t>(&value);
    return whole ? static_cast<double>(*whole) : std::get<double>(value);
}

} // namespace

std::string solverTitle(const Component& solver) {
    const SolverEntry& entry = entryOf(solver);
    const std::string remark = entry.remark ? entry.remark(resolved(entry, solver)) : std::string();
    return remark.empty() ? entry.title : entry.title + ", " + remark;
}

std::vector<double> solverCurve(const Component& solver, const Problem& problem, Part part, std::size_t samples,
                                std::size_t iterations, Progress* progress) {
    const SolverEntry& entry = entryOf(solver);
    const Params params = resolved(entry, solver);
    return errorCurve(problem, part, samples, iterations, [&](ConstMatrixView y, const auto& visit) {
        entry.run(problem, params, y, iterations, [&](std::size_t k, ConstMatrixView estimate) {
            if (progress && progress->cancelled()) throw Error("stopped while a solver was at work");
            if (k > 0) visit(k, estimate);
        });
    });
}

Component tuned(const Component& solver, const Problem& problem, std::size_t iterations, Progress* progress) {
    const SolverEntry& entry = entryOf(solver);
    const Params start = resolved(entry, solver);
    Component best(entry.id, start);
    if (entry.tunable.empty()) return best;
    const auto spec = std::ranges::find(entry.params, entry.tunable, &ParamSpec::id);
    constexpr std::size_t samples = 200;
    constexpr int points = 13; // first over the whole range, then twice between the neighbours of the best
    double low = std::max(spec->minimum, spec->kind == ParamKind::Integer ? 1.0 : spec->minimum), high = spec->maximum;
    if (spec->kind == ParamKind::Integer) high = std::min(high, static_cast<double>(problem.op.measurements()));
    double lowest = std::numeric_limits<double>::infinity(), centre = low;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < points; ++i) {
            Params params = start;
            params.set(entry.tunable, between(*spec, low, high, static_cast<double>(i) / (points - 1)));
            const double nmse =
                solverCurve(Component(entry.id, params), problem, Part::Validation, samples, iterations, progress)
                    .back();
            if (!(nmse < lowest)) continue; // NaN where it diverges
            lowest = nmse;
            centre = numberOf(*params.find(entry.tunable));
            best = Component(entry.id, params);
        }
        const double ratio = std::pow(high / low, 1.0 / (points - 1));
        low = std::max(low, centre / ratio);
        high = std::min(high, centre * ratio);
        if (spec->kind == ParamKind::Integer && high - low < 2) break;
    }
    return best;
}

} // namespace orthant
