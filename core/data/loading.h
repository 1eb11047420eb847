// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// @errors  Error when the work was asked to stop
inline void checkCancelled(const DataContext& context) {
    if (context.progress && context.progress->cancelled()) throw Error("stopped while the data set was loaded");
}

/// A pixel of 0..255 as the network sees it: see Dataset.
inline float pixelValue(std::uint8_t pixel) { return static_cast<float>(2 * pixel - 255) / 256.0F; }

/// A file or folder that a parameter names.
inline std::filesystem::path resolvePath(const std::string& path, const DataContext& context) {
    return context.folder / std::filesystem::path(path); // an absolute path replaces the folder
}
/// The same. @errors  Error "no `what` is given" when the parameter is empty
std::filesystem::path requiredPath(const Params& params, const char* id, const char* what, const DataContext& context);

/// Where the files of a well-known data set are looked for: the folder that the parameter "folder" names, or else
/// ORTHANT_DATA, the user's data folder, the current folder and that of the experiment, and `name` in each.
std::vector<std::filesystem::path> searchedFolders(const Params& params, const std::string& name,
                                                   const DataContext& context);

/// How many samples a parameter allows; 0 stands for all of them.
std::size_t sampleLimit(const Params& params, const char* id);

/// A tensor for so many samples, not larger than 4 GiB.
/// @errors  Error at `where`
Tensor sampleTensor(std::size_t samples, const Shape& sampleShape, const std::string& where);

/// @param what  the place of the labels for messages: "column 'y'"
/// @errors  Error at `where` for a label that is no whole number
void checkLabels(std::span<const double> labels, const std::string& what, const std::string& where);
/// @errors  Error at `where` for fewer than 2 or more than 1000
void checkClasses(std::size_t classes, const std::string& what, const std::string& where);
/// The different labels in ascending order. @errors  those of both checks
std::vector<double> classValues(std::span<const double> labels, const std::string& what, const std::string& where);
std::vector<std::uint16_t> classesOf(std::span<const double> labels, std::span<const double> classes);
std::vector<std::string> namesOf(std::span<const double> classes);

/// Divides samples at random; each part gets at least one.
/// @errors  Error at `where` for fewer than two samples
void splitSamples(const Samples& all, double testShare, std::uint64_t seed, Dataset& dataset, const std::string& where);

} // namespace orthant
