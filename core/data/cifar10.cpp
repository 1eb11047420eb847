// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/catalogue.h"
#include "core/data/loading.h"
#include "core/io/file.h"

#include <algorithm>

namespace orthant {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t side = 32, pixels = side * side, recordBytes = 1 + 3 * pixels; ///< a label and three planes
constexpr std::size_t largestFile = std::size_t{1} << 30;
constexpr const char* firstFile = "data_batch_1.bin";

fs::path findFolder(const Params& params, const DataContext& context) {
    std::string searched;
    for (const fs::path& place : searchedFolders(params, "cifar-10-batches-bin", context)) {
        std::error_code ignored;
        if (fs::is_regular_file(place / firstFile, ignored)) return place;
        searched += "\n  " + place.string();
    }
    throw Error("no CIFAR-10 files found; searched:" + searched +
                    "\nexpected the binary version: data_batch_1.bin to data_batch_5.bin and test_batch.bin. Put their "
                    "folder into the parameter 'folder' or into the environment variable ORTHANT_DATA",
                "/data/folder");
}

/// One file: records of a label and the red, green and blue planes.
struct Batch {
    fs::path file;
    std::vector<std::byte> bytes;

    std::size_t records() const { return bytes.size() / recordBytes; }
};

Batch readBatch(const fs::path& file) {
    Batch batch{file, readFile(file, largestFile)};
    if (batch.bytes.empty() || batch.bytes.size() % recordBytes != 0)
        throw Error("found " + std::to_string(batch.bytes.size()) + " bytes, expected whole records of " +
                        std::to_string(recordBytes),
                    file.string());
    return batch;
}

/// Records from the start of the files, as many as there is room for, with the channels last.
Samples decode(const std::vector<Batch>& batches, std::size_t count, const DataContext& context) {
    Samples samples{sampleTensor(count, {side, side, 3}, batches.front().file.string()),
                    std::vector<std::uint16_t>(count)};
    std::size_t first = 0;
    for (const Batch& batch : batches) {
        checkCancelled(context);
        const std::size_t here = std::min(batch.records(), count - first);
        parallelBlocks(here, 256, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const std::byte* record = batch.bytes.data() + i * recordBytes;
                const auto label = std::to_integer<std::uint16_t>(record[0]);
                if (label > 9)
                    throw Error("found the label " + std::to_string(label) + ", expected 0 to 9",
                                batch.file.string() + ", byte " + std::to_string(i * recordBytes));
                samples.labels[first + i] = label;
                float* image = samples.inputs.row(first + i).data();
                for (std::size_t p = 0; p < pixels; ++p)
                    for (std::size_t c = 0; c < 3; ++c)
                        image[3 * p + c] = pixelValue(std::to_integer<std::uint8_t>(record[1 + c * pixels + p]));
            }
        });
        first += here;
    }
    return samples;
}

/// Reads no more files than the limit asks for.
Samples readSamples(const fs::path& folder, std::span<const char* const> names, std::size_t limit,
                    const DataContext& context) {
    std::vector<Batch> batches;
    std::size_t records = 0;
    for (const char* name : names) {
        if (records >= limit) break;
        checkCancelled(context);
        batches.push_back(readBatch(folder / name));
        records += batches.back().records();
    }
    return decode(batches, std::min(records, limit), context);
}

Dataset load(const Params& params, const DataContext& context) {
    static constexpr const char* trainFiles[] = {firstFile, "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                                                 "data_batch_5.bin"};
    static constexpr const char* testFiles[] = {"test_batch.bin"};
    const fs::path folder = findFolder(params, context);
    Dataset dataset;
    dataset.title = "CIFAR-10";
    dataset.sampleShape = {side, side, 3};
    dataset.classNames = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    dataset.classes = dataset.classNames.size();
    dataset.train = readSamples(folder, trainFiles, sampleLimit(params, "trainLimit"), context);
    dataset.test = readSamples(folder, testFiles, sampleLimit(params, "testLimit"), context);
    return dataset;
}

} // namespace

DatasetEntry dataset_entries::cifar10() {
    return {
        {"cifar10",
         "CIFAR-10 files",
         "Colour pictures of 32 x 32 pixels in ten classes, in the files of the binary version",
         "Krizhevsky 2009",
         "",
         {pathParam(
              "folder", "Folder", "",
              "Folder with data_batch_1.bin to 5 and test_batch.bin; empty: ORTHANT_DATA, the user's data folder, "
              "./cifar-10-batches-bin, the experiment's folder."),
          integerParam("trainLimit", "Training images", 0, "Use only so many training images; 0: all.").range(0, 1e9),
          integerParam("testLimit", "Test images", 0, "Use only so many test images; 0: all.").range(0, 1e9)}},
        load};
}

} // namespace orthant
