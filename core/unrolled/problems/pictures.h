// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/base/rng.h"
#include "core/unrolled/problem.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace orthant {

/// A grey picture, values from 0 to 1.
struct Picture {
    std::string title;
    Tensor values; ///< height x width
};

/// Pictures of the three parts; none is empty.
struct Pictures {
    std::vector<Picture> train, validation, test;

    const std::vector<Picture>& of(Part part) const {
        return part == Part::Train ? train : part == Part::Validation ? validation : test;
    }
};

/// "pictures" (built in or a folder), "folder".
std::vector<ParamSpec> pictureParams();

/// Draws the built-in pictures, or reads PNG and JPEG files from the folder: of ten files in the order of their names
/// one is for validation and two are for tests.
/// @errors  Error at the parameter or the file: no folder, fewer than three pictures
std::shared_ptr<const Pictures> picturesOf(const Params& params, const ProblemContext& context);

/// The modified Shepp-Logan phantom (Toft 1996). @param moved  each ellipse is moved at random by up to this share
Tensor shellPhantom(std::size_t side, const Rng& rng, double moved);

} // namespace orthant
