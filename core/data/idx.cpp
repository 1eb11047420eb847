// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/idx.h"
#include "core/base/parallel.h"
#include "core/data/catalogue.h"
#include "core/data/loading.h"

#include <algorithm>
#include <array>
#include <optional>

namespace orthant {

namespace {

namespace fs = std::filesystem;

/// The four files of MNIST. Some mirrors write '.' for the '-' before "idx"; each may end with .gz.
constexpr std::array<std::string_view, 4> fileNames = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                                       "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
using FileSet = std::array<std::optional<fs::path>, 4>;

FileSet filesIn(const fs::path& folder) {
    FileSet files;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::string dotted(fileNames[i]);
        dotted[dotted.find("-idx")] = '.';
        for (const std::string& name : {std::string(fileNames[i]), dotted})
            for (const char* ending : {"", ".gz"}) {
                std::error_code ignored;
                if (!files[i] && fs::is_regular_file(folder / (name + ending), ignored))
                    files[i] = folder / (name + ending);
            }
    }
    return files;
}

std::string listed(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names)
        text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

/// The files of the first place that has at least one of them.
FileSet findFiles(const Params& params, const DataContext& context) {
    std::string searched;
    for (const fs::path& place : searchedFolders(params, "mnist", context)) {
        const FileSet files = filesIn(place);
        std::vector<std::string_view> missing;
        for (std::size_t i = 0; i < files.size(); ++i)
            if (!files[i]) missing.push_back(fileNames[i]);
        if (missing.empty()) return files;
        if (missing.size() < files.size())
            throw Error("the folder lacks " + listed(missing) + " (each may end with .gz)", place.string());
        searched += "\n  " + place.string();
    }
    throw Error("no MNIST files found; searched:" + searched + "\nexpected the four files " + listed(fileNames) +
                    " (each may end with .gz). Put their folder into the parameter 'folder' or into the environment "
                    "variable ORTHANT_DATA",
                "/data/folder");
}

Samples readSamples(const fs::path& imageFile, const fs::path& labelFile, std::size_t limit,
                    const DataContext& context) {
    const auto expectBytes = [](const Array& array, std::size_t rank, const fs::path& file, const char* what) {
        if (array.type != ElementType::U8 || array.shape.size() != rank)
            throw Error("found " + std::string(nameOf(array.type)) + " values in " +
                            std::to_string(array.shape.size()) + " dimensions, expected " + what,
                        file.string());
    };
    const Array images = readIdx(imageFile);
    expectBytes(images, 3, imageFile, "images: u8 in 3 dimensions");
    checkCancelled(context);
    const Array labels = readIdx(labelFile);
    expectBytes(labels, 1, labelFile, "labels: u8 in 1 dimension");
    if (labels.shape[0] != images.shape[0])
        throw Error("found " + std::to_string(labels.shape[0]) + " labels, expected " +
                        std::to_string(images.shape[0]) + " for the images in " + imageFile.string(),
                    labelFile.string());
    const std::size_t pixels = images.shape[1] * images.shape[2];
    if (images.bytes.empty())
        throw Error("there are no images: the header says " + toText(images.shape), imageFile.string());

    const std::size_t count = std::min(limit, labels.shape[0]);
    Samples samples{Tensor({count, images.shape[1], images.shape[2]}), std::vector<std::uint16_t>(count)};
    parallelBlocks(count, 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin * pixels; i < end * pixels; ++i)
            samples.inputs[i] = pixelValue(std::to_integer<std::uint8_t>(images.bytes[i]));
        for (std::size_t i = begin; i < end; ++i)
            samples.labels[i] = std::to_integer<std::uint16_t>(labels.bytes[i]);
    });
    return samples;
}

Dataset load(const Params& params, const DataContext& context) {
    const FileSet files = findFiles(params, context);
    Dataset dataset;
    dataset.train = readSamples(*files[0], *files[1], sampleLimit(params, "trainLimit"), context);
    checkCancelled(context);
    dataset.test = readSamples(*files[2], *files[3], sampleLimit(params, "testLimit"), context);
    const Shape& shape = dataset.train.inputs.shape();
    if (!std::equal(shape.begin() + 1, shape.end(), dataset.test.inputs.shape().begin() + 1))
        throw Error("the test images are " + toText(dataset.test.inputs.shape()) +
                        ", expected the size of the training images, " + toText(shape),
                    files[2]->string());
    dataset.sampleShape = {shape[1], shape[2]};
    std::size_t highest = 1; // fewer than two classes leave nothing to learn
    for (const Samples* samples : {&dataset.train, &dataset.test})
        for (const std::uint16_t label : samples->labels)
            highest = std::max<std::size_t>(highest, label);
    dataset.classes = highest + 1;
    for (std::size_t label = 0; label <= highest; ++label)
        dataset.classNames.push_back(std::to_string(label));
    dataset.title = fs::absolute(*files[0]).parent_path().filename().string();
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::idx() {
    return {
        {"idx",
         "MNIST files",
         "Images and labels in the four IDX files of MNIST, plain or gzip",
         "LeCun, Cortes and Burges 1998",
         "",
         {pathParam("folder", "Folder", "",
                    "Folder with the four files; empty: ORTHANT_DATA, the user's data folder, ./mnist, the "
                    "experiment's folder."),
          integerParam("trainLimit", "Training images", 0, "Use only so many training images; 0: all.").range(0, 1e9),
          integerParam("testLimit", "Test images", 0, "Use only so many test images; 0: all.").range(0, 1e9)}},
        load};
}

} // namespace orthant
