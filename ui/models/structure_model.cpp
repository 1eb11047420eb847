// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/structure_model.h"

#include "core/unrolled/unrolled_net.h"
#include "ui/models/background.h"

#include <bit>

namespace orthant::ui {

StructurePicture structureOf(const StructureRequest& request, const StructurePicture* known) {
    StructurePicture picture;
    picture.problem = known ? known->problem : std::make_shared<Problem>(makeProblem(request.problem, {request.folder, request.seed}, "/problem"));
    const Problem& problem = *picture.problem;
    const std::size_t n = problem.op.unknowns(), m = problem.op.measurements();
    UnrolledDesign design;
    design.mask = request.dense ? "dense" : "operator";
    design.reach = request.reach;
    const Mask plain = linksOf(problem.op, design);
    design.edits = request.edits;
    picture.mask = linksOf(problem.op, design);
    for (std::size_t w = 0; w < plain.words().size(); ++w) {
        picture.forbidden += static_cast<std::size_t>(std::popcount(plain.words()[w] & ~picture.mask.words()[w]));
        picture.allowed += static_cast<std::size_t>(std::popcount(picture.mask.words()[w] & ~plain.words()[w]));
    }
    picture.blocks = blockForm(picture.mask);
    picture.code = codeOf(picture.mask);
    picture.whole = problem.whole(problem.wholes == 0 ? request.sample : request.sample % problem.wholes);

    LinkCount& count = picture.count;
    count.layers = request.layers;
    count.links = n * m * request.layers;
    count.allowed = count.kept = countOnes(picture.mask) * request.layers;
    count.rows = n * request.layers;
    count.thresholds = request.layers;
    count.maskBits = picture.code.bits;
    picture.accounts = accountsOf(count, request.thresholds, request.density);
    return picture;
}

void StructureModel::request(const StructureRequest& request) {
    wanted_ = request;
    if (busy_) again_ = true;
    else work();
}

void StructureModel::work() {
    busy_ = true;
    again_ = false;
    const bool same = picture_ && wanted_.problem == shown_.problem && wanted_.folder == shown_.folder && wanted_.seed == shown_.seed;
    inBackground(
        this, [request = wanted_, known = same ? picture_ : nullptr] { return structureOf(request, known.get()); },
        [this, request = wanted_](Outcome<StructurePicture> outcome) {
            if (again_) return work();
            busy_ = false;
            error_ = outcome.error;
            if (outcome.value) {
                picture_ = std::make_shared<StructurePicture>(std::move(*outcome.value));
                shown_ = request;
            }
            Q_EMIT changed();
        });
}

} // namespace orthant::ui
