// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"
#include "core/base/rng.h"
#include "core/data/catalogue.h"
#include "core/data/loading.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace orthant {

namespace {

constexpr std::size_t maximumClasses = 1000;

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

/// The different labels in ascending order.
std::vector<double> classValues(const Column& column, const std::string& where) {
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const double value = column.values[row];
        if (value != std::floor(value) || std::abs(value) > 1e9) // also true for NaN and infinity
            throw Error("the label in data row " + std::to_string(row + 1) + ", column '" + column.name + "', is " +
                            (std::isnan(value) ? std::string("empty") : shortest(value)) + ", expected a whole number",
                        where);
    }
    std::vector<double> values = column.values;
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() < 2 || values.size() > maximumClasses)
        throw Error("column '" + column.name + "' has " + std::to_string(values.size()) +
                        " different labels, expected 2 to " + std::to_string(maximumClasses),
                    where);
    return values;
}

Samples takeRows(const std::vector<const Column*>& features, const Column& label, const std::vector<double>& classes,
                 std::span<const std::uint32_t> rows) {
    Samples samples{Tensor({rows.size(), features.size()}), std::vector<std::uint16_t>(rows.size())};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto it = std::lower_bound(classes.begin(), classes.end(), label.values[rows[i]]);
        samples.labels[i] = static_cast<std::uint16_t>(it - classes.begin());
        for (std::size_t j = 0; j < features.size(); ++j)
            samples.inputs[i * features.size() + j] = static_cast<float>(features[j]->values[rows[i]]);
    }
    return samples;
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
    if (params.text("file").empty()) throw Error("no file is given", "/data/file");
    const std::filesystem::path file = resolvePath(params.text("file"), context);
    const Table table = readCsv(file);
    checkCancelled(context);
    if (table.columns().size() < 2)
        throw Error("found " + std::to_string(table.columns().size()) +
                        " columns, expected a label and at least one feature",
                    file.string());
    const std::size_t labelIndex = labelColumn(table, params.text("label"));
    const Column& label = table.columns()[labelIndex];
    const std::vector<double> classes = classValues(label, file.string());
    std::vector<const Column*> features;
    for (std::size_t j = 0; j < table.columns().size(); ++j) {
        if (j == labelIndex) continue;
        const Column& column = table.columns()[j];
        for (std::size_t row = 0; row < table.rows(); ++row)
            if (!std::isfinite(static_cast<float>(column.values[row])))
                throw Error("data row " + std::to_string(row + 1) + ", column '" + column.name +
                                "', is empty or not a finite number",
                            file.string());
        features.push_back(&column);
    }

    if (table.rows() > std::numeric_limits<std::uint32_t>::max())
        throw Error("more than 4 billion rows", file.string());
    std::vector<std::uint32_t> order(table.rows());
    shuffle(Rng(static_cast<std::uint64_t>(params.integer("seed"))), order);
    const double share = params.real("testShare") * static_cast<double>(order.size());
    // Both parts have at least one row: there are two classes, so at least two rows.
    const std::size_t tests =
        std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(share)), 1, order.size() - 1);
    const std::span<const std::uint32_t> rows(order);

    Dataset dataset;
    dataset.title = file.stem().string();
    dataset.sampleShape = {features.size()};
    dataset.classes = classes.size();
    for (const double value : classes)
        dataset.classNames.push_back(shortest(value));
    dataset.test = takeRows(features, label, classes, rows.first(tests));
    dataset.train = takeRows(features, label, classes, rows.subspan(tests));
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
