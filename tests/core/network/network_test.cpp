// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

using namespace orthant;

TEST_CASE("a network checks that its layers fit", "[network]") {
    const auto build = [](std::vector<Component> layers, Shape input) { Network(layers, input, 3, 1); };
    CHECK_THROWS_WITH(build({}, {4}), containsText("at least one layer"));
    CHECK_THROWS_WITH(build({test::dense(2)}, {4}), containsText("3 classes"));
    CHECK_THROWS_WITH(build({test::dense(3)}, {2, 2}), containsText("/network/layers/0") && containsText("flatten"));
    CHECK_THROWS_WITH(build({test::dense(3), Component("binarize")}, {4}), containsText("scores"));
    CHECK_THROWS_WITH(build({Component("dens")}, {4}), containsText("Did you mean 'dense'"));
    CHECK_THROWS_WITH(build({test::dense(3), Component("batch_norm", {{"epsilon", -1.0}})}, {4}),
                      containsText("/network/layers/1/epsilon"));
}

TEST_CASE("the same seed gives the same start, another seed another", "[network]") {
    const std::vector<Component> layers{test::dense(16), Component("batch_norm"), Component("binarize"), test::dense(3)};
    const auto weights = [&](std::uint64_t seed) { return Network(layers, {8}, 3, seed).state().at("dense_1/weights").bytes; };
    CHECK(weights(1) == weights(1));
    CHECK(weights(1) != weights(2));
}

TEST_CASE("a network takes back its state", "[network]") {
    const std::vector<Component> layers{test::dense(16), Component("batch_norm"), Component("binarize"), test::dense(3)};
    Network a(layers, {8}, 3, 1), b(layers, {8}, 3, 2);
    test::makeAdversarial(a, 4);
    b.restore(a.state());
    const Tensor x = test::pixels({10, 8}, 1);
    const Tensor fromA = a.evaluate(x), fromB = b.evaluate(x, 3);
    for (std::size_t i = 0; i < fromA.size(); ++i) CHECK(fromA[i] == fromB[i]);

    Bundle wrong = a.state();
    wrong.arrays["dense_1/weights"].shape = {8, 16};
    CHECK_THROWS_WITH(b.restore(wrong), containsText("16 x 8") && containsText("dense_1/weights"));
}
