// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/catalogue.h"
#include "core/data/loading.h"
#include "core/io/bundle.h"
#include "core/io/file.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace orthant {

namespace {

namespace fs = std::filesystem;

/// An array and where it came from.
struct Found {
    Array array;
    std::string where;
};

/// What the parameters name.
struct Source {
    Found inputs, labels;
    std::optional<Found> testInputs, testLabels;
};

Found take(Bundle& bundle, const std::string& name, const fs::path& file, const char* parameter) {
    if (auto node = bundle.arrays.extract(name))
        return {std::move(node.mapped()), file.string() + ", array '" + name + "'"};
    std::string known;
    for (const auto& entry : bundle.arrays)
        known += (known.empty() ? "" : ", ") + entry.first;
    throw Error("no array '" + name + "' (" + parameter + "); the file has: " + (known.empty() ? "none" : known),
                file.string());
}

Source fromNpz(const Params& params, std::span<const std::byte> bytes, const fs::path& file) {
    Bundle bundle = parseNpz(bytes, file.string());
    const bool tests = bundle.arrays.contains(params.text("testInputs")); // before arrays are taken out
    Source source{take(bundle, params.text("inputs"), file, "/data/inputs"),
                  take(bundle, params.text("labels"), file, "/data/labels"), std::nullopt, std::nullopt};
    if (tests) {
        source.testInputs = take(bundle, params.text("testInputs"), file, "/data/testInputs");
        source.testLabels = take(bundle, params.text("testLabels"), file, "/data/testLabels");
    }
    return source;
}

Found readArray(const fs::path& file) { return {readNpy(file), file.string()}; }

Source readSource(const Params& params, const DataContext& context) {
    const fs::path file = requiredPath(params, "file", "file", context);
    const std::vector<std::byte> bytes = readFile(file);
    checkCancelled(context);
    if (bytes.size() >= 2 && bytes[0] == std::byte{'P'} && bytes[1] == std::byte{'K'})
        return fromNpz(params, bytes, file);
    Source source{{parseNpy(bytes, file.string()), file.string()},
                  readArray(requiredPath(params, "labelsFile", "file of labels", context)),
                  std::nullopt,
                  std::nullopt};
    if (!params.text("testFile").empty()) {
        source.testInputs = readArray(requiredPath(params, "testFile", "file", context));
        source.testLabels = readArray(requiredPath(params, "testLabelsFile", "file of test labels", context));
    }
    return source;
}

/// Samples without labels. Images of four dimensions get their channels last.
Tensor toInputs(const Found& found, bool channelsFirst) {
    const Array& array = found.array;
    if (array.shape.size() < 2 || array.shape.size() > 4 || array.count() == 0)
        throw Error("found inputs of shape " + toText(array.shape) +
                        ", expected samples x values, samples x height x width, or these with channels",
                    found.where);
    const bool move = channelsFirst && array.shape.size() == 4;
    Shape sample(array.shape.begin() + 1, array.shape.end());
    if (move) std::rotate(sample.begin(), sample.begin() + 1, sample.end());
    Tensor x = sampleTensor(array.shape[0], sample, found.where);
    const std::size_t size = elementCount(sample), channels = move ? sample.back() : 1, pixels = size / channels;
    const std::vector<float> values = array.type == ElementType::U8 ? std::vector<float>() : array.toFloats();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const float value = values.empty() ? pixelValue(std::to_integer<std::uint8_t>(array.bytes[i])) : values[i];
        if (!std::isfinite(value))
            throw Error("sample " + std::to_string(i / size + 1) + " holds a value that is no finite number",
                        found.where);
        const std::size_t inSample = i % size;
        x[i - inSample + inSample % pixels * channels + inSample / pixels] = value;
    }
    return x;
}

std::vector<double> toLabels(const Found& found, std::size_t samples) {
    if (found.array.count() != samples)
        throw Error("found labels of shape " + toText(found.array.shape) + ", expected one number for each of " +
                        std::to_string(samples) + " samples",
                    found.where);
    std::vector<double> labels = found.array.toDoubles();
    checkLabels(labels, "array of labels", found.where);
    return labels;
}

Dataset load(const Params& params, const DataContext& context) {
    const Source source = readSource(params, context);
    const bool first = params.text("channels") == "first";
    checkCancelled(context);
    Tensor inputs = toInputs(source.inputs, first);
    const std::vector<double> labels = toLabels(source.labels, inputs.rows());
    std::vector<double> all = labels, testLabels;
    Tensor testInputs;
    if (source.testInputs) {
        testInputs = toInputs(*source.testInputs, first);
        if (!std::ranges::equal(std::span(testInputs.shape()).subspan(1), std::span(inputs.shape()).subspan(1)))
            throw Error("the test samples have shape " + toText(testInputs.shape()) + ", the training samples " +
                            toText(inputs.shape()),
                        source.testInputs->where);
        testLabels = toLabels(*source.testLabels, testInputs.rows());
        all.insert(all.end(), testLabels.begin(), testLabels.end());
    }
    const std::vector<double> classes = classValues(all, "array of labels", source.labels.where);

    Dataset dataset;
    dataset.title = fs::path(params.text("file")).stem().string();
    dataset.sampleShape = Shape(inputs.shape().begin() + 1, inputs.shape().end());
    dataset.classes = classes.size();
    dataset.classNames = namesOf(classes);
    Samples train{std::move(inputs), classesOf(labels, classes)};
    if (source.testInputs) {
        dataset.train = std::move(train);
        dataset.test = {std::move(testInputs), classesOf(testLabels, classes)};
    } else {
        splitSamples(train, params.real("testShare"), static_cast<std::uint64_t>(params.integer("seed")), dataset,
                     source.inputs.where);
    }
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::arrays() {
    return {
        {"arrays",
         "NumPy arrays",
         "Samples and labels from a NPZ file, or from NPY files",
         "derived here",
         "",
         {pathParam("file", "File", "",
                    "NPZ with the arrays named below, or NPY of the training samples. Bytes are taken as pixels, "
                    "other numbers as they are."),
          pathParam("labelsFile", "File of labels", "",
                    "NPY of the labels of the training samples, whole numbers; not used beside an NPZ file."),
          pathParam("testFile", "Test file", "",
                    "NPY of the test samples; empty: a part of the training samples is kept for testing."),
          pathParam("testLabelsFile", "File of test labels", "", "NPY of the labels of the test samples."),
          textParam("inputs", "Array of samples", "x_train", "Name of the training samples in the NPZ file."),
          textParam("labels", "Array of labels", "y_train", "Name of their labels in the NPZ file."),
          textParam("testInputs", "Array of test samples", "x_test",
                    "Name of the test samples in the NPZ file; where it is not there, a part of the training samples "
                    "is kept for testing."),
          textParam("testLabels", "Array of test labels", "y_test", "Name of the labels of the test samples."),
          choiceParam("channels", "Channels", "last", {"last", "first"},
                      "Where the channels of images of four dimensions stand: last as in Keras, first as in PyTorch."),
          realParam("testShare", "Test share", 0.2, "Share of the samples that is kept for testing.").range(0.01, 0.9),
          integerParam("seed", "Seed", 1, "Which samples are kept for testing.").range(0, 9e15)}},
        load};
}

} // namespace orthant
