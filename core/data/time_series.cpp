// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/catalogue.h"
#include "core/data/loading.h"
#include "core/io/series.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace orthant {

namespace {

namespace fs = std::filesystem;

/// The test file beside a training file: "..._TRAIN.tsv" has "..._TEST.tsv".
fs::path testFile(const Params& params, const fs::path& train, const DataContext& context) {
    if (!params.text("test").empty()) return resolvePath(params.text("test"), context);
    std::string name = train.filename().string();
    const std::size_t at = name.rfind("TRAIN");
    if (at == std::string::npos)
        throw Error("no test file is given, and the name '" + name + "' has no TRAIN to replace by TEST", "/data/test");
    return train.parent_path() / name.replace(at, 5, "TEST");
}

std::optional<std::int64_t> numberOf(const std::string& label) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), number);
    if (error != std::errc{} || end != label.data() + label.size()) return std::nullopt;
    return number;
}

/// Numbers in ascending order, then names.
bool before(const std::string& a, const std::string& b) {
    const std::optional<std::int64_t> x = numberOf(a), y = numberOf(b);
    if (x && y) return *x < *y;
    return x || y ? x.has_value() : a < b;
}

std::vector<std::string> classNames(const SeriesTable& train, const SeriesTable& test) {
    std::vector<std::string> names = train.labels;
    names.insert(names.end(), test.labels.begin(), test.labels.end());
    std::ranges::sort(names, before);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

/// Mean 0 and deviation 1; a constant series becomes 0.
void standardize(std::span<float> series) {
    const auto count = static_cast<double>(series.size());
    double mean = 0, squares = 0, largest = 0;
    for (const float value : series) {
        mean += static_cast<double>(value) / count;
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    for (const float value : series)
        squares += std::pow(static_cast<double>(value) - mean, 2) / count;
    const double deviation = std::sqrt(squares);
    const bool constant = deviation <= 1e-7 * largest; // what is left is the rounding of float
    for (float& value : series)
        value = constant ? 0.0F : static_cast<float>((static_cast<double>(value) - mean) / deviation);
}

Samples samplesOf(const SeriesTable& table, const std::vector<std::string>& classes, bool standard,
                  const std::string& where) {
    const std::size_t count = table.labels.size();
    Samples samples{sampleTensor(count, {1, table.length}, where), {}};
    std::ranges::copy(table.values, samples.inputs.data());
    for (std::size_t i = 0; i < count; ++i) {
        const auto found = std::ranges::lower_bound(classes, table.labels[i], before);
        samples.labels.push_back(static_cast<std::uint16_t>(found - classes.begin()));
        if (standard) standardize(samples.inputs.row(i));
    }
    return samples;
}

Dataset load(const Params& params, const DataContext& context) {
    const fs::path trainFile = requiredPath(params, "train", "file", context);
    const fs::path tests = testFile(params, trainFile, context);
    const SeriesTable train = readSeries(trainFile);
    checkCancelled(context);
    const SeriesTable test = readSeries(tests);
    if (test.length != train.length)
        throw Error("found series of " + std::to_string(test.length) + " values, expected " +
                        std::to_string(train.length) + " as in " + trainFile.string(),
                    tests.string());
    Dataset dataset;
    dataset.classNames = classNames(train, test);
    dataset.classes = dataset.classNames.size();
    checkClasses(dataset.classes, "the data", trainFile.string());
    dataset.title = trainFile.stem().string();
    if (const std::size_t at = dataset.title.rfind("_TRAIN"); at != std::string::npos) dataset.title.erase(at);
    dataset.sampleShape = {1, train.length};
    const bool standard = params.boolean("standardize");
    dataset.train = samplesOf(train, dataset.classNames, standard, trainFile.string());
    dataset.test = samplesOf(test, dataset.classNames, standard, tests.string());
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::time_series() {
    return {{"time_series",
             "Time series",
             "Labelled series of equal length as in the UCR archive: images of height 1 for the network",
             "Dau et al. 2018, the UCR time series archive, arXiv:1810.07758 (the form of its files)",
             "",
             {pathParam(
                  "train", "Training file", "",
                  "One series in a line: its label, a whole number, then its values, with tabs, commas, semicolons or "
                  "spaces between; or a .ts file with the label at the end."),
              pathParam("test", "Test file", "",
                        "The same for the tests; empty: the training file's name with TEST for TRAIN."),
              booleanParam("standardize", "Standardize", true, "Give every series mean 0 and deviation 1.")}},
            load};
}

} // namespace orthant
