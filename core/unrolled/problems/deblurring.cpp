// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/blur.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/tiles.h"

namespace orthant {

namespace {

Problem make(const Params& params, const ProblemContext& context) {
    const Tiling tiling{params.size("patch"), 1};
    LinearOperator op = blurOperator(params, tiling.patch, tiling.patch, context.where);
    Problem problem =
        pictureProblem(picturesOf(params, context), std::move(op), tiling, params.real("noise") / 255, context);
    problem.title = "Deblurring, " + problem.op.title;
    return problem;
}

} // namespace

ProblemEntry problem_entries::deblurring() {
    std::vector<ParamSpec> params = {
        integerParam("patch", "Patch", 16, "Side of a patch. Each is blurred by itself, with the boundary below.")
            .in("pixels")
            .range(3, 64)};
    for (ParamSpec& spec : blurParams())
        params.push_back(std::move(spec));
    params.push_back(greyNoiseParam(2));
    for (ParamSpec& spec : pictureParams())
        params.push_back(std::move(spec));
    return {{"deblurring", "Deblurring",
             "Patches of pictures out of focus, sharp again; the operator is a band within bands", "derived here",
             "derived", std::move(params)},
            make};
}

} // namespace orthant
