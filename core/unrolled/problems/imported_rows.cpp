// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/problems/imported_rows.h"

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/io/bundle.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orthant {

namespace {

Tensor taken(std::span<const float> values, std::size_t size, std::span<const std::uint32_t> rows) {
    Tensor part({rows.size(), size});
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::ranges::copy(values.subspan(rows[i] * size, size), part.row(i).begin());
    return part;
}

std::vector<float> turned(std::span<const float> values, std::size_t rows, std::size_t cols) {
    std::vector<float> result(values.size());
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < cols; ++j)
            result[j * rows + i] = values[i * cols + j];
    return result;
}

} // namespace

ImportedRows importRows(const std::filesystem::path& file, bool signalsInColumns, std::uint64_t seed) {
    const std::string where = file.string();
    const Array array = readNpy(file);
    Shape shape = array.shape;
    if (shape.size() < 2 || shape.size() > 3 || array.count() == 0)
        throw Error("found an array of shape " + toText(shape) +
                        ", expected signals x values, or signals x height x width",
                    where);
    std::vector<float> values = array.toFloats();
    if (std::ranges::any_of(values, [](float value) { return !std::isfinite(value); }))
        throw Error("the array holds a value that is no finite number", where);
    if (std::ranges::all_of(values, [](float value) { return value == 0; }))
        throw Error("every value of the array is zero", where);
    if (signalsInColumns && shape.size() == 2) {
        values = turned(values, shape[0], shape[1]);
        std::swap(shape[0], shape[1]);
    }
    const std::size_t count = shape[0], size = values.size() / count;
    if (count < 10)
        throw Error("found " + std::to_string(count) +
                        " signals, expected at least 10: some of them validate and some test",
                    where);
    std::vector<std::uint32_t> order(count);
    shuffle(Rng(seed, 0x726f7773), order);
    const std::size_t tenth = count / 10;
    const std::span<const std::uint32_t> all = order;
    ImportedRows rows;
    rows.shape = Shape(shape.begin() + 1, shape.end());
    rows.test = taken(values, size, all.first(tenth));
    rows.validation = taken(values, size, all.subspan(tenth, tenth));
    rows.train = taken(values, size, all.subspan(2 * tenth));
    return rows;
}

} // namespace orthant
