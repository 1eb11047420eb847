// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/catalogue.h"
#include "core/data/loading.h"
#include "core/io/image.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

namespace fs = std::filesystem;

struct Picture {
    fs::path file;
    std::uint16_t label = 0;
};

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The folders or the files in a folder by name, without hidden ones.
std::vector<fs::path> sortedEntries(const fs::path& folder, bool folders) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (!it->path().filename().string().starts_with('.') && isFolder(it->path()) == folders)
            entries.push_back(it->path());
    if (error) throw Error("the folder cannot be read: " + error.message(), folder.string());
    std::ranges::sort(entries);
    return entries;
}

/// One folder for each class; all classes are known.
std::vector<Picture> picturesIn(const fs::path& folder, const std::vector<std::string>& classes) {
    std::vector<Picture> pictures;
    for (const fs::path& inner : sortedEntries(folder, true)) {
        const auto name = std::ranges::find(classes, inner.filename().string());
        if (name == classes.end()) throw Error("there is no folder of training pictures of this name", inner.string());
        const std::size_t before = pictures.size();
        for (const fs::path& file : sortedEntries(inner, false))
            if (isImageName(file)) pictures.push_back({file, static_cast<std::uint16_t>(name - classes.begin())});
        if (pictures.size() == before)
            throw Error("found no PNG or JPEG pictures in this folder of a class", inner.string());
    }
    if (pictures.empty()) throw Error("found no folders of classes with pictures", folder.string());
    return pictures;
}

/// Values at the size {height, width, channels}: means over the area that a new pixel covers, of red, green and blue or
/// of their luma.
void resample(const Image& image, const Shape& shape, std::span<float> out) {
    const std::size_t channels = shape[2];
    const auto value = [&](std::size_t y, std::size_t x, std::size_t c) {
        const std::uint8_t* pixel = image.pixels.data() + (y * image.width + x) * image.channels;
        if (image.channels == 1) return static_cast<double>(pixel[0]);
        return channels == 3 ? static_cast<double>(pixel[c]) : 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    };
    /// How much of the old pixels from `first` on a new pixel covers, along one axis.
    struct Cover {
        std::size_t first = 0;
        std::vector<double> share;
    };
    const auto coverOf = [](std::size_t at, std::size_t from, std::size_t to) {
        const double size = static_cast<double>(from) / static_cast<double>(to);
        const double begin = size * static_cast<double>(at), end = begin + size;
        Cover cover{std::min(static_cast<std::size_t>(begin), from - 1), {}};
        for (std::size_t i = cover.first; i < from && (i == cover.first || static_cast<double>(i) < end); ++i) {
            const double inside = std::min(static_cast<double>(i + 1), end) - std::max(static_cast<double>(i), begin);
            cover.share.push_back(std::max(inside, 0.0) / size);
        }
        return cover;
    };
    std::vector<Cover> across;
    for (std::size_t x = 0; x < shape[1]; ++x)
        across.push_back(coverOf(x, image.width, shape[1]));
    std::size_t next = 0;
    for (std::size_t y = 0; y < shape[0]; ++y) {
        const Cover down = coverOf(y, image.height, shape[0]);
        for (const Cover& right : across)
            for (std::size_t c = 0; c < channels; ++c) {
                double sum = 0;
                for (std::size_t i = 0; i < down.share.size(); ++i)
                    for (std::size_t j = 0; j < right.share.size(); ++j)
                        sum += down.share[i] * right.share[j] * value(down.first + i, right.first + j, c);
                out[next++] = pixelValue(static_cast<std::uint8_t>(std::lround(std::clamp(sum, 0.0, 255.0))));
            }
    }
}

Samples readSamples(const std::vector<Picture>& pictures, const Shape& shape, const DataContext& context) {
    Samples samples{sampleTensor(pictures.size(), shape, "/data/width"), {}};
    for (const Picture& picture : pictures)
        samples.labels.push_back(picture.label);
    if (context.progress) context.progress->begin(pictures.size());
    parallelBlocks(pictures.size(), 8, [&](std::size_t begin, std::size_t end) {
        checkCancelled(context);
        for (std::size_t i = begin; i < end; ++i)
            resample(readImage(pictures[i].file), shape, samples.inputs.row(i));
        if (context.progress) context.progress->advance(end - begin);
    });
    return samples;
}

Dataset load(const Params& params, const DataContext& context) {
    const fs::path folder = requiredPath(params, "folder", "folder", context);
    if (!isFolder(folder)) throw Error("there is no such folder", folder.string());
    const bool split = isFolder(folder / "train") && isFolder(folder / "test");
    const fs::path train = split ? folder / "train" : folder;
    Dataset dataset;
    for (const fs::path& inner : sortedEntries(train, true))
        dataset.classNames.push_back(inner.filename().string());
    dataset.classes = dataset.classNames.size();
    if (dataset.classes < 2 || dataset.classes > 1000)
        throw Error("found " + std::to_string(dataset.classes) + " folders, expected one for each of 2 to 1000 classes",
                    train.string());
    const std::vector<Picture> pictures = picturesIn(train, dataset.classNames);
    Shape& shape = dataset.sampleShape;
    shape = {params.size("height"), params.size("width"), params.boolean("colour") ? std::size_t{3} : std::size_t{1}};
    if (shape[0] == 0 || shape[1] == 0) {
        const Image first = readImage(pictures.front().file);
        if (shape[0] == 0) shape[0] = first.height;
        if (shape[1] == 0) shape[1] = first.width;
    }
    const fs::path named = fs::absolute(folder).lexically_normal();
    dataset.title = (named.has_filename() ? named : named.parent_path()).filename().string();
    Samples all = readSamples(pictures, shape, context);
    if (split) {
        dataset.train = std::move(all);
        dataset.test = readSamples(picturesIn(folder / "test", dataset.classNames), shape, context);
    } else {
        splitSamples(all, params.real("testShare"), static_cast<std::uint64_t>(params.integer("seed")), dataset,
                     folder.string());
    }
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::image_folder() {
    return {
        {"image_folder",
         "Folder of pictures",
         "PNG and JPEG pictures, one folder for each class, brought to one size",
         "derived here",
         "",
         {pathParam("folder", "Folder", "",
                    "Folders of the classes, or the folders train and test that hold them; the name of a folder is the "
                    "name of its class."),
          integerParam("width", "Width", 32, "Pictures become so wide; 0: as the first one.")
              .range(0, 4096)
              .in("pixels"),
          integerParam("height", "Height", 32, "Pictures become so high; 0: as the first one.")
              .range(0, 4096)
              .in("pixels"),
          booleanParam("colour", "Colour", true, "Red, green and blue as three channels; otherwise brightness alone."),
          realParam("testShare", "Test share", 0.2,
                    "Share of the pictures that is kept for testing, where there is no folder test.")
              .range(0.01, 0.9),
          integerParam("seed", "Seed", 1, "Which pictures are kept for testing.").range(0, 9e15)}},
        load};
}

} // namespace orthant
