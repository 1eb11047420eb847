// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/loading.h"

#include "core/base/rng.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostClasses = 1000;
constexpr std::size_t mostValues = std::size_t{1} << 30; ///< 4 GiB of floats

fs::path fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value ? fs::path(value) : fs::path();
}

Samples takeRows(const Samples& all, std::span<const std::uint32_t> rows) {
    Shape shape = all.inputs.shape();
    shape[0] = rows.size();
    Samples part{Tensor(shape), std::vector<std::uint16_t>(rows.size())};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::ranges::copy(all.inputs.row(rows[i]), part.inputs.row(i).begin());
        part.labels[i] = all.labels[rows[i]];
    }
    return part;
}

} // namespace

fs::path requiredPath(const Params& params, const char* id, const char* what, const DataContext& context) {
    if (params.text(id).empty()) throw Error(std::string("no ") + what + " is given", std::string("/data/") + id);
    return resolvePath(params.text(id), context);
}

std::vector<fs::path> searchedFolders(const Params& params, const std::string& name, const DataContext& context) {
    if (!params.text("folder").empty()) return {resolvePath(params.text("folder"), context)};
    std::vector<fs::path> folders;
    const auto add = [&](const fs::path& base, const fs::path& inner) {
        if (!base.empty()) folders.push_back(base / inner);
    };
    add(fromEnvironment("ORTHANT_DATA"), "");
    add(fromEnvironment("ORTHANT_DATA"), name);
    if (const fs::path data = fromEnvironment("XDG_DATA_HOME"); !data.empty())
        add(data, fs::path("orthant") / name);
    else
        add(fromEnvironment("HOME"), fs::path(".local/share/orthant") / name);
    folders.emplace_back(name);
    add(context.folder, "");
    add(context.folder, name);
    return folders;
}

std::size_t sampleLimit(const Params& params, const char* id) {
    const std::size_t limit = params.size(id);
    return limit == 0 ? std::numeric_limits<std::size_t>::max() : limit;
}

Tensor sampleTensor(std::size_t samples, const Shape& sampleShape, const std::string& where) {
    Shape shape = sampleShape;
    shape.insert(shape.begin(), samples);
    std::size_t room = mostValues;
    for (const std::size_t size : shape)
        room = size == 0 ? room : room / size;
    if (room == 0)
        throw Error("samples of shape " + toText(shape) + " take more than " +
                        byteSize(static_cast<double>(mostValues * sizeof(float))) + ", the most that is loaded",
                    where);
    return Tensor(shape);
}

void checkLabels(std::span<const double> labels, const std::string& what, const std::string& where) {
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const double value = labels[row];
        if (value != std::floor(value) || std::abs(value) > 1e9) // also true for NaN and infinity
            throw Error("the label in data row " + std::to_string(row + 1) + ", " + what + ", is " +
                            (std::isnan(value) ? std::string("empty") : shortest(value)) + ", expected a whole number",
                        where);
    }
}

void checkClasses(std::size_t classes, const std::string& what, const std::string& where) {
    if (classes < 2 || classes > mostClasses)
        throw Error(what + " has " + std::to_string(classes) + " different labels, expected 2 to " +
                        std::to_string(mostClasses),
                    where);
}

std::vector<double> classValues(std::span<const double> labels, const std::string& what, const std::string& where) {
    checkLabels(labels, what, where);
    std::vector<double> values(labels.begin(), labels.end());
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    checkClasses(values.size(), what, where);
    return values;
}

std::vector<std::uint16_t> classesOf(std::span<const double> labels, std::span<const double> classes) {
    std::vector<std::uint16_t> result;
    result.reserve(labels.size());
    for (const double label : labels)
        result.push_back(static_cast<std::uint16_t>(std::ranges::lower_bound(classes, label) - classes.begin()));
    return result;
}

std::vector<std::string> namesOf(std::span<const double> classes) {
    std::vector<std::string> names;
    for (const double value : classes)
        names.push_back(shortest(value));
    return names;
}

void splitSamples(const Samples& all, double testShare, std::uint64_t seed, Dataset& dataset,
                  const std::string& where) {
    if (all.size() < 2) throw Error("found one sample, expected at least two: one is kept for testing", where);
    if (all.size() > std::numeric_limits<std::uint32_t>::max()) throw Error("more than 4 billion samples", where);
    std::vector<std::uint32_t> order(all.size());
    shuffle(Rng(seed), order);
    const auto wanted = static_cast<std::size_t>(std::lround(testShare * static_cast<double>(order.size())));
    const std::size_t tests = std::clamp<std::size_t>(wanted, 1, order.size() - 1);
    dataset.test = takeRows(all, std::span(order).first(tests));
    dataset.train = takeRows(all, std::span(order).subspan(tests));
}

} // namespace orthant
