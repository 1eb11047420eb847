// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"
#include "core/data/catalogue.h"
#include "core/data/loading.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace orthant {

namespace {

/// The column that `label` names or counts (from 1); the last one for an empty text.
std::size_t labelColumn(const Table& table, const std::string& label) {
    const std::vector<Column>& columns = table.columns();
    if (label.empty()) return columns.size() - 1;
    std::vector<std::string> names;
    for (const Column& column : columns)
        names.push_back(column.name);
    const auto named = std::find(names.begin(), names.end(), label);
    if (named != names.end()) return static_cast<std::size_t>(named - names.begin());
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), number);
    if (error == std::errc{} && end == label.data() + label.size() && number >= 1 && number <= columns.size())
        return number - 1;
    throw Error("no column '" + label + "'" + suggestion(label, names), "/data/label");
}

/// Mean 0 and standard deviation 1 of every feature over the training rows; a constant feature becomes 0.
void standardize(Dataset& dataset) {
    const std::size_t count = dataset.train.size(), features = dataset.sampleShape[0];
    for (std::size_t j = 0; j < features; ++j) {
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < count; ++i)
            sum += dataset.train.inputs[i * features + j];
        const double mean = sum / static_cast<double>(count);
        for (std::size_t i = 0; i < count; ++i)
            squares += std::pow(dataset.train.inputs[i * features + j] - mean, 2);
        const double deviation = std::sqrt(squares / static_cast<double>(count));
        for (Samples* samples : {&dataset.train, &dataset.test})
            for (std::size_t i = 0; i < samples->size(); ++i) {
                float& value = samples->inputs[i * features + j];
                value = deviation > 0 ? static_cast<float>((value - mean) / deviation) : 0.0F;
            }
    }
}

Dataset load(const Params& params, const DataContext& context) {
    const std::filesystem::path file = requiredPath(params, "file", "file", context);
    const std::string where = file.string();
    const Table table = readCsv(file);
    checkCancelled(context);
    if (table.columns().size() < 2)
        throw Error("found " + std::to_string(table.columns().size()) +
                        " columns, expected a label and at least one feature",
                    where);
    const std::size_t labelIndex = labelColumn(table, params.text("label"));
    const Column& label = table.columns()[labelIndex];
    const std::vector<double> classes = classValues(label.values, "column '" + label.name + "'", where);

    Dataset dataset;
    dataset.title = file.stem().string();
    dataset.sampleShape = {table.columns().size() - 1};
    dataset.classes = classes.size();
    dataset.classNames = namesOf(classes);
    Samples all{sampleTensor(table.rows(), dataset.sampleShape, where), classesOf(label.values, classes)};
    std::size_t feature = 0;
    for (const Column& column : table.columns()) {
        if (&column == &label) continue;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto value = static_cast<float>(column.values[row]);
            if (!std::isfinite(value))
                throw Error("data row " + std::to_string(row + 1) + ", column '" + column.name +
                                "', is empty or not a finite number",
                            where);
            all.inputs.row(row)[feature] = value;
        }
        ++feature;
    }
    splitSamples(all, params.real("testShare"), static_cast<std::uint64_t>(params.integer("seed")), dataset, where);
    if (params.boolean("standardize")) standardize(dataset);
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::csv() {
    return {{"csv",
             "CSV table",
             "Rows of numbers with a column of class labels, split into training and test rows",
             "derived here",
             "",
             {pathParam("file", "File", "",
                        "Comma-, semicolon- or tab-separated numbers, with or without a line of names."),
              textParam("label", "Label column", "",
                        "Name or number (from 1) of the column of labels; empty: the last one."),
              realParam("testShare", "Test share", 0.2, "Share of the rows that is kept for testing.").range(0.01, 0.9),
              booleanParam("standardize", "Standardize", true,
                           "Give every feature mean 0 and deviation 1 over the training rows."),
              integerParam("seed", "Seed", 1, "Which rows are test rows.").range(0, 9e15)}},
            load};
}

} // namespace orthant
