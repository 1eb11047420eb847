// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/experiment/experiment.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// A network with a name, as a file resources/networks/<id>.json:
///
/// {"orthant": 1, "kind": "network", "id": ..., "title": ..., "summary": ..., "source": ..., "input": [32, 32, 3],
///  "layers": [{"id": ..., ...}, ...]}
struct Architecture : EntryInfo {
    Shape input;                   ///< of one sample, as published; others that the windows fit will do
    std::vector<Component> layers; ///< all defaults filled in; the last with `units` gives the scores
};

/// The shipped networks, sorted by id.
/// @errors  Error when one of the files is wrong
std::span<const Architecture> architectures();

/// @errors  Error that names the file and the place in it
Architecture readArchitecture(const std::filesystem::path& file);

/// The experiment with the layers of a shipped network, whose last dense layer gives one score for each class.
/// @errors  Error with the nearest known id
Experiment withArchitecture(const Experiment& experiment, std::string_view id, std::size_t classes);

} // namespace orthant
