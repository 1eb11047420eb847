// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/unrolled/matrices.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/tiles.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

Problem make(const Params& params, const ProblemContext& context) {
    const Tiling tiling{params.size("patch"), params.size("side")};
    checkSides(tiling.values(), tiling.values(), context.where + "/side");
    const std::size_t pixels = tiling.patch * tiling.patch;
    const auto measured =
        static_cast<std::int64_t>(std::max(1L, std::lround(params.real("ratio") * static_cast<double>(pixels))));
    const Component inner("gaussian", {{"measurements", measured},
                                       {"unknowns", static_cast<std::int64_t>(pixels)},
                                       {"entries", params.text("entries")}});
    LinearOperator op = makeOperator(
        Component("kronecker", {{"blocks", static_cast<std::int64_t>(tiling.patches())}, {"inner", inner}}),
        {context.folder, context.seed, {}}, context.where);
    Problem problem =
        pictureProblem(picturesOf(params, context), std::move(op), tiling, params.real("noise") / 255, context);
    problem.title = "Block compressive sensing, " + std::to_string(measured) + " of " + std::to_string(pixels) +
                    " numbers for each patch";
    return problem;
}

} // namespace

ProblemEntry problem_entries::block_compressive_sensing() {
    std::vector<ParamSpec> params = {
        integerParam("patch", "Patch", 8, "Side of a patch, which is measured by itself.").in("pixels").range(2, 64),
        integerParam("side", "Patches along a side", 2,
                     "A sample is a square of so many patches along each side, each a block of the operator.")
            .range(1, 16),
        realParam("ratio", "Measured share", 0.5, "Measurements for each pixel.").range(0.01, 1),
        choiceParam("entries", "Entries", "gaussian", {"gaussian", "signs"},
                    "Of the random matrix that measures a patch."),
        greyNoiseParam(0)};
    for (ParamSpec& spec : pictureParams())
        params.push_back(std::move(spec));
    return {{"block_compressive_sensing", "Block compressive sensing",
             "Every patch of a picture is measured by the same few random numbers; its mean travels beside them",
             "Gan 2007, Block compressed sensing of natural images; patches as in Chen et al. 2018, arXiv:1808.10038",
             "secondary", std::move(params)},
            make};
}

} // namespace orthant
