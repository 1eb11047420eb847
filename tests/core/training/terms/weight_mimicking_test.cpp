// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/terms/bench.h"
#include "tests/errors.h"

using namespace orthant;
using test::TermBench;

namespace {

Component mimicking() { return Component("weight_mimicking", {{"run", std::string("x")}, {"temperature", 0.5}}); }

std::shared_ptr<Network> teacher() { return std::make_shared<Network>(test::signLayers("identity"), Shape{6, 6}, 4, 8); }

} // namespace

TEST_CASE("weights like the teacher's cost nothing, also when all of a row are shifted", "[training]") {
    const auto model = teacher();
    TermBench bench(mimicking(), "ste_sign", model);
    CHECK(bench.value() > 0.01);
    const auto own = latentWeights(bench.network, false);
    for (std::size_t l = 0; l < own.size(); ++l) {
        const Tensor& wanted = model->layer(std::vector<std::size_t>{1, 4, 7}[l]).parameters().front()->value;
        for (std::size_t i = 0; i < wanted.size(); ++i) own[l]->value[i] = wanted[i] + 0.25F;
    }
    CHECK(bench.value() == Approx(0).margin(1e-9));
}

TEST_CASE("the gradient of weight mimicking is that of central differences", "[training]") {
    TermBench bench(mimicking(), "ste_sign", teacher());
    CHECK(bench.gradientError(false) < 1e-2);
}

TEST_CASE("weight mimicking wants a teacher with layers of the same sizes", "[training]") {
    const auto other = std::make_shared<Network>(std::vector<Component>{Component("flatten"), test::dense(4)}, Shape{6, 6}, 4, 1);
    CHECK(mentions(errorOf([&] { return TermBench(mimicking(), "ste_sign", other).value(); }), {"/training/terms/0/run", "same sizes"}));
}
