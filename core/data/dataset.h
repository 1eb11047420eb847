// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/base/progress.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// Labelled samples: inputs[i] is one sample, labels[i] its class.
struct Samples {
    Tensor inputs; ///< n x sample shape
    std::vector<std::uint16_t> labels;

    std::size_t size() const { return labels.size(); }
};

/// A data set for classification, in memory.
/// Pixels p in 0..255 enter the network as (2p - 255) / 256: odd multiples of 2^-8 in (-1, 1), so that sums of up to
/// 65,000 signed pixels are exact in float whatever their order.
struct Dataset {
    std::string title;
    Shape sampleShape; ///< {28, 28} for images, {2} for points in the plane
    std::size_t classes = 0;
    std::vector<std::string> classNames; ///< one for each class
    Samples train, test;
};

struct DataContext {
    std::filesystem::path folder; ///< relative paths in parameters start here (the folder of the experiment file)
    Progress* progress = nullptr; ///< may be null
};

/// An entry of the catalogue of data sets.
struct DatasetEntry : EntryInfo {
    std::function<Dataset(const Params&, const DataContext&)> load;
};

std::span<const DatasetEntry> datasets();

/// Resolves the parameters and loads.
/// @errors  Error that says which file, what was found and what was expected
Dataset loadDataset(const Component& data, const DataContext& context);

} // namespace orthant
