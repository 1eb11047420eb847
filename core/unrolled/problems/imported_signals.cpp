// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/unrolled/matrices.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/imported_rows.h"
#include "core/unrolled/problems/sampling.h"

#include <algorithm>

namespace orthant {

namespace {

/// The share of values that are not zero; 0 where most are not.
double densityOf(const Tensor& rows) {
    const auto nonzeros =
        static_cast<double>(std::ranges::count_if(rows.values(), [](float value) { return value != 0; }));
    const double share = nonzeros / static_cast<double>(rows.size());
    return share < 0.5 ? share : 0;
}

Problem make(const Params& params, const ProblemContext& context) {
    if (params.text("signals").empty()) throw Error("no file of signals is given", context.where + "/signals");
    const std::filesystem::path file = context.folder / params.text("signals");
    const auto rows =
        std::make_shared<const ImportedRows>(importRows(file, params.text("layout") == "columns", context.seed));
    Problem problem;
    problem.op =
        makeOperator(params.component("operator"), {context.folder, context.seed, {}}, context.where + "/operator");
    if (rows->train.cols() != problem.op.unknowns())
        throw Error("found signals of " + std::to_string(rows->train.cols()) + " values, expected " +
                        std::to_string(problem.op.unknowns()) + ", the unknowns of the operator",
                    file.string());
    problem.title = file.filename().string() + ", " + problem.op.title;
    problem.signalShape = rows->shape;
    problem.density = densityOf(rows->train);
    problem.available = rows->train.rows();
    problem.kind = rows->shape.size() == 2 ? SignalKind::Image
                   : problem.density > 0   ? SignalKind::Spikes
                                           : SignalKind::Series;
    if (params.text("sparsifier") == "dct")
        problem.sparsifier =
            rows->shape.size() == 2 ? dctMatrix2d(rows->shape[0], rows->shape[1]) : dctMatrix(rows->shape[0]);
    problem.wholes = rows->test.rows();
    const auto product = std::make_shared<const SparseProduct>(problem.op.matrix.matrix());
    problem.draw = drawEach(context.seed, 1,
                            [rows, product, snr = snrOf(params)](Part part, const Rng& sample, std::uint64_t number,
                                                                 MatrixView x, MatrixView y) {
                                const Tensor& all = rows->of(part);
                                std::ranges::copy(all.row(number % all.rows()), x.row(0));
                                product->apply({x.row(0), x.cols}, {y.row(0), y.cols});
                                addNoise(sample, snr, {y.row(0), y.cols});
                            });
    return problem;
}

} // namespace

ProblemEntry problem_entries::imported_signals() {
    return {
        {"imported_signals",
         "Your own signals",
         "Signals from a NPY file, measured by any operator, your own matrix too",
         "derived here",
         "derived",
         {pathParam(
              "signals", "File of signals", "",
              "NPY, signals x values or signals x height x width; at least 10. A tenth validates, a tenth tests."),
          choiceParam("layout", "Signals in", "rows", {"rows", "columns"}, "How a matrix of signals is stored."),
          componentParam("operator", "Operator", "operators", Component("imported"), "What is measured of a signal."),
          choiceParam("sparsifier", "Sparse in", "none", {"none", "dct"},
                      "Where the signals have few large values: as they are, or after a cosine transform."),
          noiselessParam(true), snrParam(30)}},
        make};
}

} // namespace orthant
