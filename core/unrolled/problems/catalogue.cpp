// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/problems/catalogue.h"

#include "core/unrolled/energy.h"

#include <algorithm>
#include <cmath>

namespace orthant {

std::span<const ProblemEntry> problemCatalogue() {
    static const ProblemEntry table[] = {
#define ORTHANT_ENTRY(id) problem_entries::id(),
#include "core/unrolled/problems/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

namespace {

Tensor copied(ConstMatrixView rows, Shape shape) {
    Tensor tensor(std::move(shape));
    for (std::size_t r = 0; r < rows.rows; ++r)
        std::copy_n(rows.row(r), rows.cols, tensor.data() + r * rows.cols);
    return tensor;
}

/// A sample of the test part as it is.
Whole sampleAsWhole(const Problem& problem, std::uint64_t number) {
    Whole whole;
    whole.title = "sample " + std::to_string(number + 1);
    whole.x.resize({problem.channels, problem.op.unknowns()});
    whole.y.resize({problem.channels, problem.op.measurements()});
    problem.draw(Part::Test, number, whole.x.matrix(), whole.y.matrix());
    Shape shape = problem.signalShape;
    if (problem.channels > 1) shape.insert(shape.begin(), problem.channels);
    whole.original = copied(whole.x.matrix(), shape);
    whole.measured = problem.op.measurements() == problem.op.unknowns() ? copied(whole.y.matrix(), shape) : whole.y;
    whole.assemble = [shape](ConstMatrixView rows) { return copied(rows, shape); };
    return whole;
}

} // namespace

Problem makeProblem(const Component& component, const ProblemContext& context, const std::string& where) {
    const ProblemEntry& entry = findEntry(problemCatalogue(), component.id, "problem", where + "/id");
    ProblemContext placed = context;
    placed.where = where;
    Problem problem =
        entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where), placed);
    if (problem.title.empty()) problem.title = entry.title;
    if (problem.signalShape.empty()) problem.signalShape = {problem.op.unknowns()};
    if (!problem.whole) {
        Problem plain = problem; // the function lives as long as it needs what it draws with
        problem.whole = [plain = std::move(plain)](std::uint64_t number) { return sampleAsWhole(plain, number); };
    }
    return problem;
}

double nmseDecibel(ConstMatrixView estimate, ConstMatrixView x) {
    return 10 * std::log10(squaredDistance(estimate, x) / squaredSum(x));
}

} // namespace orthant
