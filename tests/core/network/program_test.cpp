// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

using namespace orthant;

namespace {

Program example(const char* weights) {
    Network network(std::vector<Component>{Component("flatten"), test::dense(20, weights, true), Component("batch_norm"),
                                           Component(std::string(weights) == "identity" ? "relu" : "binarize"),
                                           test::dense(4, weights), Component("batch_norm")},
                    {5, 13}, 4, 3);
    test::makeAdversarial(network, 3);
    return lower(network, "example", {"a", "b", "c", "d"});
}

} // namespace

TEST_CASE("a program survives the way through a bundle", "[network]") {
    for (const char* weights : {"identity", "ste_sign", "xnor_scale"}) {
        INFO(weights);
        const Program program = example(weights);
        const Program copy = Program::fromBundle(program.toBundle());
        CHECK(copy.name == "example");
        CHECK(copy.classNames == program.classNames);
        CHECK(copy.totalBits() == program.totalBits());
        const Tensor inputs = test::pixels({9, 65}, 1);
        const Tensor before = program.run(inputs.matrix()), after = copy.run(inputs.matrix());
        for (std::size_t i = 0; i < before.size(); ++i) REQUIRE(before[i] == after[i]);
    }
}

TEST_CASE("a bundle that does not fit its description is refused with the place", "[network]") {
    const Bundle good = example("xnor_scale").toBundle();
    SECTION("an array is missing") {
        Bundle bundle = good;
        bundle.arrays.erase("dense_1/plane.0");
        CHECK_THROWS_WITH(Program::fromBundle(bundle), containsText("dense_1/plane.0"));
    }
    SECTION("an array has another shape") {
        Bundle bundle = good;
        bundle.arrays["dense_2/scale.0"].shape = {2, 2};
        CHECK_THROWS_WITH(Program::fromBundle(bundle), containsText("expected f32 of shape 4"));
    }
    SECTION("there is no description") {
        Bundle bundle = good;
        bundle.metadata.clear();
        CHECK_THROWS_WITH(Program::fromBundle(bundle), containsText("not a packed model"));
    }
    SECTION("the description is damaged") {
        Bundle bundle = good;
        bundle.metadata["orthant.program"].resize(40);
        CHECK_THROWS_AS(Program::fromBundle(bundle), Error);
    }
    SECTION("operations do not fit each other") {
        Bundle bundle = good;
        std::string& text = bundle.metadata["orthant.program"];
        const auto at = text.find("[5,13]");
        REQUIRE(at != std::string::npos);
        text.replace(at, 6, "[5,14]");
        CHECK_THROWS_WITH(Program::fromBundle(bundle), containsText("takes 65 values, but 70"));
    }
}

TEST_CASE("a program refuses samples of another size", "[network]") {
    const Tensor inputs({2, 64});
    CHECK_THROWS_WITH(example("ste_sign").run(inputs.matrix()), containsText("65") && containsText("64"));
}
