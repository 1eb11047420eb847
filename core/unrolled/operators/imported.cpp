// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/bundle.h"
#include "core/io/file.h"
#include "core/io/matrix_market.h"
#include "core/unrolled/matrices.h"
#include "core/unrolled/operators/catalogue.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

Tensor fromNpy(std::span<const std::byte> bytes, const std::string& where) {
    const Array array = parseNpy(bytes, where);
    if (array.shape.size() != 2)
        throw Error("found an array of shape " + toText(array.shape) + ", expected a matrix: measurements x unknowns",
                    where);
    checkSides(array.shape[0], array.shape[1], where);
    Tensor matrix(array.shape);
    std::ranges::copy(array.toFloats(), matrix.data());
    return matrix;
}

Tensor fromMarket(std::string_view text, const std::string& where) {
    const MarketMatrix market = parseMatrixMarket(text, where);
    checkSides(market.rows, market.cols, where);
    std::vector<double> sums(market.rows * market.cols, 0.0);
    for (const MarketMatrix::Entry& entry : market.entries)
        sums[entry.row * market.cols + entry.col] += entry.value;
    Tensor matrix({market.rows, market.cols});
    std::ranges::transform(sums, matrix.data(), [](double value) { return static_cast<float>(value); });
    return matrix;
}

LinearOperator make(const Params& params, const OperatorContext& context) {
    if (params.text("file").empty()) throw Error("no file is given", context.where + "/file");
    const std::filesystem::path file = context.folder / params.text("file");
    const std::vector<std::byte> bytes = readFile(file, std::size_t{1} << 30);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    LinearOperator op;
    op.matrix = text.starts_with("%%MatrixMarket") ? fromMarket(text, file.string()) : fromNpy(bytes, file.string());
    if (std::ranges::any_of(op.matrix.values(), [](float value) { return !std::isfinite(value); }))
        throw Error("the matrix holds a value that is no finite number", file.string());
    if (std::ranges::all_of(op.matrix.values(), [](float value) { return value == 0; }))
        throw Error("every value of the matrix is zero", file.string());
    if (params.boolean("normalize")) normalizeColumns(op.matrix.matrix());
    op.title = file.filename().string() + ", " + toText(op.matrix.shape());
    return op;
}

} // namespace

OperatorEntry operator_entries::imported() {
    return {{"imported",
             "From a file",
             "Your own matrix: NPY, or MatrixMarket (.mtx); its zeros are its structure",
             "derived here",
             "derived",
             {pathParam("file", "File", "",
                        "Measurements x unknowns; NPY of any number type, or MatrixMarket, plain or gzip."),
              booleanParam("normalize", "Unit columns", false, "Scale every column to unit norm.")}},
            make};
}

} // namespace orthant
