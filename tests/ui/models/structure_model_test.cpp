// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/structure_model.h"

#include "core/experiment/catalogues.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

using namespace orthant;
using namespace orthant::ui;

namespace {

/// Blocks of 12 x 16 on the diagonal.
StructureRequest blocks(std::int64_t count) {
    StructureRequest request;
    const Component op("block_gaussian", {{"measurements", 12 * count}, {"unknowns", 16 * count}, {"blocks", count}});
    request.problem = resolveComponent("problems", Component("sparse_recovery", {{"operator", op}}), {});
    return request;
}

const BitAccount& pibinn(const StructurePicture& picture) {
    for (const BitAccount& account : picture.accounts)
        if (account.title.find("PIBiNN") != std::string::npos) return account;
    throw std::runtime_error("no PIBiNN");
}

} // namespace

TEST_CASE("four blocks have a quarter of the links and a quarter of a bit for each link") {
    const StructurePicture picture = structureOf(blocks(4));
    CHECK(picture.count.links == 10 * 48 * 64);
    CHECK(picture.share() == Approx(0.25));
    CHECK(picture.blocks.blocks.size() == 4);
    CHECK(picture.blocks.inPlace);
    // pibinn.md 4.3: (N_s + 32) / N, and the mask in a few dozen bits.
    CHECK(pibinn(picture).bitsPerLink() == Approx(0.25 + 32.0 / 30720).margin(100.0 / 30720));
    CHECK(picture.whole.original.size() == 64);
    CHECK(picture.whole.y.cols() == 48);
}

TEST_CASE("dense links have one block, and a known operator is used again") {
    StructureRequest request = blocks(2);
    const StructurePicture masked = structureOf(request);
    request.dense = true;
    const StructurePicture dense = structureOf(request, &masked);
    CHECK(dense.problem == masked.problem);
    CHECK(dense.share() == Approx(1));
    CHECK(dense.blocks.blocks.size() == 1);
}

TEST_CASE("thresholds cost 32 bits each when they are counted") {
    StructureRequest request = blocks(2);
    request.layers = 7;
    const StructurePicture without = structureOf(request);
    request.thresholds = true;
    CHECK(pibinn(structureOf(request)).bits() - pibinn(without).bits() == Approx(7 * 32));
}

TEST_CASE("the newest request wins, and an error is said while the last picture stays") {
    StructureModel model;
    int changes = 0;
    QObject::connect(&model, &StructureModel::changed, [&] { ++changes; });
    for (const int count : {2, 3, 4, 5}) model.request(blocks(count));
    REQUIRE(waitFor([&] { return !model.busy(); }));
    CHECK(changes == 1);
    REQUIRE(model.picture());
    CHECK(model.picture()->blocks.blocks.size() == 5);

    StructureRequest wrong = blocks(2);
    wrong.problem = Component("sparse_recovery", {{"operator", Component("imported", {{"file", std::string("nowhere.npy")}})}});
    model.request(wrong);
    REQUIRE(waitFor([&] { return !model.busy(); }));
    REQUIRE(model.error());
    CHECK(model.picture()->blocks.blocks.size() == 5);
    model.request(blocks(3));
    REQUIRE(waitFor([&] { return !model.busy(); }));
    CHECK_FALSE(model.error());
}
